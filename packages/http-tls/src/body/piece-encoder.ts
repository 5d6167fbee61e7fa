import { types } from "node:util";
import { HttpTlsError } from "../errors.ts";

/** @internal Turns the pieces of a streamed body into bytes; a character that two strings share is put together. */
export class PieceEncoder {
  /** The first half of a surrogate pair, whose second half the next string may begin with. */
  #half = "";

  /** The bytes of a piece. Throws `invalid_argument` for one that is neither string nor Uint8Array. */
  encode(piece: unknown): Uint8Array {
    if (typeof piece === "string") return this.#encodeText(piece);
    if (!types.isUint8Array(piece)) {
      const type = piece === null ? "null" : typeof piece;
      throw new HttpTlsError(
        "invalid_argument",
        `the request body gave a piece that is neither a string nor a Uint8Array: ${type}`,
      );
    }
    return this.#half === "" || piece.length === 0 ? piece : Buffer.concat([this.end(), piece]);
  }

  /** What is left at the end. Half a character becomes U+FFFD, as everywhere. */
  end(): Uint8Array {
    const rest = Buffer.from(this.#half, "utf8");
    this.#half = "";
    return rest;
  }

  #encodeText(piece: string): Uint8Array {
    const text = this.#half + piece;
    const last = text.charCodeAt(text.length - 1);
    const isHalf = last >= 0xd800 && last <= 0xdbff;
    this.#half = isHalf ? text.slice(-1) : "";
    return Buffer.from(isHalf ? text.slice(0, -1) : text, "utf8");
  }
}
