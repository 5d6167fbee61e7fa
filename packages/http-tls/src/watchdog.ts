/**
 * A time limit that is set anew for each request and for each piece of a body. Setting it costs no more than
 * reading the clock: the timer underneath runs on and, when it is early, is set again for what is left.
 */
export class Watchdog {
  #timer: NodeJS.Timeout | undefined;
  #firesAt = 0;
  #due = Infinity;
  #limitMs = 0;
  readonly #expired: () => void;

  /** `expired` is called once when the time has passed without `touch`, `start` or `stop`. */
  constructor(expired: () => void) {
    this.#expired = expired;
  }

  start(limitMs: number): void {
    this.#limitMs = limitMs;
    this.touch();
  }

  /** The time begins anew. */
  touch(): void {
    const now = performance.now();
    this.#due = now + this.#limitMs;
    if (this.#timer === undefined) this.#set(now);
    else if (this.#firesAt > this.#due) {
      clearTimeout(this.#timer);
      this.#set(now);
    }
  }

  stop(): void {
    this.#due = Infinity;
  }

  /** Frees the timer. */
  close(): void {
    this.stop();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #set(now: number): void {
    this.#firesAt = this.#due;
    // The socket keeps the process alive as long as something is under way on it.
    this.#timer = setTimeout(this.#fire, Math.ceil(this.#due - now)).unref();
  }

  readonly #fire = (): void => {
    this.#timer = undefined;
    if (this.#due === Infinity) return;
    const now = performance.now();
    // A timer may fire a fraction of a millisecond early.
    if (now + 1 < this.#due) {
      this.#set(now);
      return;
    }
    this.#due = Infinity;
    this.#expired();
  };
}
