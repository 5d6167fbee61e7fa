import { type FutureMeta, type MutableMeta } from "./call-meta.ts";
import { type CallOptions } from "./call-options.ts";
import { SoapError } from "./errors.ts";
import { type FutureContext, SoapFuture } from "./future.ts";
import { checkedReply, type SoapReply } from "./interceptors/interceptor.ts";
import { startTimer, type TimeLimits } from "./time-limits.ts";
import { toSoapError } from "./to-soap-error.ts";

export { type StreamItem } from "./types/stream-item.ts";

export interface StreamOptions extends CallOptions {
  /** The path of the repeated element, such as `"result/item"`, where an answer has several. */
  readonly element?: string | undefined;
}

interface StreamLimits {
  /** Until the answer begins. */
  readonly headTimeoutMs: number;
  /** The whole stream, reading included. */
  readonly whole: TimeLimits;
  readonly signal: AbortSignal | undefined;
}

/**
 * A call whose items are given one by one while the answer still arrives. It starts at once, like a future; from
 * then on the reader sets the pace. An error ends it after the items that had come whole. Leaving the loop, `cancel()`
 * and disposing end the call and close its connection.
 *
 * The client's `timeoutMs` holds until the answer begins; one that is given to `stream()` holds for the whole.
 */
export class SoapStream<T> implements AsyncIterableIterator<T, undefined>, AsyncDisposable {
  /** About the call; complete when the stream has ended. */
  readonly meta: FutureMeta;
  /** The answer without the streamed items, once the stream has been read to its end. */
  rest: unknown;
  readonly #controller = new AbortController();
  readonly #operation: string;
  readonly #started = performance.now();
  readonly #items: AsyncGenerator<T, undefined>;
  #head: SoapFuture<SoapReply> | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #signal: AbortSignal | undefined;

  /** @internal Streams are made by a client. */
  constructor(
    operation: string,
    start: (context: FutureContext) => Promise<SoapReply>,
    { headTimeoutMs, whole, signal }: StreamLimits,
  ) {
    this.#operation = operation;
    this.#signal = signal;
    if (signal?.aborted === true) this.#abort();
    const ofWhole = whole.timeoutMs !== undefined || whole.deadline !== undefined;
    const head = new SoapFuture<SoapReply>(
      operation,
      ({ signal: ofHead, meta }) =>
        start({ meta, signal: AbortSignal.any([ofHead, this.#controller.signal]) }),
      ofWhole ? whole : { timeoutMs: headTimeoutMs },
    );
    this.#head = head;
    this.meta = head.meta;
    if (ofWhole) this.#timer = startTimer(whole, (what) => this.#stop("timeout", what));
    signal?.addEventListener("abort", this.#abort, { once: true });
    this.#items = this.#read(head);
  }

  async *#read(head: SoapFuture<SoapReply>): AsyncGenerator<T, undefined> {
    try {
      const reply = checkedReply(await head.get(), "items");
      for await (const item of reply.items) yield item as T;
      this.rest = reply.rest();
    } catch (error) {
      throw this.#reason() ?? toSoapError(error, "invalid_argument", { operation: this.meta.operation });
    } finally {
      this.#release();
      head.cancel();
      (this.meta as MutableMeta).durationMs = performance.now() - this.#started;
    }
    return undefined;
  }

  #reason(): SoapError | undefined {
    const { signal } = this.#controller;
    return signal.aborted ? (signal.reason as SoapError) : undefined;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    return this.#items.next();
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.cancel();
    await this.#items.return(undefined);
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  /** Ends the call now: a read that waits rejects with `cancelled`. After the end it does nothing. */
  cancel(reason?: unknown): void {
    this.#stop("cancelled", "the call was cancelled", reason);
  }

  #stop(code: "cancelled" | "timeout", what: string, cause?: unknown): void {
    this.#release();
    if (this.#controller.signal.aborted) return;
    this.#controller.abort(new SoapError(code, what, { cause, context: { operation: this.#operation } }));
    // An interceptor may not look at the signal; who waits for it is answered all the same.
    this.#head?.cancel();
  }

  readonly #abort = (): void => this.cancel(this.#signal?.reason);

  #release(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#abort);
  }
}
