import { HttpTlsError } from "../errors.ts";
import { isToken } from "./fields.ts";

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

/** What a request head is made of. */
export interface RequestHead {
  /** A token (RFC 9110 section 9.1). */
  readonly method: string;
  /** Origin form: path and query, beginning with `/`. */
  readonly target: string;
  /** The Host field's value. */
  readonly host: string;
  /** In the order in which they are sent. Those that frame the message are refused. */
  readonly fields: Iterable<readonly [name: string, value: string]>;
  /** Bytes of the body; undefined for a request without one, or whose body is chunked. */
  readonly contentLength?: number | undefined;
  /** The body is sent in chunks (RFC 9112 section 7.1). */
  readonly chunked?: boolean;
  /** The value of Trailer, which announces fields after a chunked body (RFC 9110 section 6.6.2). */
  readonly trailerNames?: string | undefined;
}

/**
 * The head of a request as it goes on the wire (RFC 9112 section 3). Refuses (`invalid_argument`) whatever
 * could end a line early or be read as a second framing.
 */
export function encodeRequestHead(request: RequestHead): string {
  const { method, target, host, fields, contentLength, chunked = false, trailerNames } = request;
  // An object could turn into something else after the check.
  if (typeof method !== "string" || typeof target !== "string") {
    throw invalid("the method and the path must be strings");
  }
  if (!isToken(method)) throw invalid(`the method is not a token: ${JSON.stringify(method)}`);
  // What follows the answer to it is a tunnel: the next request on the connection would go to who knows whom.
  if (method.toUpperCase() === "CONNECT") throw invalid("CONNECT is for a proxy: use dialHttpProxy");
  if (!target.startsWith("/") || /[^\x21-\x7e]/.test(target)) {
    throw invalid(
      "the path must begin with / and hold only visible ASCII characters: percent-encode the rest",
    );
  }
  if (chunked && contentLength !== undefined) throw invalid("a chunked body has no Content-Length");
  let head = `${method} ${target} HTTP/1.1\r\nHost: ${checkedValue("host", host)}\r\n`;
  const seen: string[] = [];
  for (const [name, rawValue] of fields) {
    // Coerced once, before the check, so that an object cannot turn into something else afterwards.
    const value = textOf(name, rawValue);
    if (!isToken(name)) throw invalid(`a field name is not a token: ${JSON.stringify(name)}`);
    const key = name.toLowerCase();
    if (reserved.has(key)) throw invalid(`the field ${name} is written by the client itself`);
    if (seen.includes(key)) throw invalid(`the field ${name} is given twice`);
    seen.push(key);
    head += `${name}: ${checkedValue(name, value)}\r\n`;
  }
  if (chunked) head += "Transfer-Encoding: chunked\r\n";
  if (trailerNames !== undefined) head += `Trailer: ${checkedValue("trailer", trailerNames)}\r\n`;
  if (contentLength !== undefined) head += `Content-Length: ${contentLength}\r\n`;
  return `${head}\r\n`;
}

function textOf(name: string, value: unknown): string {
  // Their texts are words that nobody means to send.
  if (value === undefined || value === null) throw invalid(`the field ${name} has no value`);
  return String(value);
}

/** HTAB, visible ASCII, space and the bytes above ASCII: what can be sent in one byte and ends no line. */
const sendable = /^[\t\x20-\x7e\x80-\xff]*$/;

function checkedValue(name: string, value: string): string {
  if (!sendable.test(value)) {
    throw invalid(`the value of the field ${name} holds a character that cannot be sent`);
  }
  return value;
}

function invalid(what: string): HttpTlsError {
  return new HttpTlsError("invalid_argument", what);
}
