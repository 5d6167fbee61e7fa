import { type Call, type CallOptions, openResponse, placeError, readResponse, sendCall } from "./call.ts";
import { SoapError } from "./errors.ts";
import { type FutureContext, type FutureMeta, SoapFuture } from "./future.ts";
import { type SoapResponse } from "./transport.ts";

/** The item type of the repeated elements in an operation's output. */
export type StreamItem<Output> = {
  [Name in keyof Output]-?: NonNullable<Output[Name]> extends readonly (infer Item)[]
    ? Item
    : NonNullable<Output[Name]> extends Uint8Array | Date
      ? never
      : NonNullable<Output[Name]> extends object
        ? StreamItem<NonNullable<Output[Name]>>
        : never;
}[keyof Output];

export interface StreamOptions extends CallOptions {
  /** The path of the repeated element, such as `"result/item"`, where an answer has several. */
  element?: string;
}

interface StreamLimits {
  /** Until the answer begins. */
  readonly headTimeoutMs: number;
  /** The whole stream, reading included. */
  readonly timeoutMs: number | undefined;
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
  readonly #started = performance.now();
  readonly #items: AsyncGenerator<T, undefined>;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #signal: AbortSignal | undefined;

  /** @internal Streams are made by a client. */
  constructor(
    operation: string,
    callOf: (context: FutureContext) => Call,
    path: readonly string[],
    { headTimeoutMs, timeoutMs, signal }: StreamLimits,
  ) {
    let call: Call | undefined;
    const head = new SoapFuture<SoapResponse>(
      operation,
      async (context) => {
        const whole = AbortSignal.any([context.signal, this.#controller.signal]);
        call = callOf({ ...context, signal: whole });
        try {
          return await sendCall(call);
        } catch (error) {
          throw placeError(call, error);
        }
      },
      { timeoutMs: timeoutMs ?? headTimeoutMs },
    );
    this.meta = head.meta;
    this.#signal = signal;
    if (timeoutMs !== undefined) {
      this.#timer = setTimeout(
        () => this.#stop("timeout", `no complete answer within timeoutMs (${timeoutMs} ms)`),
        timeoutMs,
      );
    }
    signal?.addEventListener("abort", this.#abort, { once: true });
    this.#items = this.#read(head, () => call, path);
    if (signal?.aborted === true) this.#abort();
  }

  async *#read(
    head: SoapFuture<SoapResponse>,
    callOf: () => Call | undefined,
    path: readonly string[],
  ): AsyncGenerator<T, undefined> {
    try {
      const response = await this.#unlessStopped(head.get());
      const call = callOf();
      if (call === undefined) return undefined;
      try {
        // Items of an answer that turns out to be none must not be given out.
        if (response.status !== 200) await readResponse(call, response);
        const items: T[] = [];
        const reader = await openResponse(call, response, { path, take: (item) => items.push(item as T) });
        for await (const chunk of response.body) {
          reader.push(chunk);
          yield* items.splice(0);
        }
        this.rest = reader.finish();
      } catch (error) {
        throw this.#reason() ?? placeError(call, error);
      }
    } finally {
      this.#release();
      head.cancel();
      this.meta.durationMs = performance.now() - this.#started;
    }
    return undefined;
  }

  async #unlessStopped(head: Promise<SoapResponse>): Promise<SoapResponse> {
    try {
      return await head;
    } catch (error) {
      throw this.#reason() ?? error;
    }
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
    const { operation } = this.meta;
    this.#release();
    this.#controller.abort(new SoapError(code, what, { cause, context: { operation } }));
  }

  readonly #abort = (): void => this.cancel(this.#signal?.reason);

  #release(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#abort);
  }
}
