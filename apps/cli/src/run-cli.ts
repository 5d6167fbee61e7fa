import { CommanderError } from "commander";
import { type CommandContext } from "./context.ts";
import { exitCodes } from "./exit-codes.ts";
import { handleError } from "./handle-errors.ts";
import { createProgram } from "./program.ts";

/** Runs a command line (without the program's name) to its end and returns the exit code. Never throws. */
export async function runCli(argv: readonly string[], context: CommandContext): Promise<number> {
  let code: number = exitCodes.ok;
  const program = createProgram(context, async (work) => {
    code = await work();
  });
  try {
    if (argv.length === 0) {
      context.err(program.helpInformation());
      return exitCodes.usage;
    }
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    // Help and version are no errors; everything else that commander refuses, it has already explained.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    return handleError(error, context);
  }
}
