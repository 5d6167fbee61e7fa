import {
  createSearchLogParser,
  type LogLine,
  parseOutput,
  searchLogArguments,
  type SearchLogQuestion,
} from "../command-output/index.ts";
import { type Gateway } from "../gateway/gateway.ts";
import { boundedOutput, commandOptions, type ReadCommandOptions } from "./bounded-output.ts";
import { openCommand } from "./open-command.ts";

/**
 * The log lines of a message, as the node finds them: the command `searchlog`. It starts with the first line that is asked
 * for; whoever leaves early, by `break`, `throw` or the signal, stops it on the node.
 * @throws CommandOutputError `invalid_argument`; GatewayApiError `too_large`; SoapFault when the node does not start it
 */
export async function* searchLog(
  gateway: Gateway,
  question: SearchLogQuestion,
  options: ReadCommandOptions = {},
): AsyncGenerator<LogLine, void, undefined> {
  const command = await openCommand(gateway, searchLogArguments(question), commandOptions(options));
  yield* parseOutput(boundedOutput(command, "searchlog", options.maxBytes), createSearchLogParser());
}
