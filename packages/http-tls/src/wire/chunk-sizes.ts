import { HttpTlsError } from "../errors.ts";
import { bodyTooLarge } from "./framing.ts";
import { tooLarge, type WireLimits } from "./limits.ts";

/** What the size lines of one chunked body add up to, against the limits (RFC 9112 section 7.1). */
export class ChunkSizes {
  readonly #limits: WireLimits;
  #size = 0;
  #digits = 0;
  #chunks = 0;
  #bodyBytes = 0;
  #extensionBytes = 0;

  constructor(limits: WireLimits) {
    this.#limits = limits;
  }

  /** A hexadecimal digit of a size. Throws `protocol` for too many; `offset` is its place in the message. */
  digit(byte: number, offset: number): void {
    // Eight digits are 4 GiB: more is a number made to overflow somebody's integer.
    if (++this.#digits > 8) {
      throw new HttpTlsError("protocol", "a chunk size has more than 8 digits", { context: { offset } });
    }
    this.#size = this.#size * 16 + (byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57);
  }

  /** A byte of the extensions, or of padding. Throws `too_large`. */
  extension(): void {
    const { maxChunkExtensionBytes } = this.#limits;
    if (++this.#extensionBytes > maxChunkExtensionBytes) {
      throw tooLarge(`chunk extensions exceed ${maxChunkExtensionBytes} bytes`, "maxChunkExtensionBytes");
    }
  }

  /** The line is complete: the size of the chunk, 0 for the last one. Throws `too_large` before a byte of it has come. */
  complete(): number {
    const size = this.#size;
    this.#size = 0;
    this.#digits = 0;
    if (size === 0) return 0;
    const { maxBodyBytes, maxTinyChunks } = this.#limits;
    this.#bodyBytes += size;
    if (this.#bodyBytes > maxBodyBytes) throw bodyTooLarge(maxBodyBytes);
    if (++this.#chunks - Math.floor(this.#bodyBytes / 16) > maxTinyChunks) {
      throw tooLarge(`the body has more than ${maxTinyChunks} tiny chunks`, "maxTinyChunks");
    }
    return size;
  }
}
