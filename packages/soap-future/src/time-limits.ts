import { SoapError } from "./errors.ts";

/** Until when a call must have ended. Of two limits, the earlier holds. */
export interface TimeLimits {
  /** Milliseconds from the call; a whole number from 1 to 2,147,483,647. */
  readonly timeoutMs?: number | undefined;
  /** A moment: a Date, or Unix milliseconds as `Date.now()` gives them. */
  readonly deadline?: number | Date | undefined;
}

/** A timer takes 31 bits; a longer time would fire at once. */
const longestTimerMs = 0x7fffffff;

/** The deadline in Unix milliseconds. Throws `invalid_argument` for an invalid Date and the like. */
export function deadlineOf({ deadline }: TimeLimits): number | undefined {
  if (deadline === undefined) return undefined;
  const moment = Number(deadline);
  if (Number.isFinite(moment)) return moment;
  throw new SoapError("invalid_argument", "deadline must be a Date or Unix milliseconds");
}

/**
 * Calls `expired` with a sentence when a limit has passed, at once for a deadline of the past. Throws `invalid_argument` for limits that cannot be
 * meant.
 */
export function startTimer(limits: TimeLimits, expired: (what: string) => void): NodeJS.Timeout | undefined {
  const { timeoutMs } = limits;
  if (
    timeoutMs !== undefined &&
    !(Number.isInteger(timeoutMs) && timeoutMs >= 1 && timeoutMs <= longestTimerMs)
  ) {
    throw new SoapError(
      "invalid_argument",
      `timeoutMs must be a whole number of milliseconds from 1 to ${longestTimerMs}`,
    );
  }
  const deadline = deadlineOf(limits);
  const leftMs = deadline === undefined ? undefined : Math.max(deadline - Date.now(), 0);
  const passed = "no complete answer before the deadline";
  if (leftMs === 0) {
    expired(passed);
    return undefined;
  }
  if (leftMs !== undefined && leftMs < (timeoutMs ?? Infinity)) {
    return setTimeout(() => expired(passed), Math.min(leftMs, longestTimerMs));
  }
  if (timeoutMs === undefined) return undefined;
  return setTimeout(() => expired(`no complete answer within timeoutMs (${timeoutMs} ms)`), timeoutMs);
}
