import { HttpTlsError } from "../errors.ts";
import { hasForbiddenCharacter, isToken } from "./fields.ts";

/** Fields that frame the message or steer the connection: the client writes them, nobody else (RFC 9110 section 7.6.1). */
const reserved = new Set([
  "host",
  "content-length",
  "transfer-encoding",
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "upgrade",
  "expect",
]);

export interface RequestHead {
  readonly method: string;
  /** Origin form: path and query, beginning with `/`. */
  readonly target: string;
  /** The Host field's value. */
  readonly host: string;
  readonly fields: Iterable<readonly [name: string, value: string]>;
  /** Bytes of the body; undefined for a request without one. */
  readonly contentLength?: number | undefined;
}

/**
 * The head of a request as it goes on the wire (RFC 9112 section 3). Refuses (`invalid_argument`) whatever
 * could end a line early or be read as a second framing.
 */
export function encodeRequestHead({ method, target, host, fields, contentLength }: RequestHead): string {
  if (!isToken(method)) throw invalid(`the method is not a token: ${JSON.stringify(method)}`);
  if (!target.startsWith("/") || /[^\x21-\x7e]/.test(target)) {
    throw invalid(
      "the path must begin with / and hold only visible ASCII characters: percent-encode the rest",
    );
  }
  let head = `${method} ${target} HTTP/1.1\r\nHost: ${checkedValue("host", host)}\r\n`;
  const seen = new Set<string>();
  for (const [name, rawValue] of fields) {
    // Coerced once, before the check, so that an object cannot turn into something else afterwards.
    const value = String(rawValue);
    const key = name.toLowerCase();
    if (!isToken(name)) throw invalid(`a field name is not a token: ${JSON.stringify(name)}`);
    if (reserved.has(key)) throw invalid(`the field ${name} is written by the client itself`);
    if (seen.has(key)) throw invalid(`the field ${name} is given twice`);
    seen.add(key);
    head += `${name}: ${checkedValue(name, value)}\r\n`;
  }
  if (contentLength !== undefined) head += `Content-Length: ${contentLength}\r\n`;
  return `${head}\r\n`;
}

function checkedValue(name: string, value: string): string {
  // eslint-disable-next-line no-control-regex -- anything beyond one byte cannot be sent
  if (hasForbiddenCharacter(value) || /[^\x00-\xff]/.test(value)) {
    throw invalid(`the value of the field ${name} holds a character that cannot be sent`);
  }
  return value;
}

function invalid(what: string): HttpTlsError {
  return new HttpTlsError("invalid_argument", what);
}
