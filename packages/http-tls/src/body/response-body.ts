import { HttpTlsError } from "../errors.ts";

/** Bytes that may wait for a reader before the socket is paused. */
const highWaterBytes = 256 * 1024;

/** Pieces below this size are copied, and joined while they wait: each would hold the whole of what came with it. */
const smallBytes = 4096;
const joinedBytes = 16 * 1024;

/** What a body tells its connection. */
export interface BodySource {
  /** The bytes that are being pushed stay in use. */
  keep(): void;
  /** The reader has taken something: the socket may go on. */
  resume(): void;
  /** The reader has lost interest before the end. */
  abandon(): void;
}

interface Waiter {
  resolve(result: IteratorResult<Uint8Array, undefined>): void;
  reject(error: Error): void;
}

/** Who waits for the whole. */
interface Collector {
  resolve(whole: Uint8Array): void;
  reject(error: Error): void;
}

/** Who takes each piece at once. */
interface Sink {
  take(bytes: Uint8Array): void;
  resolve(): void;
  reject(error: unknown): void;
}

/** The queue between a socket and the one reader of a response body, with backpressure in both directions. */
export class ResponseBody implements AsyncIterable<Uint8Array> {
  readonly #source: BodySource;
  #chunks: Uint8Array[] = [];
  /** True when the last piece in the queue is small enough to be joined with what comes. */
  #joinable = false;
  /** The memory of the last piece, when it has been joined: more fits behind it. */
  #joined: Uint8Array | undefined;
  #head = 0;
  #queuedBytes = 0;
  #ended = false;
  #error: Error | undefined;
  #waiter: Waiter | undefined;
  #collector: Collector | undefined;
  #sink: Sink | undefined;
  #taken = false;

  constructor(source: BodySource) {
    this.#source = source;
  }

  /** True when bytes wait that nobody has read yet. */
  get stalled(): boolean {
    return this.#queuedBytes > 0 && this.#collector === undefined;
  }

  /** Takes bytes from the socket, valid during the call only; false asks it to pause. */
  push(bytes: Uint8Array): boolean {
    if (this.#sink) return this.#pour(this.#sink, bytes);
    const waiter = this.#waiter;
    if (waiter) {
      this.#waiter = undefined;
      waiter.resolve({ done: false, value: this.#owned(bytes) });
      return true;
    }
    this.#queue(bytes);
    this.#queuedBytes += bytes.length;
    return this.#queuedBytes < highWaterBytes || this.#collector !== undefined;
  }

  #owned(bytes: Uint8Array): Uint8Array {
    if (bytes.length < smallBytes) return Buffer.from(bytes);
    this.#source.keep();
    return bytes;
  }

  #queue(bytes: Uint8Array): void {
    const last = this.#chunks.length - 1;
    const { [last]: tail } = this.#chunks;
    const small = bytes.length < smallBytes;
    if (tail && small && this.#joinable && tail.length + bytes.length <= joinedBytes) {
      if (this.#joined === undefined) {
        this.#joined = new Uint8Array(joinedBytes);
        this.#joined.set(tail);
      }
      this.#joined.set(bytes, tail.length);
      this.#chunks[last] = this.#joined.subarray(0, tail.length + bytes.length);
      return;
    }
    this.#chunks.push(this.#owned(bytes));
    this.#joinable = small;
    this.#joined = undefined;
  }

  finish(): void {
    this.#ended = true;
    this.#waiter?.resolve({ done: true, value: undefined });
    this.#waiter = undefined;
    this.#collector?.resolve(this.#whole());
    this.#collector = undefined;
    this.#sink?.resolve();
  }

  /** What already came is dropped: half an answer must not look like one. */
  fail(error: Error): void {
    if (this.#ended || this.#error) return;
    this.#error = error;
    this.#drop();
    this.#waiter?.reject(error);
    this.#waiter = undefined;
    this.#collector?.reject(error);
    this.#collector = undefined;
    this.#sink?.reject(error);
  }

  #drop(): void {
    this.#chunks = [];
    this.#joined = undefined;
    this.#head = 0;
    this.#queuedBytes = 0;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    this.#take();
    return {
      next: () => this.#next(),
      return: () => {
        if (!this.#ended) this.#source.abandon();
        return Promise.resolve({ done: true as const, value: undefined });
      },
    };
  }

  /** Reads to the end into one array. */
  async collect(): Promise<Uint8Array> {
    this.#take();
    if (this.#error) throw this.#error;
    if (this.#ended) return this.#whole();
    return new Promise((resolve, reject) => {
      this.#collector = { resolve, reject };
      this.#source.resume();
    });
  }

  /**
   * Gives each piece to `take` as it comes, without copying it or keeping it: the bytes are valid during the call
   * only. What `take` throws ends the connection and rejects.
   */
  consume(take: (bytes: Uint8Array) => void): Promise<void> {
    this.#take();
    return new Promise((resolve, reject) => {
      if (this.#error) {
        reject(this.#error);
        return;
      }
      const sink: Sink = { take, resolve, reject };
      const waiting = this.#chunks.slice(this.#head);
      this.#drop();
      this.#sink = sink;
      for (const chunk of waiting) if (this.#sink) this.#pour(sink, chunk);
      if (this.#ended) sink.resolve();
      else this.#source.resume();
    });
  }

  #pour(sink: Sink, bytes: Uint8Array): boolean {
    try {
      sink.take(bytes);
    } catch (error) {
      this.#sink = undefined;
      sink.reject(error);
      if (!this.#ended) this.#source.abandon();
    }
    return true;
  }

  #whole(): Uint8Array {
    const chunks = this.#chunks;
    const size = this.#queuedBytes;
    this.#drop();
    return chunks.length === 1 && chunks[0] ? chunks[0] : concat(chunks, size);
  }

  #take(): void {
    if (this.#taken) {
      throw new HttpTlsError("invalid_argument", "the body of this response is being read already");
    }
    this.#taken = true;
  }

  #next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const chunk = this.#chunks[this.#head];
    if (chunk !== undefined) {
      this.#head++;
      this.#queuedBytes -= chunk.length;
      if (this.#head === this.#chunks.length) this.#drop();
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

/** Reads pieces to their end into one array. */
export async function readAll(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    chunks.push(piece);
    size += piece.length;
  }
  return concat(chunks, size);
}

function concat(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
