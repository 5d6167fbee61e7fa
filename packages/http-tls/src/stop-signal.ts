import { HttpTlsError, type HttpTlsErrorContext } from "./errors.ts";

export interface StopSignalOptions {
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
  /** The client's own: aborts when the client is destroyed. */
  readonly closed: AbortSignal;
  readonly deadlineMs: number | undefined;
  readonly context: HttpTlsErrorContext;
}

/** All that can stop a request from outside, as one thing. Armed for each attempt. */
export class StopSignal {
  readonly #controller = new AbortController();
  readonly #options: StopSignalOptions;
  readonly #started = performance.now();
  #timer: NodeJS.Timeout | undefined;
  reason: HttpTlsError | undefined;
  onStop: (reason: HttpTlsError) => void = () => {};

  constructor(options: StopSignalOptions) {
    this.#options = options;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Listens from now on; what is left of the deadline is what an earlier attempt has left. */
  arm(): void {
    const { signal, closed, deadlineMs } = this.#options;
    this.onStop = () => {};
    signal?.addEventListener("abort", this.#abort, { once: true });
    closed.addEventListener("abort", this.#close, { once: true });
    if (deadlineMs !== undefined) {
      this.#timer = setTimeout(this.#expire, Math.max(0, deadlineMs - (performance.now() - this.#started)));
    }
    if (signal?.aborted === true) this.#abort();
    if (closed.aborted) this.#close();
  }

  throwIfStopped(): void {
    if (this.reason) throw this.reason;
  }

  release(): void {
    clearTimeout(this.#timer);
    this.#options.signal?.removeEventListener("abort", this.#abort);
    this.#options.closed.removeEventListener("abort", this.#close);
  }

  readonly #abort = (): void => {
    const { signal, context } = this.#options;
    this.#stop(new HttpTlsError("aborted", "the request was aborted", { cause: signal?.reason, context }));
  };

  readonly #close = (): void => {
    this.#stop(new HttpTlsError("closed", "the client has been closed", { context: this.#options.context }));
  };

  readonly #expire = (): void => {
    const { deadlineMs, context } = this.#options;
    this.#stop(
      new HttpTlsError("deadline", `the request did not end within deadlineMs (${deadlineMs} ms)`, {
        context,
      }),
    );
  };

  #stop(reason: HttpTlsError): void {
    if (this.reason) return;
    this.reason = reason;
    this.#controller.abort(reason);
    this.onStop(reason);
  }
}

/**
 * Waits for a promise that somebody else made, no longer than the signal allows. What comes too late is given to
 * `discard`.
 */
export function untilAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal,
  discard: (late: T) => void = () => {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    let over = false;
    const abort = (): void => {
      over = true;
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
    promise.then(
      (value) => {
        signal.removeEventListener("abort", abort);
        if (over) discard(value);
        else resolve(value);
      },
      (error: unknown) => {
        signal.removeEventListener("abort", abort);
        reject(error as Error);
      },
    );
  });
}
