import { malformed } from "./malformed.ts";

/** Removes a Content-Transfer-Encoding (RFC 2045 section 6) from bytes as they arrive. */
export interface TransferDecoder {
  /** What came out; it may share its memory with `bytes`. */
  push(bytes: Uint8Array): Uint8Array;
  /** The part has ended; throws `decode` when something is missing. */
  end(): void;
}

/** Finds the decoder for the value of a Content-Transfer-Encoding field; 7bit is the default. */
export function createTransferDecoder(encoding = "7bit"): TransferDecoder {
  switch (encoding.toLowerCase()) {
    case "7bit":
    case "8bit":
    case "binary":
      return { push: (bytes) => bytes, end: () => {} };
    case "base64":
      return new Base64Decoder();
    case "quoted-printable":
      return new QuotedPrintableDecoder();
    default:
      throw malformed(`the content transfer encoding ${JSON.stringify(encoding.slice(0, 40))} is unknown`);
  }
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const base64Values = Int8Array.from({ length: 256 }, (_, code) =>
  alphabet.indexOf(String.fromCharCode(code)),
);
const cr = 0x0d;
const lf = 0x0a;
const space = 0x20;
const tab = 0x09;
const equals = 0x3d;

const isSpace = (byte: number): boolean => byte === cr || byte === lf || byte === space || byte === tab;

/** RFC 2045 section 6.8, white space skipped and nothing else. */
class Base64Decoder implements TransferDecoder {
  #bits = 0;
  /** Characters of the group of four that have come. */
  #count = 0;
  #padding = 0;

  push(bytes: Uint8Array): Uint8Array {
    const out = Buffer.allocUnsafe(Math.ceil((bytes.length * 3) / 4) + 3);
    let length = 0;
    for (const byte of bytes) {
      if (isSpace(byte)) continue;
      if (byte === equals) {
        if (this.#padding === 0 && this.#count === 2) out[length++] = this.#bits >> 4;
        else if (this.#padding === 0 && this.#count === 3) {
          out[length++] = this.#bits >> 10;
          out[length++] = (this.#bits >> 2) & 0xff;
        } else if (this.#padding === 0 || this.#count + this.#padding === 4)
          throw malformed("base64 with too much padding");
        this.#padding++;
        continue;
      }
      const value = base64Values[byte] ?? -1;
      if (value < 0) throw malformed("base64 with a character that is none of its own");
      if (this.#padding > 0) throw malformed("base64 goes on behind its padding");
      this.#bits = (this.#bits << 6) | value;
      if (++this.#count < 4) continue;
      out[length++] = this.#bits >> 16;
      out[length++] = (this.#bits >> 8) & 0xff;
      out[length++] = this.#bits & 0xff;
      this.#bits = 0;
      this.#count = 0;
    }
    return out.subarray(0, length);
  }

  end(): void {
    if (this.#count > 0 && this.#count + this.#padding !== 4)
      throw malformed("base64 that ends in the middle");
  }
}

/** White space at the end of a line does not count (RFC 2045 section 6.7, rule 3), so some of it must be kept back. */
const maxHeldSpaces = 998;

/** RFC 2045 section 6.7. */
class QuotedPrintableDecoder implements TransferDecoder {
  /** What an `=` has begun: itself, one hexadecimal digit, or white space and CR of a soft line break. */
  #escape: number[] = [];
  #spaces: number[] = [];

  push(bytes: Uint8Array): Uint8Array {
    const out = Buffer.allocUnsafe(bytes.length + this.#spaces.length + 1);
    let length = 0;
    for (const byte of bytes) {
      if (this.#escape.length > 0) {
        const decoded = this.#continue(byte);
        if (decoded !== undefined) out[length++] = decoded;
      } else if (byte === space || byte === tab) {
        if (this.#spaces.push(byte) > maxHeldSpaces)
          throw malformed("quoted-printable with too much white space");
      } else {
        if (byte !== cr && byte !== lf) for (const held of this.#spaces) out[length++] = held;
        this.#spaces.length = 0;
        if (byte === equals) this.#escape.push(byte);
        else if (byte === cr || byte === lf || (byte > space && byte < 0x7f)) out[length++] = byte;
        else throw malformed("quoted-printable with a byte that should have been quoted");
      }
    }
    return out.subarray(0, length);
  }

  #continue(byte: number): number | undefined {
    const [, first] = this.#escape;
    const before = this.#escape.at(-1);
    if (before === cr) {
      if (byte !== lf) throw malformed("quoted-printable with a broken soft line break");
      this.#escape.length = 0;
      return undefined;
    }
    if (byte === cr && (first === undefined || first === space)) {
      this.#escape.push(cr);
      return undefined;
    }
    if ((byte === space || byte === tab) && (first === undefined || first === space)) {
      this.#escape = [equals, space];
      return undefined;
    }
    if (hexValue(byte) < 0) throw malformed("quoted-printable with an = that begins nothing");
    if (first === undefined) {
      this.#escape.push(byte);
      return undefined;
    }
    if (first === space) throw malformed("quoted-printable with an = that begins nothing");
    this.#escape.length = 0;
    return hexValue(first) * 16 + hexValue(byte);
  }

  end(): void {
    if (this.#escape.length > 1 && this.#escape[1] !== space)
      throw malformed("quoted-printable that ends in the middle");
  }
}

function hexValue(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte & ~0x20;
  return letter >= 0x41 && letter <= 0x46 ? letter - 0x41 + 10 : -1;
}
