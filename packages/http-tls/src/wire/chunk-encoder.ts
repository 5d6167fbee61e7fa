import { HttpTlsError } from "../errors.ts";
import { hasForbiddenCharacter, isToken } from "./fields.ts";

/**
 * Fields that mean something before or about the body, and which a recipient may act on when it merges trailers
 * into the head: framing, routing, conditions, authentication, and how to read the body (RFC 9110 section 6.5.1).
 */
const refusedInTrailers = new Set([
  "authorization",
  "cache-control",
  "connection",
  "content-encoding",
  "content-length",
  "content-range",
  "content-type",
  "cookie",
  "expect",
  "host",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-range",
  "if-unmodified-since",
  "keep-alive",
  "max-forwards",
  "pragma",
  "proxy-authorization",
  "proxy-connection",
  "range",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/**
 * One chunk that holds these pieces one after another (RFC 9112 section 7.1): size line, data and line end in one
 * array of its own, so the pieces may be used again afterwards. Pieces without a byte give no chunk at all,
 * because an empty one would end the body.
 */
export function encodeChunk(pieces: readonly Uint8Array[]): Uint8Array {
  let size = 0;
  for (const piece of pieces) size += piece.length;
  if (size === 0) return new Uint8Array(0);
  const sizeLine = `${size.toString(16)}\r\n`;
  const chunk = Buffer.allocUnsafe(sizeLine.length + size + 2);
  let at = chunk.write(sizeLine, "latin1");
  for (const piece of pieces) {
    chunk.set(piece, at);
    at += piece.length;
  }
  chunk.write("\r\n", at, "latin1");
  return chunk;
}

/**
 * The last chunk, the trailer fields and the empty line that end a chunked body (RFC 9112 section 7.1.2). Throws
 * `invalid_argument` for a name or value that cannot be sent, a field that must not stand in trailers, and a
 * field that is given twice.
 */
export function encodeLastChunk(trailers: Iterable<readonly [name: string, value: string]> = []): Uint8Array {
  let text = "0\r\n";
  const seen = new Set<string>();
  for (const [name, rawValue] of trailers) {
    // Coerced once, before the check, so that an object cannot turn into something else afterwards.
    const value = String(rawValue);
    const key = name.toLowerCase();
    if (!isToken(name)) throw invalid(`a trailer name is not a token: ${JSON.stringify(name)}`);
    if (refusedInTrailers.has(key)) throw invalid(`the field ${name} must not be sent in trailers`);
    if (seen.has(key)) throw invalid(`the trailer ${name} is given twice`);
    // eslint-disable-next-line no-control-regex -- anything beyond one byte cannot be sent
    if (hasForbiddenCharacter(value) || /[^\x00-\xff]/.test(value)) {
      throw invalid(`the value of the trailer ${name} holds a character that cannot be sent`);
    }
    seen.add(key);
    text += `${name}: ${value}\r\n`;
  }
  return Buffer.from(`${text}\r\n`, "latin1");
}

function invalid(what: string): HttpTlsError {
  return new HttpTlsError("invalid_argument", what);
}
