import {
  createStatdNamesParser,
  createStatdValuesParser,
  type OutputParser,
  parseOutput,
  statdArguments,
  type StatdValue,
} from "../command-output/index.ts";
import { type Gateway } from "../gateway/gateway.ts";
import { boundedOutput, commandOptions, type ReadCommandOptions } from "./bounded-output.ts";
import { openCommand } from "./open-command.ts";

/**
 * Names of a node's live counters: `statd -l`.
 * @throws CommandOutputError `too_much`; SoapFault when the node does not start it
 */
export function statdNames(gateway: Gateway, options: ReadCommandOptions = {}): Promise<string[]> {
  return read(gateway, statdArguments(), createStatdNamesParser(), options);
}

/**
 * What a live counter says now: `statd -g NAME`. Nothing for a name that the node does not know.
 * @throws CommandOutputError `invalid_argument`, `too_much`; SoapFault when the node does not start it
 */
export async function statdValues(
  gateway: Gateway,
  counter: string,
  options: ReadCommandOptions = {},
): Promise<StatdValue[]> {
  return await read(gateway, statdArguments(counter), createStatdValuesParser(), options);
}

async function read<T>(
  gateway: Gateway,
  argv: readonly string[],
  parser: OutputParser<T>,
  options: ReadCommandOptions,
): Promise<T[]> {
  const command = await openCommand(gateway, argv, commandOptions(options));
  return Array.fromAsync(parseOutput(boundedOutput(command, "statd", options.maxBytes), parser));
}
