import { GatewayApiError } from "../errors.ts";
import { type CommandOptions } from "./open-command.ts";

/** Options of what reads the output of a command to its end. */
export type ReadCommandOptions = Pick<CommandOptions, "signal" | "wait"> & {
  /** The most bytes of output that are read. Default 67,108,864. */
  readonly maxBytes?: number;
};

/** 64 MiB. */
const defaultMaxBytes = 67_108_864;

/**
 * The output of a command up to a number of bytes, so that one that never ends costs no more than that.
 * @throws GatewayApiError `too_large`
 */
export async function* boundedOutput(
  output: AsyncIterable<Uint8Array>,
  what: string,
  maxBytes: number = defaultMaxBytes,
): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = 0;
  for await (const chunk of output) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new GatewayApiError("too_large", `${what} gave more than ${maxBytes} bytes (maxBytes)`);
    }
    yield chunk;
  }
}

/** The command that these options are for: a wide terminal, because a line that is wrapped is another one. */
export function commandOptions({ signal, wait }: ReadCommandOptions): CommandOptions {
  return {
    cols: 1_000,
    ...(signal === undefined ? {} : { signal }),
    ...(wait === undefined ? {} : { wait }),
  };
}
