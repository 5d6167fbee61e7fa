import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw, type Zlib } from "node:zlib";
import { type Transform } from "node:stream";
import { HttpTlsError, type HttpTlsErrorContext } from "../errors.ts";
import { type ContentCoding } from "./content-coding.ts";

/** The size of a decoded piece, and how far decoding may run ahead of the reader. */
const pieceBytes = 64 * 1024;

/** Below this much output the ratio says nothing: a short text of one letter is no bomb. */
const ratioFreeBytes = 64 * 1024;

/** @internal What decoding may cost, and what is known about the request for the errors. */
export interface DecodeLimits {
  /** The most bytes that may come out. */
  readonly maxBodyBytes: number;
  /** The most bytes that may come out for each byte that goes in. */
  readonly maxRatio: number;
  readonly context?: HttpTlsErrorContext;
}

/**
 * @internal Decodes a body with one content coding while it arrives. Nothing is read from `source` and nothing
 * decoded that the reader did not ask for, except one piece of 64 KiB.
 *
 * Fails with `decode` (corrupt, cut short, or followed by other bytes) and `too_large` (`context.limit` is
 * "maxBodyBytes" or "decompress.maxRatio"); what `source` throws passes unchanged. Leaving the loop early
 * returns `source` and frees the decoder.
 *
 * A body of zero bytes decodes to zero bytes, although it is no valid gzip, deflate or br: servers that set the
 * field for every response send such ones (a redirect, an empty 200), and browsers, curl and Go read them so.
 * That the body is complete was already checked by its framing.
 */
export function decodeContent(
  source: AsyncIterable<Uint8Array>,
  coding: ContentCoding,
  limits: DecodeLimits,
): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]: () => new ContentDecoder(source[Symbol.asyncIterator](), coding, limits),
  };
}

type Result = IteratorResult<Uint8Array, undefined>;
type Engine = Transform & Zlib;

const ended: Result = { done: true, value: undefined };

/**
 *   waiting (no byte yet) -> decoding -> done
 *   any                   -> done    (error, return)
 */
class ContentDecoder implements AsyncIterator<Uint8Array, undefined> {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #coding: ContentCoding;
  readonly #limits: DecodeLimits;
  #engine: Engine | undefined;
  #engineError: Error | undefined;
  #engineEnded = false;
  /** What this decoder itself found wrong, as against what the source threw. */
  #failure: HttpTlsError | undefined;
  /** True while the engine has not yet used up the piece that it was given. */
  #feeding = false;
  #inputBytes = 0;
  #outputBytes = 0;
  #reading = false;
  #done = false;
  #wake: () => void = () => {};

  constructor(source: AsyncIterator<Uint8Array>, coding: ContentCoding, limits: DecodeLimits) {
    this.#source = source;
    this.#coding = coding;
    this.#limits = limits;
  }

  async next(): Promise<Result> {
    if (this.#reading) {
      throw new HttpTlsError("invalid_argument", "two reads of one body at the same time");
    }
    this.#reading = true;
    try {
      while (!this.#done) {
        const piece = this.#take();
        if (piece) return { done: false, value: piece };
        if (this.#engineEnded) {
          this.#finish();
          return ended;
        }
        if (this.#feeding) await new Promise<void>((resolve) => (this.#wake = resolve));
        else await this.#feed();
      }
      return ended;
    } catch (error) {
      if (this.#done) return ended;
      this.#finish();
      // The reader is told what went wrong, whatever the source says to being left. One that threw has ended.
      if (error === this.#failure) this.#source.return?.().catch(() => {});
      throw error;
    } finally {
      this.#reading = false;
    }
  }

  async return(): Promise<Result> {
    if (this.#done) return ended;
    this.#finish();
    this.#wake();
    await this.#source.return?.();
    return ended;
  }

  /** What has been decoded, after a look at the limits. */
  #take(): Uint8Array | undefined {
    const engine = this.#engine;
    if (this.#engineError) throw this.#fail("decode", "the coded body is corrupt", this.#engineError);
    const piece = engine?.read() as Buffer | null | undefined;
    if (!engine || !piece) return undefined;
    this.#outputBytes += piece.length;
    const { maxBodyBytes, maxRatio } = this.#limits;
    if (this.#outputBytes > maxBodyBytes) {
      const what = `the decoded body exceeds maxBodyBytes (${maxBodyBytes})`;
      throw this.#fail("too_large", what, undefined, "maxBodyBytes");
    }
    // By what the engine has used up, not by what it was given: how the body is cut makes no difference.
    if (this.#outputBytes > ratioFreeBytes && this.#outputBytes > engine.bytesWritten * maxRatio) {
      const what = `the body expands to more than ${maxRatio} times its size`;
      throw this.#fail("too_large", what, undefined, "decompress.maxRatio");
    }
    return piece;
  }

  /** Gives the engine the next piece of the source, or its end. */
  async #feed(): Promise<void> {
    const { done, value } = await this.#source.next();
    if (this.#done) return;
    if (done === true) {
      if (!this.#engine) {
        this.#engineEnded = true;
        return;
      }
      this.#feeding = true;
      this.#engine.end();
      return;
    }
    const first = value[0];
    if (first === undefined) return;
    this.#engine ??= this.#start(first);
    this.#inputBytes += value.length;
    this.#feeding = true;
    this.#engine.write(value, (error) => {
      // The event of that name tells it; until then nothing more is to be read for a dead engine.
      if (error) return;
      this.#feeding = false;
      this.#wake();
    });
  }

  #start(firstByte: number): Engine {
    const engine = createEngine(this.#coding, firstByte);
    engine.on("readable", () => this.#wake());
    engine.on("error", (error) => {
      this.#engineError = error;
      this.#wake();
    });
    engine.on("end", () => {
      // An engine ends by itself when bytes follow that are no longer its own.
      if (engine.bytesWritten < this.#inputBytes) {
        this.#engineError = new Error("bytes follow the end of the coded data");
      } else this.#engineEnded = true;
      this.#wake();
    });
    return engine;
  }

  #finish(): void {
    this.#done = true;
    this.#engine?.destroy();
  }

  #fail(code: "decode" | "too_large", what: string, cause?: Error, limit?: string): HttpTlsError {
    const { context = {} } = this.#limits;
    this.#failure = new HttpTlsError(code, cause ? `${what} (${this.#coding}: ${cause.message})` : what, {
      context: limit === undefined ? context : { ...context, limit },
      cause,
    });
    return this.#failure;
  }
}

function createEngine(coding: ContentCoding, firstByte: number): Engine {
  const options = { chunkSize: pieceBytes, readableHighWaterMark: 1 };
  switch (coding) {
    case "gzip":
      return createGunzip(options);
    case "br":
      return createBrotliDecompress(options);
    case "deflate":
      // Deflate means the zlib format (RFC 9110 section 8.4.1.2), whose first byte ends in 8 (RFC 1950 section
      // 2.2). Servers that send the bare data are read as well, as by every browser; theirs never begins so.
      return (firstByte & 0x0f) === 8 ? createInflate(options) : createInflateRaw(options);
  }
}
