import { Command, Option } from "commander";
import { readFileSync } from "node:fs";
import { GatewayNodeError, reasonText } from "./errors.ts";
import { faultKinds, type FaultKind } from "./faults.ts";
import type { GatewayNodeOptions } from "./options.ts";

/** What a command line asks for. */
export interface ParsedArguments {
  readonly node: GatewayNodeOptions;
  /** Stop when standard input ends. */
  readonly exitWithStdin: boolean;
}

interface RawArguments {
  readonly listen: string;
  readonly name: string;
  readonly user: string;
  readonly passwordFile?: string;
  readonly data?: string;
  readonly messages: string;
  readonly seed: string;
  readonly delayMs: string;
  readonly fault?: FaultKind;
  readonly traffic: boolean;
  readonly productVersion: string;
  readonly exitWithStdin?: true;
}

/** The command line. `writeOut` takes its help, `writeErr` what is wrong. */
export function createCommand(writeOut: (text: string) => void, writeErr: (text: string) => void): Command {
  return new Command("mailmux-node")
    .description(
      "A mail gateway node that speaks the gateway SOAP API over TLS, with seeded mail and live traffic.",
    )
    .option("--listen <host:port>", "where to listen; port 0 takes a free one", "127.0.0.1:0")
    .option("--name <name>", "the node's name", "mx1")
    .option("--user <user>", "the user that may sign in", "admin")
    .option("--password-file <file>", "the file that holds the password; without it, one is made and printed")
    .option("--data <folder>", "where certificate and mail are kept; without it, both end with the process")
    .option("--messages <count>", "messages in the queue at the first start", "200")
    .option("--seed <number>", "the same seed and name give the same mail", "1")
    .option("--delay-ms <milliseconds>", "wait before each answer", "0")
    .addOption(new Option("--fault <kind>", "misbehave on every call").choices(faultKinds))
    .option("--no-traffic", "keep the mail as it was seeded")
    .option("--product-version <text>", "the version the node reports", "4.8-p1")
    .option("--exit-with-stdin", "stop when standard input ends, so that no node outlives its parent")
    .allowExcessArguments(false)
    .configureOutput({ writeErr, writeOut })
    .exitOverride();
}

/**
 * Reads a command line (without the program's own name).
 * @throws GatewayNodeError `invalid_option`, or commander's own error after it has written its message
 */
export function parseArguments(command: Command, argv: readonly string[]): ParsedArguments {
  const raw = command.parse(argv, { from: "user" }).opts<RawArguments>();
  const node: GatewayNodeOptions = {
    ...parseListen(raw.listen),
    name: raw.name,
    user: raw.user,
    messages: wholeNumber("--messages", raw.messages),
    seed: wholeNumber("--seed", raw.seed),
    delayMs: wholeNumber("--delay-ms", raw.delayMs),
    traffic: raw.traffic,
    productVersion: raw.productVersion,
    ...(raw.passwordFile !== undefined && { password: readPassword(raw.passwordFile) }),
    ...(raw.data !== undefined && { folder: raw.data }),
    ...(raw.fault !== undefined && { fault: raw.fault }),
  };
  return { node, exitWithStdin: raw.exitWithStdin === true };
}

function parseListen(text: string): { host: string; port: number } {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:\s[\]]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  if (host === undefined || Number(match?.[3]) > 65_535) {
    const rule = "--listen takes HOST:PORT, as in 127.0.0.1:8443 or [::1]:0";
    throw new GatewayNodeError("invalid_option", `${rule}; "${text}" is not of that form.`);
  }
  return { host, port: Number(match?.[3]) };
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new GatewayNodeError("invalid_option", `${name} takes a whole number; "${text}" is none.`);
}

/** The first line of the file; what an editor adds after it does not count. */
function readPassword(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const message = `The password file cannot be read: ${reasonText(error)}`;
    throw new GatewayNodeError("invalid_option", message, { cause: error });
  }
  const [password = ""] = text.split(/\r?\n/, 1);
  if (password === "") throw new GatewayNodeError("invalid_option", `The first line of ${path} is empty.`);
  return password;
}
