/** Tells how fast totals rise. */
export class Meter {
  readonly #now: () => number;
  readonly #read: () => readonly number[];
  #at: number;
  #totals: readonly number[];
  #perSecond: readonly number[];

  /**
   * @param now milliseconds
   * @param read totals that only rise
   */
  constructor(now: () => number, read: () => readonly number[]) {
    this.#now = now;
    this.#read = read;
    this.#at = now();
    this.#totals = read();
    this.#perSecond = this.#totals.map(() => 0);
  }

  /** Per second since the last time; the same again when it was asked within the last second. */
  perSecond(): readonly number[] {
    const seconds = (this.#now() - this.#at) / 1_000;
    if (seconds < 1) return this.#perSecond;
    const totals = this.#read();
    this.#perSecond = totals.map((total, index) => Math.max(0, total - (this.#totals[index] ?? 0)) / seconds);
    this.#totals = totals;
    this.#at += seconds * 1_000;
    return this.#perSecond;
  }
}
