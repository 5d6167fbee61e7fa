import { setTimeout as delay } from "node:timers/promises";
import { SoapError } from "../errors.ts";
import {
  type Interceptor,
  type ItemsReply,
  type SoapCall,
  type SoapNext,
  type SoapReply,
} from "./interceptor.ts";
import { isTransient } from "./is-transient.ts";

/** Time, as far as a retry needs it; tests bring their own. */
export interface RetryClock {
  /** Unix milliseconds. */
  now(): number;
  /** Resolves after so many milliseconds; rejects when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface RetryReadsOptions {
  /** Requests of one call, the first included. Default 3. */
  readonly maxAttempts?: number;
  /** The longest wait before the second request; it doubles with each further one. Milliseconds; default 100. */
  readonly baseDelayMs?: number;
  /** No wait of our own is longer. Milliseconds; default 5,000. */
  readonly maxDelayMs?: number;
  /** The longest `Retry-After` that is waited for; a longer one ends the call. Milliseconds; default 30,000. */
  readonly maxRetryAfterMs?: number;
  /** Told of each wait, with the error that made it necessary. */
  readonly onRetry?: (retry: {
    operation: string;
    attempt: number;
    delayMs: number;
    error: SoapError;
  }) => void;
  /** From 0 to 1. Default `Math.random`. */
  readonly random?: () => number;
  readonly clock?: RetryClock;
}

type Retry = Required<Omit<RetryReadsOptions, "onRetry">> & Pick<RetryReadsOptions, "onRetry">;

const systemClock: RetryClock = {
  now: () => Date.now(),
  sleep: (ms, signal) => delay(ms, undefined, { signal }),
};

/**
 * Sends calls of `readOnly` operations again when they failed in a way that may pass: no connection, a connection that
 * died, HTTP 429, 502, 503 and 504. A stream is sent again only before its first item. Between the attempts it waits a
 * random part of a time that doubles (full jitter), or as long as `Retry-After` says. It never waits past the deadline of
 * the call: then the last error is the call's.
 */
export function retryReads(options: RetryReadsOptions = {}): Interceptor {
  const retry: Retry = {
    maxAttempts: 3,
    baseDelayMs: 100,
    maxDelayMs: 5_000,
    maxRetryAfterMs: 30_000,
    random: Math.random,
    clock: systemClock,
    ...options,
  };
  for (const name of ["maxAttempts", "baseDelayMs", "maxDelayMs", "maxRetryAfterMs"] as const) {
    const least = name === "maxAttempts" ? 1 : 0;
    if (!Number.isSafeInteger(retry[name]) || retry[name] < least)
      throw new SoapError(
        "invalid_argument",
        `${name} of retryReads must be a whole number of at least ${least}`,
      );
  }
  return (next) => (call) => (call.readOnly ? new Attempts(next, call, retry).run() : next(call));
}

/** The attempts of one call. */
class Attempts {
  readonly #next: SoapNext;
  readonly #call: SoapCall;
  readonly #retry: Retry;
  #made = 0;

  constructor(next: SoapNext, call: SoapCall, retry: Retry) {
    this.#next = next;
    this.#call = call;
    this.#retry = retry;
  }

  async run(): Promise<SoapReply> {
    const reply = await this.#send();
    if (reply.kind === "value") return reply;
    const current = { reply };
    return { kind: "items", items: this.#items(current), rest: () => current.reply.rest() };
  }

  async #send(): Promise<SoapReply> {
    for (;;) {
      this.#made++;
      try {
        return await this.#next(this.#call);
      } catch (error) {
        await this.#pause(error);
      }
    }
  }

  /** The items of the reply, or of a later one when it broke before its first. */
  async *#items(current: { reply: ItemsReply }): AsyncGenerator<unknown, void> {
    let given = false;
    for (;;) {
      try {
        for await (const item of current.reply.items) {
          given = true;
          yield item;
        }
        return;
      } catch (error) {
        if (given) throw error;
        await this.#pause(error);
      }
      const reply = await this.#send();
      if (reply.kind === "value") return;
      current.reply = reply;
    }
  }

  /** Waits before the next attempt, or throws the error when there is none. */
  async #pause(error: unknown): Promise<void> {
    const { maxAttempts, clock, onRetry } = this.#retry;
    const { deadline = Infinity, signal, operation } = this.#call;
    if (!(error instanceof SoapError) || this.#made >= maxAttempts || signal.aborted || !isTransient(error))
      throw error;
    const delayMs = this.#delay(error);
    if (delayMs === undefined || clock.now() + delayMs >= deadline) throw error;
    onRetry?.({ operation: operation.name, attempt: this.#made, delayMs, error });
    try {
      await clock.sleep(delayMs, signal);
    } catch (cause) {
      throw signal.aborted ? signal.reason : cause;
    }
  }

  #delay({ context }: SoapError): number | undefined {
    const { baseDelayMs, maxDelayMs, maxRetryAfterMs, random, clock } = this.#retry;
    const asked = this.#call.meta.headers?.get("retry-after");
    if (asked !== undefined && (context.httpStatus === 503 || context.httpStatus === 429)) {
      const after = retryAfterMs(asked, clock.now());
      if (after !== undefined) return after <= maxRetryAfterMs ? after : undefined;
    }
    return Math.floor(random() * Math.min(maxDelayMs, baseDelayMs * 2 ** (this.#made - 1)));
  }
}

/** RFC 9110 section 10.2.3: seconds or a date; undefined for anything else. */
function retryAfterMs(value: string, now: number): number | undefined {
  if (/^[0-9]{1,9}$/.test(value)) return Number(value) * 1000;
  const moment = value.length <= 40 ? Date.parse(value) : NaN;
  return Number.isNaN(moment) ? undefined : Math.max(moment - now, 0);
}
