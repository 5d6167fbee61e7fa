import { SoapError } from "../errors.ts";

/** A part to be sent: its header fields, and its bytes as they are. */
export interface OutgoingPart {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly content: Uint8Array;
}

const crlf = "\r\n";

/** A multipart message (RFC 2046 section 5.1) as one array of bytes. Throws `encode` for a header that cannot be sent. */
export function writeMultipart(boundary: string, parts: readonly OutgoingPart[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (const [index, { headers, content }] of parts.entries()) {
    const lines = headers.map(([name, value]) => `${name}: ${checked(name, value)}${crlf}`).join("");
    pieces.push(Buffer.from(`${index === 0 ? "" : crlf}--${boundary}${crlf}${lines}${crlf}`), content);
  }
  pieces.push(Buffer.from(`${crlf}--${boundary}--${crlf}`));
  return Buffer.concat(pieces);
}

/** A line break in a value would be a header field of somebody else's making. */
function checked(name: string, value: string): string {
  if (/^[\x20-\x7e]*$/.test(value)) return value;
  throw new SoapError("encode", `the header field ${name} of an attachment must be printable ASCII`);
}
