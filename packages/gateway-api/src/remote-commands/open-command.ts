import { SoapFault } from "@mailmux/soap-future";
import { constants } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { type TerminalSize } from "../calls/index.ts";
import { GatewayApiError } from "../errors.ts";
import { type Gateway } from "../gateway/gateway.ts";

/** Options of {@link openCommand}. */
export interface CommandOptions extends TerminalSize {
  /** Stops the command. */
  readonly signal?: AbortSignal;
  /** Waits between two polls; for tests. Default: the clock on the wall. */
  readonly wait?: (delayMs: number, signal: AbortSignal) => Promise<void>;
}

/**
 * A program that runs on a node. Reading its output polls the node, so a reader that is slow holds the program up, and
 * nothing is read twice. Read it once: whoever leaves early, by `break`, `throw` or the signal, stops the program.
 */
export interface RemoteCommand extends AsyncIterable<Uint8Array>, AsyncDisposable {
  /** As the node knows it. */
  readonly id: string;
  /** Types something into its terminal, in the order of the calls. */
  write(data: string | Uint8Array): Promise<void>;
  resize(cols: number, rows: number): Promise<void>;
  /** @param signal a name such as `SIGINT`, or its number */
  signal(signal: NodeJS.Signals | number): Promise<void>;
  /** Ends the program and forgets its output. May be called twice. */
  stop(): Promise<void>;
}

/** Milliseconds between polls: none after output, and then longer and longer. */
const firstWaitMs = 10;
const longestWaitMs = 1_000;

/**
 * Starts a program of the node's list of commands. Polls and what is typed are never repeated on their own: an output
 * that was lost on the way is an error, and not a gap.
 * @throws SoapFault when the node does not start it
 */
export async function openCommand(
  gateway: Gateway,
  argv: readonly string[],
  { signal, wait = waitFor, ...size }: CommandOptions = {},
): Promise<RemoteCommand> {
  const calls = gateway.calls();
  signal?.throwIfAborted();
  const id = await calls.commandRun(argv, size);
  const left = new AbortController();
  const ends = signal === undefined ? left.signal : AbortSignal.any([left.signal, signal]);
  let over = false;
  let reading = false;
  /** What is typed shortens the wait for what it brings. */
  let hurry = new AbortController();
  let stopping: Promise<void> | undefined;
  let typed: Promise<void> = Promise.resolve();

  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      left.abort();
      hurry.abort();
      if (over) return;
      over = true;
      // It may have ended in this very moment, or the node may be gone: then there is nothing left to stop.
      await calls.commandStop(id).catch(() => undefined);
    })();
    return stopping;
  };

  async function* output(): AsyncGenerator<Uint8Array, void> {
    let waitMs = 0;
    try {
      for (;;) {
        if (waitMs > 0) {
          hurry = new AbortController();
          await wait(waitMs, AbortSignal.any([ends, hurry.signal])).catch(() => undefined);
        }
        signal?.throwIfAborted();
        if (over) return;
        let chunks: readonly Uint8Array[];
        try {
          chunks = await gateway.calls({ signal: ends }).commandPoll(id);
        } catch (error) {
          if (over) return;
          signal?.throwIfAborted();
          // The one way in which a node says that a program has ended and everything was read.
          if (error instanceof SoapFault && (error.httpStatus ?? 500) === 500) {
            over = true;
            return;
          }
          throw error;
        }
        waitMs = chunks.length > 0 ? 0 : Math.min(longestWaitMs, Math.max(firstWaitMs, waitMs * 2));
        yield* chunks;
      }
    } finally {
      await stop();
    }
  }

  return {
    id,
    write(data) {
      typed = typed.then(() => calls.commandPush(id, data)).then(() => hurry.abort());
      return typed;
    },
    resize: (cols, rows) => calls.commandTermsize(id, cols, rows),
    signal(which) {
      const number = typeof which === "number" ? which : constants.signals[which];
      if (number === undefined) throw new GatewayApiError("invalid_argument", `there is no signal ${which}`);
      return calls.commandSignal(id, number);
    },
    stop,
    [Symbol.asyncIterator]() {
      if (reading) throw new GatewayApiError("invalid_argument", "the output of a command is read once");
      reading = true;
      return output();
    },
    [Symbol.asyncDispose]: stop,
  };
}

async function waitFor(delayMs: number, signal: AbortSignal): Promise<void> {
  await sleep(delayMs, undefined, { signal });
}
