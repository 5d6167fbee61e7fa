/** A running timer. */
export interface Timer {
  cancel(): void;
  /** The timer alone shall not keep the process alive. */
  unref?(): void;
}

/** The one way to time, so that tests can turn the hands themselves. */
export interface Clock {
  /** Milliseconds of a clock that never goes back; its zero means nothing. */
  now(): number;
  /** Calls back once after this long, in milliseconds. */
  after(delayMs: number, work: () => void): Timer;
}

/** The clock of the process. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after(delayMs, work) {
    const timer = setTimeout(work, delayMs);
    return { cancel: () => clearTimeout(timer), unref: () => void timer.unref() };
  },
};
