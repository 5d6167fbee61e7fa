import { HttpTlsError } from "../errors.ts";
import { encodeChunk } from "../wire/chunk-encoder.ts";
import { type OpenBody } from "./body-source.ts";
import { PieceEncoder } from "./piece-encoder.ts";
import { type StreamBody } from "./request-body.ts";

/** The most data in one write, and in one chunk. */
const writeBytes = 64 * 1024;

/** Data below this waits for more, at most for one turn of the event loop: every write costs a TLS record. */
const smallBytes = 16 * 1024;

/** @internal Where a body goes: the connection. */
export interface BodySink {
  /** Takes bytes, which are its own from then on. False asks for a pause until {@link drained}. */
  write(bytes: Uint8Array): boolean;
  /** Resolves when more may be written; rejects when nothing more can be. */
  drained(): Promise<void>;
}

/** @internal */
export interface SendStreamOptions {
  /** Stops the sending at once. */
  readonly signal?: AbortSignal;
}

/**
 * @internal Sends a streamed body: in chunks with the trailers behind them (RFC 9112 section 7.1), or as it is
 * when its length was declared. Nothing is asked of the body while the sink wants a pause, and the body's pieces
 * are copied, so a producer may use its buffer again.
 *
 * Resolves "sent" when the last byte was handed to the sink, "stopped" when the signal came first; a body that
 * is not sent to its end is let go. Rejects with `aborted` when the body or the trailers function threw, with
 * `invalid_argument` for a piece, trailer or number of bytes that is wrong, and with whatever the sink throws.
 * After anything but "sent" the message on the wire is incomplete, and the connection good for nothing else:
 * the last bytes of a declared length are held back until the body has ended, so a body that turns out to be
 * longer never arrives as if it were whole.
 */
export function sendStream(
  sink: BodySink,
  body: StreamBody,
  { signal }: SendStreamOptions = {},
): Promise<"sent" | "stopped"> {
  return new StreamSender(sink, body).run(signal);
}

/**
 *   pulling (asks the body) <-> draining (waits for the sink) -> ending (trailers) -> sent
 *   any -> stopped (signal), failed
 */
class StreamSender {
  readonly #sink: BodySink;
  readonly #body: StreamBody;
  readonly #encoder = new PieceEncoder();
  #open: OpenBody | undefined;
  /** Waits to be written; only while the sink takes more, so that it never waits for both. */
  #staged: Uint8Array[] = [];
  #stagedBytes = 0;
  #bodyBytes = 0;
  #blocked = false;
  #stopped = false;
  #soon: NodeJS.Immediate | undefined;
  #interrupt: (reason: unknown) => void = () => {};

  constructor(sink: BodySink, body: StreamBody) {
    this.#sink = sink;
    this.#body = body;
  }

  async run(signal: AbortSignal | undefined): Promise<"sent" | "stopped"> {
    if (signal?.aborted === true) {
      this.#body.discard();
      return "stopped";
    }
    const stop = (): void => {
      this.#stopped = true;
      this.#interrupt(stopped());
    };
    signal?.addEventListener("abort", stop);
    try {
      this.#open = this.#body.open();
      for (let step = await this.#pull(this.#open); step.done !== true; step = await this.#pull(this.#open)) {
        await this.#append(this.#encoder.encode(step.value));
      }
      this.#open = undefined;
      await this.#end();
      return "sent";
    } catch (error) {
      this.#open?.stop();
      if (this.#stopped) return "stopped";
      throw error;
    } finally {
      clearImmediate(this.#soon);
      signal?.removeEventListener("abort", stop);
    }
  }

  async #pull(open: OpenBody): Promise<IteratorResult<unknown>> {
    if (this.#blocked) await this.#drain();
    this.#throwIfStopped();
    let step: ReturnType<OpenBody["next"]>;
    try {
      step = open.next();
    } catch (cause) {
      throw this.#bodyFailed(cause);
    }
    const result = isPromise(step) ? await this.#until(step, (cause) => this.#bodyFailed(cause)) : step;
    this.#throwIfStopped();
    // What `for await` does for an iterator that somebody wrote by hand.
    if (!isObject(result)) throw this.#bodyFailed(new TypeError("the iterator gave no result"));
    return result;
  }

  async #append(bytes: Uint8Array): Promise<void> {
    const { contentLength = Infinity } = this.#body;
    this.#bodyBytes += bytes.length;
    if (this.#bodyBytes > contentLength) {
      throw wrongLength(`the body is longer than its contentLength (${contentLength})`);
    }
    for (let at = 0; at < bytes.length; at += writeBytes) {
      const slice = bytes.subarray(at, at + writeBytes);
      if (this.#stagedBytes + slice.length > writeBytes) this.#flush();
      if (this.#blocked) await this.#drain();
      this.#stage(slice);
    }
  }

  #stage(slice: Uint8Array): void {
    this.#stagedBytes += slice.length;
    const whole = this.#bodyBytes === this.#body.contentLength;
    if (this.#stagedBytes >= smallBytes && !whole) {
      this.#staged.push(slice);
      this.#flush();
      return;
    }
    this.#staged.push(Buffer.from(slice));
    if (whole) clearImmediate(this.#soon);
    else this.#soon ??= setImmediate(() => this.#flushSoon());
  }

  #flushSoon(): void {
    try {
      this.#flush();
    } catch (error) {
      this.#interrupt(error);
    }
  }

  #flush(): void {
    clearImmediate(this.#soon);
    this.#soon = undefined;
    if (this.#stagedBytes > 0) this.#write(this.#takeStaged());
  }

  #takeStaged(): Uint8Array {
    const staged = this.#staged;
    this.#staged = [];
    this.#stagedBytes = 0;
    return this.#body.contentLength === undefined ? encodeChunk(staged) : Buffer.concat(staged);
  }

  async #end(): Promise<void> {
    await this.#append(this.#encoder.end());
    const { contentLength } = this.#body;
    if (contentLength === undefined) {
      const lastChunk = await this.#until(this.#body.lastChunk());
      if (this.#blocked) await this.#drain();
      // With what is left, so that a small body is one write.
      this.#write(Buffer.concat([this.#takeStaged(), lastChunk]));
      return;
    }
    if (this.#bodyBytes < contentLength) {
      throw wrongLength(`the body is shorter than its contentLength (${contentLength})`);
    }
    this.#flush();
  }

  #write(bytes: Uint8Array): void {
    this.#throwIfStopped();
    this.#blocked = !this.#sink.write(bytes);
  }

  async #drain(): Promise<void> {
    await this.#until(this.#sink.drained());
    this.#blocked = false;
  }

  /** Waits, unless something comes in between. A race would keep a reaction for every piece of the body. */
  #until<T>(work: PromiseLike<T>, wrap = (error: unknown) => error): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#interrupt = reject;
      work.then(resolve, (error: unknown) => reject(wrap(error)));
      if (this.#stopped) reject(stopped());
    });
  }

  #throwIfStopped(): void {
    if (this.#stopped) throw stopped();
  }

  /** The body ended by itself, in failure: nothing is left to let go of. */
  #bodyFailed(cause: unknown): HttpTlsError {
    this.#open = undefined;
    return new HttpTlsError("aborted", "the request body failed", { cause });
  }
}

function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return isObject(value) && typeof (value as Partial<Promise<T>>).then === "function";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Never seen outside: what a stopped sender unwinds with. */
function stopped(): Error {
  return new Error("stopped");
}

function wrongLength(what: string): HttpTlsError {
  return new HttpTlsError("invalid_argument", what);
}
