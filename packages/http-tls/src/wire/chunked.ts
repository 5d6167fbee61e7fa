import { HttpTlsError } from "../errors.ts";
import { type WireLimits } from "./limits.ts";

const CR = 0x0d;
const LF = 0x0a;
const SEMICOLON = 0x3b;

/** What the chunked decoder found next. `data` is a view into the input, not a copy. */
export type ChunkedStep =
  | { readonly kind: "need-more" }
  | { readonly kind: "data"; readonly data: Uint8Array }
  | { readonly kind: "last-chunk" };

type State = "size" | "extension" | "size-lf" | "data" | "data-cr" | "data-lf" | "done";

/**
 * Decoder of the chunked transfer coding (RFC 9112 section 7.1), up to the last chunk; trailers are the
 * message parser's.
 *
 * size -> extension? -> size-lf -> data -> data-cr -> data-lf -> size ... -> done
 */
export class ChunkedDecoder {
  readonly #limits: WireLimits;
  #state: State = "size";
  #digits = 0;
  #remaining = 0;
  #extensionBytes = 0;

  constructor(limits: WireLimits) {
    this.#limits = limits;
  }

  /** Reads from `input` at `offset`; returns the step and where to go on. */
  next(input: Uint8Array, offset: number): { step: ChunkedStep; offset: number } {
    let at = offset;
    while (at < input.length) {
      if (this.#state === "data") {
        const end = Math.min(input.length, at + this.#remaining);
        const data = input.subarray(at, end);
        this.#remaining -= data.length;
        if (this.#remaining === 0) this.#state = "data-cr";
        return { step: { kind: "data", data }, offset: end };
      }
      const byte = input[at++] ?? 0;
      if (this.#controlByte(byte)) return { step: { kind: "last-chunk" }, offset: at };
    }
    return { step: { kind: "need-more" }, offset: at };
  }

  /** Takes one byte outside chunk data; true when it completed the last chunk's line. */
  #controlByte(byte: number): boolean {
    switch (this.#state) {
      case "size":
        this.#sizeByte(byte);
        return false;
      case "extension":
        this.#extensionByte(byte);
        return false;
      case "size-lf":
        if (byte !== LF) throw malformed("a chunk size line does not end with CRLF");
        this.#state = this.#remaining === 0 ? "done" : "data";
        return this.#remaining === 0;
      case "data-cr":
        if (byte !== CR) throw malformed("chunk data is not followed by CRLF");
        this.#state = "data-lf";
        return false;
      case "data-lf":
        if (byte !== LF) throw malformed("chunk data is not followed by CRLF");
        this.#state = "size";
        this.#digits = 0;
        this.#remaining = 0;
        return false;
      default:
        throw malformed("bytes after the last chunk");
    }
  }

  #sizeByte(byte: number): void {
    const digit = hexDigit(byte);
    if (digit !== -1) {
      // Eight digits are 4 GiB: more is a number made to overflow somebody's integer.
      if (++this.#digits > 8) throw malformed("a chunk size has more than 8 digits");
      this.#remaining = this.#remaining * 16 + digit;
      return;
    }
    if (this.#digits === 0) throw malformed("a chunk size is missing");
    if (byte === CR) this.#state = "size-lf";
    else if (byte === SEMICOLON) this.#state = "extension";
    else throw malformed("a chunk size holds something other than hexadecimal digits");
  }

  #extensionByte(byte: number): void {
    if (byte === CR) {
      this.#state = "size-lf";
      return;
    }
    if (byte === LF || byte === 0) throw malformed("a chunk extension holds a control character");
    if (++this.#extensionBytes > this.#limits.maxChunkExtensionBytes) {
      throw new HttpTlsError(
        "too_large",
        `chunk extensions exceed ${this.#limits.maxChunkExtensionBytes} bytes`,
        {
          context: { limit: "maxChunkExtensionBytes" },
        },
      );
    }
  }
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

function malformed(what: string): HttpTlsError {
  return new HttpTlsError("protocol", what);
}
