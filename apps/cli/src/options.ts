import { type Command, InvalidArgumentError, Option } from "commander";
import { type Format, formats } from "./output/format.ts";

/** Options that say which nodes are asked and how; they may stand before or behind the command's name. */
export interface NodeOptions {
  config?: string;
  node?: string;
  cluster?: string;
  fanout?: number;
  timeout?: number;
  connectTimeout?: number;
}

export interface OutputOptions {
  format?: Format;
}

/** Adds the options of {@link NodeOptions}. No defaults here: two places would not agree on them. */
export function addNodeOptions(command: Command): Command {
  return command
    .option(
      "-C, --config <file>",
      "configuration: mailmux.json, or a file written for halonctl (default: the first found)",
    )
    .option("-n, --node <set>", "only these nodes, as in mx[1-3,7]")
    .option("-c, --cluster <names>", "only the nodes of these clusters, separated by commas")
    .option("--fanout <number>", "nodes asked at the same time (default: 64)", wholeNumber)
    .option("--timeout <seconds>", "time limit of the operation on one node (default: 10)", seconds)
    .option("--connect-timeout <seconds>", "time limit of connecting to one node (default: 10)", seconds);
}

export function addOutputOptions(command: Command): Command {
  return command.addOption(
    new Option("-f, --format <format>", "how the result is written (default: table)").choices(formats),
  );
}

/** The options of a command, those of the program included; what stands behind the command's name wins. */
export function mergedOptions<T>(command: Command): T {
  const program = command.parent?.opts() ?? {};
  return { ...program, ...command.opts() } as T;
}

export function wholeNumber(text: string): number {
  if (!/^[0-9]{1,9}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}

/** Seconds to milliseconds. */
export function seconds(text: string): number {
  const value = Number(text);
  if (!/^[0-9.]+$/.test(text) || !(value > 0) || value > 86_400) {
    throw new InvalidArgumentError("It must be a number of seconds above 0, at most 86400.");
  }
  return Math.max(1, Math.round(value * 1000));
}

export function portNumber(text: string): number {
  const port = wholeNumber(text);
  if (port > 65_535) throw new InvalidArgumentError("It must be a port: 0 to 65535.");
  return port;
}
