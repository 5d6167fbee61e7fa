/** A clock that was asked over the network. */
export interface ClockReading {
  /** When the question was sent and its answer had come, by the own clock, in Unix milliseconds. */
  readonly sentAt: number;
  readonly answeredAt: number;
  /** What the other clock said, in Unix milliseconds. */
  readonly remoteAt: number;
  /** What the other clock counts in, in milliseconds: 1,000 for whole seconds. Default 1. */
  readonly resolutionMs?: number;
}

/** How far another clock is ahead (negative: behind), in milliseconds. */
export interface ClockSkew {
  readonly skewMs: number;
  /** The true value is at most so far from `skewMs`. */
  readonly uncertaintyMs: number;
}

/**
 * Measures another clock as NTP does with one exchange (RFC 5905 section 8): its time is compared with the middle of the
 * exchange, and is off by at most half of it. A clock that cuts to whole units is, on average, half a unit behind.
 */
export function clockSkew({ sentAt, answeredAt, remoteAt, resolutionMs = 1 }: ClockReading): ClockSkew {
  const half = resolutionMs > 1 ? resolutionMs / 2 : 0;
  return {
    skewMs: remoteAt + half - (sentAt + answeredAt) / 2,
    uncertaintyMs: Math.abs(answeredAt - sentAt) / 2 + half,
  };
}

/** True when a clock is certainly off by more than `toleranceMs`: more than can be the way's fault. */
export function isSkewed({ skewMs, uncertaintyMs }: ClockSkew, toleranceMs: number): boolean {
  return Math.abs(skewMs) - uncertaintyMs > toleranceMs;
}
