import { type SoapError } from "../errors.ts";

/**
 * What may be gone a moment later, by the codes of the HTTP transport. A wrong certificate, a limit that was passed and a
 * malformed answer stay what they are. Other transports are understood as far as their errors have such a code.
 */
const transientCodes: ReadonlySet<unknown> = new Set([
  "dns",
  "connect_refused",
  "connect_failed",
  "connect_timeout",
  "headers_timeout",
  "body_timeout",
  "closed",
]);

/** Statuses of servers that are busy, or of gateways whose server is (RFC 9110 section 15.6, RFC 6585 section 4). */
const transientStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** True for errors of a call that changes nothing which the same call may not meet again. */
export function isTransient({ code, cause, context }: SoapError): boolean {
  if (code === "transport")
    return cause instanceof Error && "code" in cause && transientCodes.has(cause.code);
  if (code !== "unexpected_response" && code !== "fault") return false;
  return context.httpStatus !== undefined && transientStatuses.has(context.httpStatus);
}
