import { type MimeLimits } from "./limits.ts";
import { malformed, tooMuch } from "./malformed.ts";
import { parsePartHeaders, type PartHeaders } from "./part-headers.ts";
import { createTransferDecoder, type TransferDecoder } from "./transfer-decoder.ts";

/** Gets the parts as they arrive. */
export interface MultipartHandler {
  start(headers: PartHeaders): void;
  /** Bytes of the part, without its transfer encoding; valid during the call only. */
  data(bytes: Uint8Array): void;
  end(): void;
}

type Place = "preamble" | "delimiter" | "headers" | "body" | "epilogue";

const crlf = Buffer.from("\r\n");
const emptyLine = Buffer.from("\r\n\r\n");
const nothing = Buffer.alloc(0);
/** RFC 2046 section 5.1.1: what a boundary is made of. */
const boundaryText = /^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$/;

/**
 * Reads a multipart message (RFC 2046 section 5.1) while its bytes arrive, keeping no more of them than a delimiter or
 * the header fields of one part. Its time is linear in the bytes, however they are cut.
 *
 *   preamble -> delimiter -> headers -> body -> delimiter ... -> epilogue
 */
export class MultipartReader {
  readonly #handler: MultipartHandler;
  readonly #limits: MimeLimits;
  /** A line break, two hyphens and the boundary: the line break before a delimiter is a part of it. */
  readonly #delimiter: Buffer;
  #place: Place = "preamble";
  /** What has come and could not be judged yet. At first the line break that a delimiter in the first line lacks. */
  #rest: Buffer = crlf;
  #total = 0;
  #parts = 0;
  #partBytes = 0;
  /** Bytes of the empty line behind the header fields, which may be the beginning of the next delimiter. */
  #skip = 0;
  #decoder: TransferDecoder | undefined;

  constructor(boundary: string | undefined, handler: MultipartHandler, limits: MimeLimits) {
    if (boundary === undefined || !boundaryText.test(boundary))
      throw malformed("the content type has no usable boundary");
    this.#delimiter = Buffer.from(`\r\n--${boundary}`, "latin1");
    this.#handler = handler;
    this.#limits = limits;
  }

  push(bytes: Uint8Array): void {
    this.#total += bytes.length;
    const { maxTotalBytes } = this.#limits;
    if (this.#total > maxTotalBytes)
      throw tooMuch("bytes of a multipart message", "maxTotalBytes", maxTotalBytes);
    if (this.#place === "epilogue") return;
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const data = this.#rest.length === 0 ? view : Buffer.concat([this.#rest, view]);
    const searched = this.#rest.length;
    const used = this.#read(data, searched);
    // A copy: the caller may use its memory again.
    this.#rest = used >= data.length ? nothing : Buffer.from(data.subarray(used));
  }

  /** The message has ended. Throws `decode` unless its last delimiter has come. */
  finish(): void {
    if (this.#place !== "epilogue") throw malformed("it ends too early");
  }

  /** Reads as far as it can; says how far that was. */
  #read(data: Buffer, searched: number): number {
    let at = 0;
    let from = searched;
    for (;;) {
      const next = this.#step(data, at, from);
      if (next === undefined) return at;
      if (next.at === data.length || next.stop === true) return next.at;
      at = next.at;
      from = at;
    }
  }

  /** One step from `at`; bytes before `from` have been looked at before. Undefined when more bytes are needed. */
  #step(data: Buffer, at: number, from: number): { at: number; stop?: boolean } | undefined {
    switch (this.#place) {
      case "preamble":
      case "body":
        return this.#content(data, at);
      case "delimiter":
        return this.#afterDelimiter(data, at);
      case "headers":
        return this.#headers(data, at, from);
      case "epilogue":
        return { at: data.length };
    }
  }

  #content(data: Buffer, at: number): { at: number; stop?: boolean } {
    const found = data.indexOf(this.#delimiter, at);
    if (found === -1) {
      const end = Math.max(at, data.length - this.#delimiter.length + 1);
      if (this.#place === "body") this.#give(data, at, end);
      return { at: end, stop: true };
    }
    if (this.#place === "body") {
      this.#give(data, at, found);
      this.#decoder?.end();
      this.#handler.end();
    }
    this.#place = "delimiter";
    return { at: found + this.#delimiter.length };
  }

  #give(data: Buffer, start: number, end: number): void {
    const skipped = Math.min(this.#skip, end - start);
    this.#skip -= skipped;
    if (end <= start + skipped) return;
    const bytes = this.#decoder?.push(data.subarray(start + skipped, end));
    if (bytes === undefined || bytes.length === 0) return;
    this.#partBytes += bytes.length;
    const { maxPartBytes } = this.#limits;
    if (this.#partBytes > maxPartBytes) throw tooMuch("bytes of a part", "maxPartBytes", maxPartBytes);
    this.#handler.data(bytes);
  }

  /** Two hyphens end the message; else there is white space at most (RFC 2046 section 5.1.1: transport padding). */
  #afterDelimiter(data: Buffer, at: number): { at: number } | undefined {
    if (data.length < at + 2) return undefined;
    if (data[at] === 0x2d && data[at + 1] === 0x2d) {
      this.#place = "epilogue";
      return { at: data.length };
    }
    let end = at;
    while (data[end] === 0x20 || data[end] === 0x09) end++;
    if (end - at > this.#limits.maxPartHeaderBytes)
      throw malformed("a delimiter is followed by too much white space");
    if (data.length < end + 2) return undefined;
    if (data[end] !== 0x0d || data[end + 1] !== 0x0a)
      throw malformed("the line of a delimiter holds something else");
    const { maxParts } = this.#limits;
    if (++this.#parts > maxParts) throw tooMuch("parts", "maxParts", maxParts);
    this.#place = "headers";
    // Its line break stays: with it, a part without header fields begins with an empty line as others do.
    return { at: end };
  }

  #headers(data: Buffer, at: number, from: number): { at: number } | undefined {
    const found = data.indexOf(emptyLine, Math.max(at, from - emptyLine.length + 1));
    const { maxPartHeaderBytes } = this.#limits;
    const length = (found === -1 ? data.length : found) - at - crlf.length;
    if (length > maxPartHeaderBytes)
      throw tooMuch("bytes of header fields", "maxPartHeaderBytes", maxPartHeaderBytes);
    if (found === -1) return undefined;
    const headers = parsePartHeaders(data.subarray(at, found));
    this.#decoder = createTransferDecoder(headers.get("content-transfer-encoding"));
    this.#partBytes = 0;
    this.#skip = crlf.length;
    this.#place = "body";
    this.#handler.start(headers);
    return { at: found + crlf.length };
  }
}
