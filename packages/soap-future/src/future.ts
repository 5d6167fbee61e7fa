import { SoapError } from "./errors.ts";

/** How a future ended, as data. */
export type Settled<T> =
  | { readonly status: "ok"; readonly value: T }
  | { readonly status: "failed"; readonly error: SoapError }
  | { readonly status: "timed_out"; readonly error: SoapError }
  | { readonly status: "cancelled"; readonly error: SoapError };

export type FutureState = "queued" | "sent" | "done";

/** What is known about a call beside its value; filled in as it goes on. */
export interface FutureMeta {
  readonly operation: string;
  /** When the call was made, Unix milliseconds. */
  readonly startedAt: number;
  /** Milliseconds from the call to the head of the response. */
  headersMs?: number;
  /** Milliseconds from the call to its end, whichever way. */
  durationMs?: number;
  httpStatus?: number;
  /** Paths of elements that the schema does not know; they were skipped. */
  unknownElements?: readonly string[];
}

export interface FutureContext {
  readonly signal: AbortSignal;
  readonly meta: FutureMeta;
  /** Called when the request has been handed to the transport. */
  sent(): void;
}

export interface FutureOptions {
  /** The whole call, in milliseconds. */
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * A call under way. It starts at once, and may be awaited, asked with `get()`, or left alone: a future that nobody
 * reads never crashes the process.
 */
export class SoapFuture<T> implements PromiseLike<T> {
  readonly meta: FutureMeta;
  readonly #promise: Promise<T>;
  readonly #controller = new AbortController();
  #state: FutureState = "queued";
  #reject!: (error: SoapError) => void;

  /** @internal Futures are made by a client. */
  constructor(operation: string, run: (context: FutureContext) => Promise<T>, options: FutureOptions = {}) {
    checkTimeout(options.timeoutMs);
    this.meta = { operation, startedAt: Date.now() };
    const started = performance.now();
    // Where the call was made: an error from a socket's callback would not say.
    const site = new Error("call site");
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => this.#timeOut(options.timeoutMs ?? 0), options.timeoutMs);
    const onAbort = (): void => this.cancel(options.signal?.reason);
    options.signal?.addEventListener("abort", onAbort, { once: true });
    this.#promise = new Promise<T>((resolve, reject) => {
      const finish = (): void => {
        this.#state = "done";
        clearTimeout(timer);
        options.signal?.removeEventListener("abort", onAbort);
        this.meta.durationMs ??= performance.now() - started;
      };
      this.#reject = (error) => {
        if (this.#state === "done") return;
        finish();
        reject(withCallSite(error, site));
      };
      const context: FutureContext = {
        signal: this.#controller.signal,
        meta: this.meta,
        sent: () => this.#sent(),
      };
      run(context).then(
        (value) => {
          if (this.#state === "done") return;
          finish();
          resolve(value);
        },
        (error: unknown) => this.#reject(toSoapError(error, operation)),
      );
    });
    this.#promise.catch(() => {}); // nobody has to read a future
    if (options.signal?.aborted === true) onAbort();
  }

  get state(): FutureState {
    return this.#state;
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
      const error = toSoapError(reason, this.meta.operation);
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

  #timeOut(timeoutMs: number): void {
    const { operation } = this.meta;
    this.#stop(
      new SoapError("timeout", `no complete answer within timeoutMs (${timeoutMs} ms)`, {
        context: { operation },
      }),
    );
  }

  #stop(error: SoapError): void {
    if (this.#state === "done") return;
    this.#reject(error);
    this.#controller.abort(error);
  }

  #sent(): void {
    if (this.#state === "queued") this.#state = "sent";
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
  static asCompleted<T>(futures: Iterable<SoapFuture<T>>): AsyncIterableIterator<SoapFuture<T>, undefined> {
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

function withCallSite(error: SoapError, site: Error): SoapError {
  const frames = site.stack?.split("\n").slice(1).join("\n");
  if (error.stack !== undefined && frames !== undefined) error.stack += `\n    at the call:\n${frames}`;
  return error;
}

function toSoapError(error: unknown, operation: string): SoapError {
  if (error instanceof SoapError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new SoapError("transport", detail, { cause: error, context: { operation } });
}

/** A timer takes 31 bits; a longer time would fire at once. */
function checkTimeout(timeoutMs: number | undefined): void {
  if (timeoutMs === undefined || (Number.isInteger(timeoutMs) && timeoutMs >= 1 && timeoutMs <= 0x7fffffff))
    return;
  throw new SoapError(
    "invalid_argument",
    `timeoutMs must be a whole number of milliseconds from 1 to ${0x7fffffff}`,
  );
}
