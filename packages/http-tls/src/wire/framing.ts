import { HttpTlsError } from "../errors.ts";
import { type HttpFields, trimOws } from "./fields.ts";
import { tooLarge } from "./limits.ts";

/** How the end of a message body is found (RFC 9112 section 6.3). */
export type BodyFraming =
  | { readonly kind: "none" }
  | { readonly kind: "length"; readonly length: number }
  | { readonly kind: "chunked" }
  | { readonly kind: "until-close" };

export interface ResponseFramingInput {
  readonly requestMethod: string;
  readonly status: number;
  readonly httpMinor: number;
  readonly fields: HttpFields;
}

/** Decides the framing of a response. Anything two readers could read differently is an error. */
export function responseFraming({
  requestMethod,
  status,
  httpMinor,
  fields,
}: ResponseFramingInput): BodyFraming {
  // What follows belongs to the tunnel; a client ignores what the fields say (RFC 9112 section 6.3, rule 2).
  if (requestMethod === "CONNECT" && status >= 200 && status < 300) return { kind: "none" };
  const declared = declaredFraming("response", httpMinor, fields);
  if (requestMethod === "HEAD" || status < 200 || status === 204 || status === 304) return { kind: "none" };
  return declared ?? { kind: "until-close" };
}

/** Decides the framing of a request: without a declared one it has no body. */
export function requestFraming(input: { httpMinor: number; fields: HttpFields }): BodyFraming {
  return declaredFraming("request", input.httpMinor, input.fields) ?? { kind: "none" };
}

/** Refuses (`too_large`) a body whose declared length is over the limit, before its head is passed on. */
export function checkDeclaredLength(framing: BodyFraming, maxBodyBytes: number): void {
  if (framing.kind === "length" && framing.length > maxBodyBytes) throw bodyTooLarge(maxBodyBytes);
}

export function bodyTooLarge(maxBodyBytes: number): HttpTlsError {
  return tooLarge(`the body is larger than ${maxBodyBytes} bytes`, "maxBodyBytes");
}

/** What the fields say: an error for Transfer-Encoding beside Content-Length, unequal lengths, any coding but `chunked`. */
function declaredFraming(
  noun: "request" | "response",
  httpMinor: number,
  fields: HttpFields,
): BodyFraming | undefined {
  const length = contentLength(noun, fields);
  const codings = fields.getAll("transfer-encoding");
  if (codings.length === 0) {
    if (length === undefined) return undefined;
    return length === 0 ? { kind: "none" } : { kind: "length", length };
  }
  if (length !== undefined) {
    throw new HttpTlsError("protocol", `the ${noun} has both Transfer-Encoding and Content-Length`);
  }
  if (httpMinor === 0) throw new HttpTlsError("protocol", `an HTTP/1.0 ${noun} has Transfer-Encoding`);
  if (codings.length !== 1 || codings[0]?.toLowerCase() !== "chunked") {
    const shown = JSON.stringify(codings.join(", ").slice(0, 60));
    throw new HttpTlsError("protocol", `the transfer coding ${shown} is not supported`);
  }
  return { kind: "chunked" };
}

/** Content-Length as RFC 9110 section 8.6 has it: ASCII digits, repeated only when equal. */
function contentLength(noun: "request" | "response", fields: HttpFields): number | undefined {
  const value = fields.get("content-length");
  if (value === undefined) return undefined;
  if (!value.includes(",")) return lengthOf(value);
  const [first = "", ...others] = value.split(",").map(trimOws);
  const length = lengthOf(first);
  for (const other of others) {
    if (lengthOf(other) !== length || other !== first) {
      throw new HttpTlsError("protocol", `the ${noun} has unequal Content-Length values`);
    }
  }
  return length;
}

function lengthOf(value: string): number {
  const length = Number(value);
  if (!/^[0-9]{1,16}$/.test(value) || !Number.isSafeInteger(length)) {
    const shown = JSON.stringify(value.slice(0, 40));
    throw new HttpTlsError("protocol", `Content-Length is not a length: ${shown}`);
  }
  return length;
}

/** True when the connection may carry another request after this message (RFC 9112 section 9.3). */
export function keepsAlive(fields: HttpFields, httpMinor: number, framing: BodyFraming): boolean {
  if (framing.kind === "until-close" || httpMinor === 0) return false;
  const value = fields.get("connection");
  if (value === undefined || value === "keep-alive") return true;
  return !value.split(",").some((option) => trimOws(option).toLowerCase() === "close");
}
