import { Command, Option } from "commander";
import { readFileSync } from "node:fs";
import type { UserOptions } from "./auth/user-directory.ts";
import { GatewayNodeError, reasonText } from "./errors.ts";
import { faultKinds, type FaultRule } from "./faults/rules.ts";
import type { GatewayNodeOptions } from "./options.ts";
import type { UpdateTiming } from "./system/updates.ts";

/** What a command line asks for. */
export interface ParsedArguments {
  readonly node: GatewayNodeOptions;
  /** Stop when standard input ends. */
  readonly exitWithStdin: boolean;
}

interface RawArguments {
  readonly listen: string;
  readonly http?: string;
  readonly name: string;
  readonly user: string;
  readonly passwordFile?: string;
  readonly usersFile?: string;
  readonly data?: string;
  readonly messages: string;
  readonly seed: string;
  readonly delayMs: string;
  readonly fault: readonly string[];
  readonly slowMs: string;
  readonly traffic: boolean;
  readonly productVersion: string;
  readonly localOffset: string;
  readonly updateMs?: string;
  readonly compress?: true;
  readonly exitWithStdin?: true;
}

/** The command line. `writeOut` takes its help, `writeErr` what is wrong. */
export function createCommand(writeOut: (text: string) => void, writeErr: (text: string) => void): Command {
  return new Command("mailmux-node")
    .description(
      "A mail gateway node that speaks the gateway SOAP API over TLS, with seeded mail and live traffic.",
    )
    .option("--listen <host:port>", "where to listen; port 0 takes a free one", "127.0.0.1:0")
    .option("--http <host:port>", "listen without TLS too; anybody on the way can read the passwords")
    .option("--name <name>", "the node's name", "mx1")
    .option("--user <user>", "the user who may do everything", "admin")
    .option("--password-file <file>", "the file that holds the password; without it, one is made and printed")
    .option("--users-file <file>", "a JSON list of further users: name, password, fullName, flags")
    .option("--data <folder>", "where certificate and mail are kept; without it, both end with the process")
    .option("--messages <count>", "messages in the queue at the first start", "200")
    .option("--seed <number>", "the same seed and name give the same mail", "1")
    .option("--delay-ms <milliseconds>", "wait before each answer", "0")
    .addOption(
      new Option(
        "--fault <kind>",
        `misbehave on every call, or as OPERATION:KIND on one; may be repeated (${faultKinds.join(", ")})`,
      )
        .argParser((rule, rules: readonly string[]) => [...rules, rule])
        .default([], "behave"),
    )
    .option("--slow-ms <milliseconds>", "how long the fault slow waits", "3000")
    .option("--no-traffic", "keep the mail as it was seeded")
    .option("--product-version <text>", "the version the node reports", "4.8-p1")
    .option("--local-offset <+hh:mm>", "how far the node's local clock is ahead of UTC", "+00:00")
    .option("--update-ms <milliseconds>", "how long each step of an update takes")
    .option("--compress", "send long answers in gzip to who takes it")
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
    ...parseListen("--listen", raw.listen),
    ...(raw.http !== undefined && { http: parseListen("--http", raw.http) }),
    name: raw.name,
    user: raw.user,
    messages: wholeNumber("--messages", raw.messages),
    seed: wholeNumber("--seed", raw.seed),
    delayMs: wholeNumber("--delay-ms", raw.delayMs),
    // What is no rule is refused with the other options.
    faults: raw.fault as readonly FaultRule[],
    slowMs: wholeNumber("--slow-ms", raw.slowMs),
    traffic: raw.traffic,
    productVersion: raw.productVersion,
    localOffsetSeconds: parseOffset(raw.localOffset),
    compress: raw.compress === true,
    ...(raw.passwordFile !== undefined && { password: readPassword(raw.passwordFile) }),
    ...(raw.data !== undefined && { folder: raw.data }),
    ...(raw.usersFile !== undefined && { users: readUsers(raw.usersFile) }),
    ...(raw.updateMs !== undefined && { updateTiming: sameForAll(wholeNumber("--update-ms", raw.updateMs)) }),
  };
  return { node, exitWithStdin: raw.exitWithStdin === true };
}

function parseListen(option: string, text: string): { host: string; port: number } {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:\s[\]]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  if (host === undefined || Number(match?.[3]) > 65_535) {
    const rule = `${option} takes HOST:PORT, as in 127.0.0.1:8443 or [::1]:0`;
    throw new GatewayNodeError("invalid_option", `${rule}; "${text}" is not of that form.`);
  }
  return { host, port: Number(match?.[3]) };
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new GatewayNodeError("invalid_option", `${name} takes a whole number; "${text}" is none.`);
}

function parseOffset(text: string): number {
  const match = /^([+-])(\d\d):([0-5]\d)$/.exec(text);
  if (match === null) {
    const rule = "--local-offset takes hours and minutes, as in +01:00";
    throw new GatewayNodeError("invalid_option", `${rule}; "${text}" is not of that form.`);
  }
  const seconds = Number(match[2]) * 3_600 + Number(match[3]) * 60;
  return match[1] === "-" && seconds > 0 ? -seconds : seconds;
}

function sameForAll(ms: number): UpdateTiming {
  return { downloadMs: ms, verifyMs: ms, installMs: ms, rebootMs: ms };
}

/** The first line of the file; what an editor adds after it does not count. */
function readPassword(path: string): string {
  const [password = ""] = readText(path, "password").split(/\r?\n/, 1);
  if (password === "") throw new GatewayNodeError("invalid_option", `The first line of ${path} is empty.`);
  return password;
}

/** The users of a file, which is not quoted in an error: there are passwords in it. */
function readUsers(path: string): UserOptions[] {
  const text = readText(path, "users");
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list) && list.every(isUser)) return list;
  } catch {
    // Said below.
  }
  const rule = "is no JSON list of objects with name, password and, if wanted, fullName and flags, all texts";
  throw new GatewayNodeError("invalid_option", `${path} ${rule}.`);
}

function isUser(value: unknown): value is UserOptions {
  if (typeof value !== "object" || value === null) return false;
  const entries = Object.entries(value);
  const known = ["name", "password", "fullName", "flags"];
  return (
    "name" in value &&
    "password" in value &&
    entries.every(([name, text]) => known.includes(name) && typeof text === "string")
  );
}

function readText(path: string, what: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const message = `The ${what} file cannot be read: ${reasonText(error)}`;
    throw new GatewayNodeError("invalid_option", message, { cause: error });
  }
}
