import { Command, CommanderError } from "commander";
import { writeFileSync } from "node:fs";
import { SoapError, SoapFault } from "../errors.ts";
import { generateTypes } from "../types/generate.ts";
import { addCallCommand, type MainProcess } from "./call.ts";
import { describeService } from "./describe.ts";
import { toJson } from "./json.ts";
import { addServiceFlags, loadService, type ServiceFlags } from "./load-service.ts";

/**
 * Runs `soap-future`, and returns the exit code: 0 when it did what was asked, 1 when a call failed or the server
 * answered with a fault, 2 when what was asked cannot be done.
 */
export async function main(argv: readonly string[], process: MainProcess): Promise<number> {
  // Whoever reads the output may leave when he has seen enough.
  const onError = (error: NodeJS.ErrnoException): void => {
    if (error.code !== "EPIPE") throw error;
  };
  process.stdout.on("error", onError);
  try {
    await createProgram(process).parseAsync(argv, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if ((error as NodeJS.ErrnoException).code === "EPIPE") return 0;
    // The transport has error classes of its own; a flag that it refuses is the caller's mistake all the same.
    if (!(error instanceof SoapError) && !isMistake(error)) throw error;
    process.stderr.write(`soap-future: ${printable(messageOf(error))}\n`);
    return isMistake(error) ? 2 : 1;
  }
}

function createProgram(process: MainProcess): Command {
  const program = new Command("soap-future")
    .description("Types, descriptions and calls from a WSDL, which is a file or an https URL.")
    .configureOutput({
      writeOut: (text) => void process.stdout.write(text),
      writeErr: (text) => void process.stderr.write(text),
    })
    .exitOverride();
  addServiceFlags(program.command("types <wsdl>"))
    .description("write the TypeScript types of the service")
    .option("-o, --output <file>", "write to a file instead of standard output")
    .action(async (wsdl: string, flags: ServiceFlags & { output?: string }) => {
      const text = generateTypes((await loadService(wsdl, flags, process.env)).descriptor);
      if (flags.output === undefined) process.stdout.write(text);
      else write(flags.output, text);
    });
  addServiceFlags(program.command("describe <wsdl>"))
    .description("print the services, and the operations of one with what they take and give")
    .action(async (wsdl: string, flags: ServiceFlags) => {
      const { descriptor, ports } = await loadService(wsdl, flags, process.env);
      process.stdout.write(printable(describeService(descriptor, ports)));
    });
  addCallCommand(program, process);
  return program;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    const { code = "unknown" } = cause as NodeJS.ErrnoException;
    throw invalid(`${file} cannot be written: ${code}`);
  }
}

/** What was asked cannot be done, whoever is asked. */
function isMistake(error: unknown): error is Error {
  const { code } = error as { code?: unknown };
  return ["invalid_argument", "wsdl_parse", "wsdl_unsupported", "encode"].includes(String(code));
}

function messageOf(error: Error): string {
  if (!(error instanceof SoapFault) || error.detail === undefined) return error.message;
  const detail = Object.entries(error.detail).map(
    ([name, value]) => `\n  ${name}: ${typeof value === "string" ? value : toJson(value)}`,
  );
  return error.message + detail.join("");
}

/** What a server says must not steer a terminal. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replaceAll(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}

function invalid(what: string): SoapError {
  return new SoapError("invalid_argument", what);
}
