import { HttpTlsError } from "../errors.ts";
import { type StateName } from "./grammar.ts";

/** What is wrong with a byte that the grammar has no place for, in words. */
const wrong: Readonly<Partial<Record<StateName, string>>> = {
  "status-space": "the status line is malformed after the version",
  "status-1": "the status code is malformed",
  "status-2": "the status code is malformed",
  "status-3": "the status code is malformed",
  "reason-space": "the status line is malformed after the status code",
  "response-minor": "the HTTP version is not 1.0 or 1.1",
  "request-minor": "the HTTP version is not 1.0 or 1.1",
  "request-start": "the request line does not begin with a method",
  "method-start": "the request line does not begin with a method",
  method: "the method is malformed",
  "target-start": "the request target is missing",
  target: "the request target holds a character that must be percent-encoded",
  "request-line-cr": "the request line is malformed after the version",
  "field-start": "a field line has no valid name",
  "field-name": "a field line has no valid name",
  "name-space": "a field line has no colon after its name",
  "size-start": "a chunk size is missing",
  size: "a chunk size holds something other than hexadecimal digits",
  "size-space": "white space follows a chunk size",
  "extension-name-space": "white space follows a chunk extension",
  "extension-value-space": "white space follows a chunk extension",
  "data-cr": "chunk data is not followed by CRLF",
  "data-lf": "chunk data is not followed by CRLF",
  "size-lf": "the line of a chunk size does not end with CRLF",
};

/** The error for a byte that has no transition; `offset` is its place in the message, from 0. */
export function malformed(state: StateName, byte: number, offset: number): HttpTlsError {
  return new HttpTlsError("protocol", describe(state, byte), { context: { offset } });
}

function describe(state: StateName, byte: number): string {
  const { [state]: text } = wrong;
  if (state.startsWith("response-version")) return "the peer does not answer with HTTP/1";
  if (state.startsWith("request-version")) return "the request line does not end with an HTTP/1 version";
  if (state === "line-lf" || state === "section-lf" || state === "empty-line-lf") {
    return "a CR stands alone inside a line";
  }
  if (state.startsWith("data-") || state === "size-lf") return text ?? "";
  if (byte === 0x0a) return "a line ends with a bare LF";
  if (byte === 0) return "a NUL stands in the message";
  const blank = byte === 0x20 || byte === 0x09;
  if (state === "field-start" && blank) return "a field line is folded (RFC 9112 section 5.2)";
  if (state === "field-name" && blank) return "white space stands between a field name and its colon";
  if (state.startsWith("extension")) return text ?? "a chunk extension is malformed";
  if (text !== undefined) return text;
  return `a control character (0x${byte.toString(16).padStart(2, "0")}) stands in a line`;
}
