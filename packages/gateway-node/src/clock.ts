/** A running timer. */
export interface Timer {
  cancel(): void;
}

/** The one way to time, so that tests can turn the hands themselves. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Calls back once after this long; never keeps the process alive. */
  after(delayMs: number, callback: () => void): Timer;
}

/** The clock on the wall. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};
