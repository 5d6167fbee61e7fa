import { type FutureMeta, type MutableMeta } from "./call-meta.ts";
import { appendCallSite, type CallSite, captureCallSite } from "./call-site.ts";
import { SoapError } from "./errors.ts";
import { startTimer, type TimeLimits } from "./time-limits.ts";
import { toSoapError } from "./to-soap-error.ts";

/** How a future ended, as data. */
export type Settled<T> =
  | { readonly status: "ok"; readonly value: T }
  | { readonly status: "failed"; readonly error: SoapError }
  | { readonly status: "timed_out"; readonly error: SoapError }
  | { readonly status: "cancelled"; readonly error: SoapError };

export type FutureState = "queued" | "sent" | "done";

/**
 * A future that has ended, as `for await` gives it: the future itself. Its type has no `then`, as TypeScript takes what a
 * loop gives for awaited, which this is not.
 */
export type EndedFuture<T> = Omit<SoapFuture<T>, "then">;

/** What a call gets from its future. */
export interface FutureContext {
  /** Aborts when the call is cancelled or its time is over. */
  readonly signal: AbortSignal;
  readonly meta: MutableMeta;
}

export interface FutureOptions extends TimeLimits {
  readonly signal?: AbortSignal | undefined;
  /** The function that the call site called, for the stack of errors. */
  readonly callee?: ((...args: never) => unknown) | undefined;
}

/**
 * A call under way. It starts at once, and may be awaited, asked with `get()`, or left alone: a future that nobody
 * reads never crashes the process.
 */
export class SoapFuture<T> implements PromiseLike<T> {
  readonly meta: FutureMeta;
  readonly #promise: Promise<T>;
  readonly #controller = new AbortController();
  readonly #signal: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #site: CallSite;
  readonly #started = performance.now();
  #done = false;
  #resolve!: (value: T) => void;
  #reject!: (error: SoapError) => void;

  /** @internal Futures are made by a client. */
  constructor(operation: string, run: (context: FutureContext) => Promise<T>, options: FutureOptions = {}) {
    const { signal, callee } = options;
    const meta: MutableMeta = { operation, startedAt: Date.now(), attempts: 0, mayHaveArrived: false };
    this.meta = meta;
    this.#site = captureCallSite(callee);
    this.#promise = new Promise<T>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#promise.catch(() => {}); // nobody has to read a future
    this.#timer = startTimer(options, (what) => this.#timeOut(what));
    if (this.#done) return;
    this.#signal = signal;
    signal?.addEventListener("abort", this.#abort, { once: true });
    if (signal?.aborted === true) {
      this.#abort();
      return;
    }
    run({ signal: this.#controller.signal, meta }).then(
      (value) => {
        if (this.#finish()) this.#resolve(value);
      },
      (error: unknown) =>
        this.#fail(
          error instanceof SoapError ? error : toSoapError(error, "invalid_argument", { operation }),
        ),
    );
  }

  get state(): FutureState {
    if (this.#done) return "done";
    return this.meta.attempts > 0 ? "sent" : "queued";
  }

  /** The result; rejects with {@link SoapError} or its subclass SoapFault. */
  get(): Promise<T> {
    return this.#promise;
  }

  then<R = T, E = never>(
    onValue?: ((value: T) => R | PromiseLike<R>) | null,
    onError?: ((error: unknown) => E | PromiseLike<E>) | null,
  ): Promise<R | E> {
    return this.#promise.then(onValue, onError);
  }

  /** How the call ends, as data; never rejects. */
  async settled(): Promise<Settled<T>> {
    try {
      return { status: "ok", value: await this.#promise };
    } catch (reason) {
      const error = reason as SoapError;
      if (error.code === "timeout") return { status: "timed_out", error };
      return error.code === "cancelled" ? { status: "cancelled", error } : { status: "failed", error };
    }
  }

  /** Ends the call now: the future rejects with `cancelled`, the connection is closed. After the end it does nothing. */
  cancel(reason?: unknown): void {
    const { operation } = this.meta;
    this.#stop(
      new SoapError("cancelled", "the call was cancelled", { cause: reason, context: { operation } }),
    );
  }

  readonly #abort = (): void => this.cancel(this.#signal?.reason);

  #timeOut(what: string): void {
    this.#stop(new SoapError("timeout", what, { context: { operation: this.meta.operation } }));
  }

  #stop(error: SoapError): void {
    if (this.#done) return;
    this.#fail(error);
    this.#controller.abort(error);
  }

  #fail(error: SoapError): void {
    if (!this.#finish()) return;
    appendCallSite(error, this.#site);
    this.#reject(error);
  }

  /** False when it had ended before. */
  #finish(): boolean {
    if (this.#done) return false;
    this.#done = true;
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#abort);
    (this.meta as MutableMeta).durationMs = performance.now() - this.#started;
    return true;
  }

  /** All results in order; rejects with the first error. The others go on. */
  static all<T>(futures: Iterable<SoapFuture<T>>): Promise<T[]> {
    return Promise.all([...futures].map((future) => future.get()));
  }

  /** The first result; rejects with an AggregateError when none succeeds. */
  static any<T>(futures: Iterable<SoapFuture<T>>): Promise<T> {
    return Promise.any([...futures].map((future) => future.get()));
  }

  /** The futures in the order in which they end, whichever way. */
  static asCompleted<T>(futures: Iterable<SoapFuture<T>>): AsyncIterableIterator<EndedFuture<T>, undefined> {
    // Written by hand: an async generator would await each future that it yields.
    const list = [...futures];
    const ended: SoapFuture<T>[] = [];
    const waiting: ((next: IteratorResult<SoapFuture<T>, undefined>) => void)[] = [];
    let asked = 0;
    for (const future of list) {
      void future.settled().then(() => {
        const waiter = waiting.shift();
        if (waiter) waiter({ done: false, value: future });
        else ended.push(future);
      });
    }
    return {
      next() {
        if (asked >= list.length) return Promise.resolve({ done: true, value: undefined });
        asked++;
        const future = ended.shift();
        // Wrapped in an object, as a promise would otherwise wait for the future that it is resolved with.
        if (future) return Promise.resolve({ done: false, value: future });
        return new Promise((resolve) => waiting.push(resolve));
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  /** Waits until at least one has ended, or for `timeoutMs`, and tells which have and which have not. */
  static async select<T>(
    futures: Iterable<SoapFuture<T>>,
    timeoutMs: number,
  ): Promise<{ done: SoapFuture<T>[]; pending: SoapFuture<T>[] }> {
    const list = [...futures];
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)));
    await Promise.race([timeout, ...list.map((future) => future.settled())]);
    clearTimeout(timer);
    return {
      done: list.filter((future) => future.state === "done"),
      pending: list.filter((future) => future.state !== "done"),
    };
  }
}
