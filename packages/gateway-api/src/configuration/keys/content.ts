import { ConfigurationError } from "../errors.ts";

/** A script or a file: text where it is UTF-8, else its bytes, so that nothing is lost. */
export type ConfigContent = string | Uint8Array;

/** Reads base64, with or without white space and padding; undefined when it is none. */
export function contentFromBase64(encoded: string): ConfigContent | undefined {
  const compact = encoded.replaceAll(/[ \t\r\n]/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return undefined;
  const digits = compact.replace(/=+$/, "");
  if (digits.length % 4 === 1 || (compact.length !== digits.length && compact.length % 4 !== 0))
    return undefined;
  return contentFromBytes(Buffer.from(digits, "base64"));
}

/** Writes base64 on one line. @throws ConfigurationError `bad_content` for text that UTF-8 cannot hold */
export function contentToBase64(content: ConfigContent): string {
  const bytes = contentToBytes(content);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

export function contentFromBytes(bytes: Uint8Array): ConfigContent {
  try {
    // A byte order mark is part of the value.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new Uint8Array(bytes);
  }
}

/** @throws ConfigurationError `bad_content` for text that UTF-8 cannot hold */
export function contentToBytes(content: ConfigContent): Uint8Array {
  if (typeof content !== "string") return content;
  if (!content.isWellFormed())
    throw new ConfigurationError(
      "bad_content",
      "The text has half a surrogate pair, which UTF-8 cannot hold.",
    );
  return new TextEncoder().encode(content);
}
