import { SoapError, SoapFault } from "@mailmux/soap-future";
import { setTimeout as sleep } from "node:timers/promises";
import { type CallsOptions } from "../calls/index.ts";
import { GatewayApiError } from "../errors.ts";
import { type Gateway } from "../gateway/gateway.ts";
import { type UpdateState, updateState } from "./updates.ts";

/** What {@link watchUpdate} sees, besides what a node says itself. */
export type WatchedUpdate =
  | UpdateState
  /** The node cannot be reached, because it starts anew. */
  | { readonly state: "rebooting" }
  /** It is back. The version is the same one when the latest was installed again. */
  | { readonly state: "done"; readonly version: string; readonly before: string };

/** Options of {@link watchUpdate}. */
export interface WatchUpdateOptions {
  /** Where to stop: when the update can be installed, or when it is installed and the node is back. Default `done`. */
  readonly until?: "ready" | "done";
  /** Ends the watch, and nothing of the update. */
  readonly signal?: AbortSignal;
  /** Longest time between two questions, in milliseconds; after something new it is shorter. Default 5,000. */
  readonly longestWaitMs?: number;
  /** Time limit of a question, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
  /** How long the node may be away, in milliseconds. Default 900,000. */
  readonly rebootTimeoutMs?: number;
  /** Milliseconds on a clock that nobody sets; for tests. Default: the process's. */
  readonly now?: () => number;
  /** Waits between two questions; for tests. Default: the clock on the wall. */
  readonly wait?: (delayMs: number, signal: AbortSignal | undefined) => Promise<void>;
}

const firstWaitMs = 250;

/** Uptimes are whole seconds, and the two clocks are not one. */
const uptimeSlackMs = 5_000;

/**
 * Watches an update of a node, through download, verification, installation and restart: each state once, and the percent of
 * the download as it grows. It ends with `done`, with `ready` where that is enough, or with `idle` when there is no update or
 * somebody has cancelled it. While a node restarts, that it cannot be reached is no error.
 * @throws GatewayApiError `no_answer` when it does not come back in time; what a question fails with at any other time
 */
export async function* watchUpdate(
  gateway: Gateway,
  {
    until = "done",
    signal,
    longestWaitMs = 5_000,
    timeoutMs = 10_000,
    rebootTimeoutMs = 900_000,
    now = () => performance.now(),
    wait = waitFor,
  }: WatchUpdateOptions = {},
): AsyncGenerator<WatchedUpdate, void, undefined> {
  const orReason = async <T>(question: () => Promise<T>): Promise<T> => {
    signal?.throwIfAborted();
    try {
      return await question();
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  };
  const start = await orReason(() => bootOf(gateway, { signal, timeoutMs }, now));
  const watch: Watch = { gateway, options: { signal, timeoutMs }, now, start };
  let last: WatchedUpdate | undefined;
  let awaySince: number | undefined;
  let waitMs = 0;
  for (;;) {
    const before = last;
    const seen = await orReason(() => look(watch, before));
    awaySince = seen.state === "rebooting" ? (awaySince ?? now()) : undefined;
    if (awaySince !== undefined && now() - awaySince > rebootTimeoutMs) {
      throw new GatewayApiError("no_answer", `the node was not back after ${rebootTimeoutMs} ms`);
    }
    const isNew = JSON.stringify(seen) !== JSON.stringify(last);
    if (isNew) yield seen;
    if (seen.state === "idle" || seen.state === "done" || seen.state === until) return;
    last = seen;
    waitMs = Math.min(longestWaitMs, isNew ? firstWaitMs : waitMs * 2);
    await orReason(() => wait(waitMs, signal));
  }
}

/** What stays the same while a node is watched. */
interface Watch {
  readonly gateway: Gateway;
  readonly options: CallsOptions;
  readonly now: () => number;
  /** The node as it was when the watch began. */
  readonly start: Boot;
}

/** One life of a node, from one start to the next. */
interface Boot {
  readonly version: string;
  /** When it was started, on the clock of the watch. */
  readonly at: number;
}

/** The state, or that the node is away where that may be, or is back. */
async function look(
  { gateway, options, now, start }: Watch,
  last: WatchedUpdate | undefined,
): Promise<WatchedUpdate> {
  try {
    const state = await updateState(gateway, options);
    if (state.state !== "idle" || last === undefined) return state;
    // No update any more: it was cancelled, or the node has started anew, of which perhaps nothing was seen.
    const { version, at } = await bootOf(gateway, options, now);
    if (version === start.version && at <= start.at + uptimeSlackMs) return state;
    return { state: "done", version, before: start.version };
  } catch (error) {
    if (mayReboot(last) && isAway(error)) return { state: "rebooting" };
    throw error;
  }
}

async function bootOf(gateway: Gateway, options: CallsOptions, now: () => number): Promise<Boot> {
  const calls = gateway.calls(options);
  const [version, uptime] = await Promise.all([calls.getVersion(), calls.getUptime()]);
  return { version, at: now() - uptime * 1_000 };
}

/** Whether what was seen last may be followed by a restart. Between two questions the installation may begin and end. */
function mayReboot(last: WatchedUpdate | undefined): boolean {
  return last?.state === "ready" || last?.state === "installing" || last?.state === "rebooting";
}

/** Whether a failure is that of a node that is not there; one that refuses the password is. */
function isAway(error: unknown): boolean {
  if (error instanceof SoapFault || !(error instanceof SoapError)) return false;
  if (error.code === "transport" || error.code === "timeout") return true;
  return error.code === "unexpected_response" && (error.context.httpStatus ?? 0) >= 500;
}

async function waitFor(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(delayMs, undefined, signal === undefined ? {} : { signal });
}
