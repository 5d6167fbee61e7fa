import { HttpTlsError, type HttpTlsErrorContext } from "./errors.ts";

const nobody = (): void => {};

export interface StopSignalOptions {
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
  readonly deadlineMs: number | undefined;
  readonly context: HttpTlsErrorContext;
}

/**
 * All that can stop a request from outside (the caller's signal, its deadline, the end of the client) as one thing,
 * from the beginning of the request to the end of its body.
 */
export class StopSignal {
  reason: HttpTlsError | undefined;
  /** How much of the request an earlier attempt may have sent: what becomes of the next one does not take it back. */
  sentBefore: NonNullable<HttpTlsErrorContext["requestSent"]> = "none";
  /** Told once; whoever holds the request at the moment. */
  onStop: (reason: HttpTlsError) => void = nobody;
  readonly #options: StopSignalOptions;
  readonly #timer: NodeJS.Timeout | undefined;
  #abort: (() => void) | undefined;
  #controller: AbortController | undefined;

  constructor(options: StopSignalOptions) {
    this.#options = options;
    const { signal, deadlineMs, context } = options;
    if (signal !== undefined && !(signal instanceof AbortSignal)) {
      throw new HttpTlsError("invalid_argument", "signal must be an AbortSignal", { context });
    }
    if (deadlineMs !== undefined) this.#timer = setTimeout(() => this.#expire(), deadlineMs);
    if (signal === undefined) return;
    this.#abort = () => this.#onAbort();
    signal.addEventListener("abort", this.#abort, { once: true });
    if (signal.aborted) this.#abort();
  }

  /** For parties that know nothing else. Made when it is asked for: most requests need none. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.reason) this.#controller.abort(this.reason);
    }
    return this.#controller.signal;
  }

  throwIfStopped(): void {
    if (this.reason) throw this.reason;
  }

  /** The client has been destroyed. */
  close(): void {
    this.#stop(new HttpTlsError("closed", "the client has been closed", { context: this.#options.context }));
  }

  /** The request is over: nothing can stop it any more. */
  release(): void {
    clearTimeout(this.#timer);
    if (this.#abort) this.#options.signal?.removeEventListener("abort", this.#abort);
    this.onStop = nobody;
  }

  #onAbort(): void {
    const { signal, context } = this.#options;
    this.#stop(new HttpTlsError("aborted", "the request was aborted", { cause: signal?.reason, context }));
  }

  #expire(): void {
    const { deadlineMs, context } = this.#options;
    this.#stop(
      new HttpTlsError("deadline", `the request did not end within deadlineMs (${deadlineMs} ms)`, {
        context,
      }),
    );
  }

  #stop(reason: HttpTlsError): void {
    if (this.reason) return;
    this.reason = reason;
    this.#controller?.abort(reason);
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
