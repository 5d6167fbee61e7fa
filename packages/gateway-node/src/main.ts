import { CommanderError } from "commander";
import { createCommand, parseArguments } from "./arguments.ts";
import { GatewayNodeError, reasonText } from "./errors.ts";
import { createGatewayNode, type GatewayNode } from "./gateway-node.ts";

/** The parts of a process that the command uses. */
export type MainProcess = Pick<NodeJS.Process, "stdin" | "stdout" | "stderr" | "on" | "off">;

/**
 * Runs `mailmux-node` until it is told to stop, and returns the exit code: 0 after SIGINT, SIGTERM or the end of
 * standard input where that was asked for, 1 when it could not start. Prints one line when it is ready.
 */
export async function main(argv: readonly string[], process: MainProcess): Promise<number> {
  try {
    const command = createCommand(
      (text) => void process.stdout.write(text),
      (text) => void process.stderr.write(text),
    );
    const { node: options, exitWithStdin } = parseArguments(command, argv);
    const stop = stopSignal(process, exitWithStdin);
    await using node = await createGatewayNode({
      ...options,
      onError: (error) => void process.stderr.write(`mailmux-node: ${reasonText(error)}\n`),
    });
    process.stdout.write(readyLine(node, options.password === undefined));
    if (node.httpUrl !== undefined) process.stderr.write(plainNote(node.httpUrl));
    await stop;
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    const text = error instanceof GatewayNodeError ? error.message : String((error as Error).stack ?? error);
    process.stderr.write(`mailmux-node: ${text}\n`);
    return 1;
  }
}

/** The one line that says where the node is and how to trust it. */
export function readyLine(
  node: Pick<GatewayNode, "url" | "name" | "user" | "fingerprint" | "password">,
  showPassword: boolean,
): string {
  const password = showPassword ? `  password: ${node.password}` : "";
  return `mailmux-node ready: ${node.url}  name: ${node.name}  user: ${node.user}  fingerprint: ${node.fingerprint}${password}\n`;
}

/** What has to be said of a listener without TLS. */
function plainNote(url: string): string {
  return `mailmux-node: WARNING: ${url} is not encrypted; whoever is on the way can read passwords and mail.\n`;
}

/** Resolves when the process is told to stop; listens from the start, so that nothing is missed while starting. */
async function stopSignal(process: MainProcess, withStdin: boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.off("SIGINT", stop).off("SIGTERM", stop);
      process.stdin.pause();
      resolve();
    };
    process.on("SIGINT", stop).on("SIGTERM", stop);
    if (withStdin) process.stdin.on("end", stop).on("close", stop).on("error", stop).resume();
  });
}
