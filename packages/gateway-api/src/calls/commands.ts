import { GatewayApiError } from "../errors.ts";
import { done, plain } from "./operation.ts";
import { given, optionalNumber, toBytes, wholeNumber } from "./values.ts";

/** The terminal that a command gets. */
export interface TerminalSize {
  /** Columns. Default 80. */
  readonly cols?: number | undefined;
  /** Rows. Default 24. */
  readonly rows?: number | undefined;
}

/** Commands and files. */
export const commandOperations = {
  commandRun: plain(
    "commandRun",
    (argv: readonly (string | Uint8Array)[], { cols, rows }: TerminalSize = {}) => {
      if (argv.length === 0) throw new GatewayApiError("invalid_argument", "no command is named");
      return {
        argv: { item: argv.map(toBytes) },
        ...given({
          cols: optionalNumber(cols, "the number of columns"),
          rows: optionalNumber(rows, "the number of rows"),
        }),
      };
    },
    ({ result }) => result,
  ),
  commandPoll: plain(
    "commandPoll",
    (commandid: string) => ({ commandid }),
    ({ result }): readonly Uint8Array[] => result.item,
  ),
  commandPush: plain(
    "commandPush",
    (commandid: string, data: string | Uint8Array) => ({ commandid, data: toBytes(data) }),
    done,
  ),
  commandSignal: plain(
    "commandSignal",
    (commandid: string, signal: number) => ({ commandid, signal: wholeNumber(signal, "a signal") }),
    done,
  ),
  commandTermsize: plain(
    "commandTermsize",
    (commandid: string, cols: number, rows: number) => ({
      commandid,
      cols: wholeNumber(cols, "the number of columns"),
      rows: wholeNumber(rows, "the number of rows"),
    }),
    done,
  ),
  commandStop: plain("commandStop", (commandid: string) => ({ commandid }), done),
};
