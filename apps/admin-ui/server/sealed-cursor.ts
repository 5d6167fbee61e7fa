import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { ProblemError } from "./problem.ts";

const sealBytes = 16;

/** Seals the positions of a list, so that the browser can only give back what it got, and only for the same list. */
export interface CursorSeal {
  /** `cursor` is base64url; the result is too, and shorter. */
  seal(list: string, cursor: string): string;
  /** Throws `bad_cursor` for anything that was not sealed here, for this list. */
  open(list: string, sealed: string): string;
}

/** A seal with a key of its own: cursors of another session, or of an earlier run, do not open. */
export function createCursorSeal(): CursorSeal {
  const key = randomBytes(32);
  const sign = (list: string, packed: Uint8Array): Uint8Array =>
    createHmac("sha256", key).update(`${list.length}:${list}`).update(packed).digest().subarray(0, sealBytes);
  return {
    seal(list, cursor) {
      const packed = deflateRawSync(Buffer.from(cursor, "base64url"));
      return Buffer.concat([sign(list, packed), packed]).toString("base64url");
    },
    open(list, sealed) {
      const bytes = Buffer.from(sealed, "base64url");
      const packed = bytes.subarray(sealBytes);
      const genuine =
        bytes.length > sealBytes && timingSafeEqual(bytes.subarray(0, sealBytes), sign(list, packed));
      if (!genuine) throw new ProblemError("bad_cursor", "This is not a place in this list.");
      return inflateRawSync(packed).toString("base64url");
    },
  };
}
