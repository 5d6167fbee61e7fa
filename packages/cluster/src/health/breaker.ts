/** Times and counts of a breaker. */
export interface BreakerLimits {
  /** Failures in a row, other than those of a dead node, that open it. */
  readonly troubleLimit: number;
  /** Milliseconds that it stays open for the first time; doubled each time after that. */
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

/**
 * What is known of a node that failed. Plain data; without one, a node is well.
 *
 *   closed -> open -> half_open -> closed (the probe was answered)
 *                              `-> open, for longer (it was not)
 */
export interface BreakerState {
  readonly state: "closed" | "open" | "half_open";
  /** Failures in a row. */
  readonly failures: number;
  /** How often it has opened in a row. */
  readonly opened: number;
  /** What the last failure was, in one line. */
  readonly reason: string;
  /** When it was, and when the next try may be; milliseconds of the clock. */
  readonly failedAt: number;
  readonly retryAt: number;
}

/** How a node failed: `dead` when it could not be reached or did not answer in time, which costs everybody who waits for it. */
export type FailureKind = "dead" | "trouble";

export interface Failure {
  readonly kind: FailureKind;
  readonly reason: string;
  readonly at: number;
}

/** The state after a failure. `random` is from 0 up to 1, and spreads the tries of many who watch one node. */
export function afterFailure(
  before: BreakerState | undefined,
  { kind, reason, at }: Failure,
  limits: BreakerLimits,
  random: number,
): BreakerState {
  const failures = (before?.failures ?? 0) + 1;
  const opens = kind === "dead" || failures >= limits.troubleLimit || before?.state === "half_open";
  const opened = (before?.opened ?? 0) + (opens ? 1 : 0);
  const delayMs = Math.min(limits.maxDelayMs, limits.firstDelayMs * 2 ** (opened - 1));
  return {
    state: opens ? "open" : "closed",
    failures,
    opened,
    reason,
    failedAt: at,
    retryAt: opens ? at + delayMs * (0.5 + random / 2) : at,
  };
}

/** A failure of an operation that was under way when the breaker opened says nothing new. */
export function isOld(before: BreakerState | undefined): boolean {
  return before?.state === "open";
}
