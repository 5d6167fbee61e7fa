import { cannotSend, notA, type ValuePath } from "./value-error.ts";
import { trimSpace } from "./white-space.ts";

export function decodeBase64(text: string, path: ValuePath): Uint8Array {
  const bytes = exactBase64(text);
  if (bytes !== undefined) return bytes;
  // Lines of 76 characters (RFC 2045) are the usual reason to come here.
  const compact = text.replaceAll(/[\t\n\r ]+/g, "");
  const found = compact.length === text.length ? undefined : exactBase64(compact);
  if (found === undefined) throw notA("base64Binary", text, path);
  return found;
}

/**
 * The bytes of base64 without white space, or undefined. Node's decoder is the fastest there is, and skips what does
 * not belong there: then it finds fewer bytes than there must be. It also takes the alphabet for URLs, and may look at
 * the low byte of a character alone, so these are looked for.
 */
function exactBase64(text: string): Uint8Array | undefined {
  const { length } = text;
  if (length % 4 !== 0) return undefined;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = Buffer.from(text, "base64");
  if (bytes.length !== (length / 4) * 3 - padding) return undefined;
  if (text.includes("-") || text.includes("_") || Buffer.byteLength(text) !== length) return undefined;
  return bytes;
}

export function decodeHex(written: string, path: ValuePath): Uint8Array {
  const text = trimSpace(written);
  // Node stops at the first pair that is none.
  const bytes = Buffer.from(text, "hex");
  if (bytes.length * 2 !== text.length || Buffer.byteLength(text) !== text.length)
    throw notA("hexBinary", text, path);
  return bytes;
}

export function encodeBinary(type: "base64Binary" | "hexBinary", value: unknown, path: ValuePath): string {
  if (!(value instanceof Uint8Array)) throw cannotSend(type, value, path, ": it must be a Uint8Array");
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return type === "base64Binary" ? bytes.toString("base64") : bytes.toString("hex").toUpperCase();
}
