import { isAscii, isUtf8 } from "node:buffer";
import { SoapError } from "../errors.ts";

const nothing = Buffer.alloc(0);
/** Memory that a large piece left behind is not kept for a small one. */
const keptCapacity = 64 * 1024;
const smallWindow = 1024;

/**
 * The bytes of a document that have come and are not read yet. They are checked to be UTF-8 as they come, in one
 * pass by the runtime; what reads them sees whole characters only. Pieces are looked at where they lie, and only the
 * unread rest is copied, because the memory of a piece is somebody else's as soon as `append` and its reader return.
 */
export class ByteWindow {
  /** Positions are places in this until the next {@link append}. */
  bytes: Buffer = nothing;
  /** The same bytes, for those who look at several at a time. */
  view: DataView = new DataView(nothing.buffer, nothing.byteOffset, 0);
  /** Behind the last whole character. */
  end = 0;
  #own: Buffer = nothing;
  #ascii = true;
  #latin: string | undefined;
  /** Texts that were asked for since the last piece. */
  #asked = 0;
  /** True when a text may share memory with the whole piece it stood in: faster, and it keeps the piece alive. */
  readonly #share: boolean;

  constructor({ share }: { readonly share: boolean }) {
    this.#share = share;
  }

  /** Throws {@link SoapError} (`decode`) for bytes that are not UTF-8. */
  append(piece: Uint8Array): void {
    const before = this.bytes.length;
    if (before === 0) {
      this.bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
      this.#ascii = true;
    } else {
      this.#grow(before + piece.length);
      this.#own.set(piece, before);
      this.bytes = this.#own.subarray(0, before + piece.length);
    }
    this.#latin = undefined;
    this.#asked = 0;
    const end = wholeCharacters(this.bytes, this.end);
    const all = this.end === 0 && end === this.bytes.length;
    const fresh = all ? this.bytes : this.bytes.subarray(this.end, end);
    if (!isAscii(fresh)) {
      if (!isUtf8(fresh)) throw notUtf8();
      this.#ascii = false;
    }
    this.end = end;
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, end);
  }

  /** What stands before `position` has been read. The rest is kept. */
  keep(position: number): void {
    const rest = this.bytes.length - position;
    if (rest === 0) {
      this.bytes = nothing;
      if (this.#own.length > keptCapacity) this.#own = nothing;
    } else if (this.bytes.buffer === this.#own.buffer) {
      if (position > 0) this.#own.copyWithin(0, position, this.bytes.length);
      this.bytes = this.#own.subarray(0, rest);
    } else {
      const piece = this.bytes;
      this.bytes = nothing;
      this.#grow(rest);
      this.#own.set(piece.subarray(position));
      this.bytes = this.#own.subarray(0, rest);
    }
    this.end -= position;
    this.#latin = undefined;
  }

  /** The text between two positions. */
  text(from: number, to: number): string {
    return this.#ascii ? this.ascii(from, to) : this.bytes.toString("utf8", from, to);
  }

  /** The same where the reader has seen that all of it is ASCII. */
  ascii(from: number, to: number): string {
    if (!this.#share) return this.bytes.toString("latin1", from, to);
    if (this.#latin === undefined) {
      // The whole is not worth turning into a string for the few texts of a piece that adds one byte.
      if (this.#asked++ < 4 && this.end > smallWindow) return this.bytes.toString("latin1", from, to);
      // One character for each byte: positions are the same in both.
      this.#latin = this.bytes.toString("latin1", 0, this.end);
    }
    return this.#latin.slice(from, to);
  }

  get isAscii(): boolean {
    return this.#ascii;
  }

  /** The document has ended; throws when it did so inside a character. */
  finish(): void {
    if (this.end !== this.bytes.length) throw notUtf8();
  }

  #grow(capacity: number): void {
    if (this.#own.length >= capacity) return;
    // Its own memory and no part of a pool: `keep` knows it by its buffer.
    const larger = Buffer.allocUnsafeSlow(Math.max(capacity, this.#own.length * 2, 1024));
    larger.set(this.bytes);
    this.#own = larger;
  }
}

/** Where the last whole character ends: at most three bytes before the end of what has come. */
function wholeCharacters(bytes: Uint8Array, from: number): number {
  const { length } = bytes;
  for (let at = length - 1; at >= from && at >= length - 3; at--) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) return length;
    if (byte >= 0xc0) return at + sequenceLength(byte) > length ? at : length;
  }
  return length;
}

/** Bytes of the character that a byte begins (RFC 3629 section 3); 1 for a byte that begins none. */
function sequenceLength(lead: number): number {
  if (lead >= 0xf5) return 1;
  if (lead >= 0xf0) return 4;
  return lead >= 0xe0 ? 3 : 2;
}

function notUtf8(): SoapError {
  return new SoapError("decode", "the document is not UTF-8");
}
