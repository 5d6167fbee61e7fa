import { HttpTlsError } from "../errors.ts";

/** Bytes that may wait for a reader before the socket is paused. */
const highWaterBytes = 256 * 1024;

/** Pieces below this size are joined while they wait: each holds the whole of what came with it from the socket. */
const smallBytes = 4096;
const joinedBytes = 16 * 1024;

/** What a body tells its connection. */
export interface BodySource {
  /** The reader has taken something: the socket may go on. */
  resume(): void;
  /** The reader has lost interest before the end. */
  abandon(): void;
}

interface Waiter {
  resolve(result: IteratorResult<Uint8Array, undefined>): void;
  reject(error: Error): void;
}

/** The queue between a socket and the one reader of a response body, with backpressure in both directions. */
export class ResponseBody implements AsyncIterable<Uint8Array> {
  readonly #source: BodySource;
  #chunks: Uint8Array[] = [];
  /** The last of the pieces that were joined, while more fits into it. */
  #joined: { readonly buffer: Uint8Array; view: Uint8Array } | undefined;
  #head = 0;
  #queuedBytes = 0;
  #ended = false;
  #error: Error | undefined;
  #waiter: Waiter | undefined;
  #taken = false;

  constructor(source: BodySource) {
    this.#source = source;
  }

  /** True when bytes wait that nobody has read yet. */
  get stalled(): boolean {
    return this.#queuedBytes > 0;
  }

  /** Takes bytes from the socket; false asks it to pause. */
  push(chunk: Uint8Array): boolean {
    const waiter = this.#waiter;
    if (waiter) {
      this.#waiter = undefined;
      waiter.resolve({ done: false, value: chunk });
      return true;
    }
    if (chunk.length < smallBytes) this.#join(chunk);
    else this.#chunks.push(chunk);
    this.#queuedBytes += chunk.length;
    return this.#queuedBytes < highWaterBytes;
  }

  #join(chunk: Uint8Array): void {
    const last = this.#joined;
    const isLast = last !== undefined && this.#chunks.at(-1) === last.view;
    if (isLast && last.view.length + chunk.length <= joinedBytes) {
      last.buffer.set(chunk, last.view.length);
      last.view = last.buffer.subarray(0, last.view.length + chunk.length);
      this.#chunks[this.#chunks.length - 1] = last.view;
      return;
    }
    const buffer = new Uint8Array(joinedBytes);
    buffer.set(chunk);
    this.#joined = { buffer, view: buffer.subarray(0, chunk.length) };
    this.#chunks.push(this.#joined.view);
  }

  finish(): void {
    this.#ended = true;
    this.#waiter?.resolve({ done: true, value: undefined });
    this.#waiter = undefined;
  }

  /** What already came is dropped: half an answer must not look like one. */
  fail(error: Error): void {
    if (this.#ended || this.#error) return;
    this.#error = error;
    this.#chunks = [];
    this.#head = 0;
    this.#queuedBytes = 0;
    this.#waiter?.reject(error);
    this.#waiter = undefined;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    if (this.#taken)
      throw new HttpTlsError("invalid_argument", "the body of this response is being read already");
    this.#taken = true;
    return {
      next: () => this.#next(),
      return: () => {
        if (!this.#ended) this.#source.abandon();
        return Promise.resolve({ done: true as const, value: undefined });
      },
    };
  }

  #next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const chunk = this.#chunks[this.#head];
    if (chunk !== undefined) {
      this.#head++;
      if (this.#head === this.#chunks.length) {
        this.#chunks = [];
        this.#head = 0;
      }
      this.#queuedBytes -= chunk.length;
      this.#source.resume();
      return Promise.resolve({ done: false, value: chunk });
    }
    if (this.#error) return Promise.reject(this.#error);
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    if (this.#waiter)
      return Promise.reject(new HttpTlsError("invalid_argument", "two reads of one body at the same time"));
    return new Promise((resolve, reject) => (this.#waiter = { resolve, reject }));
  }
}

/** Reads a body to its end into one array, whose size does not depend on how small the pieces were. */
export async function readAll(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  let whole: Uint8Array = new Uint8Array(0);
  let length = 0;
  for await (const chunk of body) {
    if (length === 0 && chunk.length >= smallBytes) {
      // The common case, one large piece: nothing is copied until another comes.
      whole = chunk;
      length = chunk.length;
      continue;
    }
    if (length + chunk.length > whole.length) {
      const larger = new Uint8Array(Math.max(1024, 2 * whole.length, length + chunk.length));
      larger.set(whole.subarray(0, length));
      whole = larger;
    }
    whole.set(chunk, length);
    length += chunk.length;
  }
  return whole.subarray(0, length);
}
