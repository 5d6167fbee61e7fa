import { HttpTlsError, type HttpTlsErrorCode, type HttpTlsErrorContext } from "./errors.ts";

const byErrno: Readonly<Record<string, HttpTlsErrorCode>> = {
  ENOTFOUND: "dns",
  EAI_AGAIN: "dns",
  EAI_FAIL: "dns",
  ECONNREFUSED: "connect_refused",
  ETIMEDOUT: "connect_timeout",
  EHOSTUNREACH: "connect_failed",
  ENETUNREACH: "connect_failed",
  EADDRNOTAVAIL: "connect_failed",
  EACCES: "connect_failed",
  ENOENT: "connect_failed",
  // Certificate verification, as OpenSSL and node:tls name it.
  DEPTH_ZERO_SELF_SIGNED_CERT: "tls_untrusted",
  SELF_SIGNED_CERT_IN_CHAIN: "tls_untrusted",
  UNABLE_TO_GET_ISSUER_CERT: "tls_untrusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "tls_untrusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "tls_untrusted",
  CERT_HAS_EXPIRED: "tls_untrusted",
  CERT_NOT_YET_VALID: "tls_untrusted",
  CERT_REVOKED: "tls_untrusted",
  CERT_UNTRUSTED: "tls_untrusted",
  CERT_CHAIN_TOO_LONG: "tls_untrusted",
  INVALID_CA: "tls_untrusted",
  INVALID_PURPOSE: "tls_untrusted",
  HOSTNAME_MISMATCH: "tls_untrusted",
  ERR_TLS_CERT_ALTNAME_INVALID: "tls_untrusted",
};

/** The `code` of a Node error, looked for along its causes and inside an AggregateError (happy eyeballs). */
function errnoOf(error: unknown, depth = 0): string | undefined {
  if (depth > 5 || typeof error !== "object" || error === null) return undefined;
  const { code, errors, cause } = error as { code?: unknown; errors?: unknown; cause?: unknown };
  if (typeof code === "string" && code in byErrno) return code;
  if (Array.isArray(errors)) {
    for (const inner of errors) {
      const found = errnoOf(inner, depth + 1);
      if (found !== undefined) return found;
    }
  }
  return errnoOf(cause, depth + 1) ?? (typeof code === "string" ? code : undefined);
}

/** Turns whatever a socket threw into an HttpTlsError; `fallback` is used where the errno says nothing more exact. */
export function fromNodeError(
  error: unknown,
  fallback: HttpTlsErrorCode,
  context: HttpTlsErrorContext,
): HttpTlsError {
  if (error instanceof HttpTlsError) return error.withContext(context);
  const errno = errnoOf(error);
  const code = (errno === undefined ? undefined : byErrno[errno]) ?? fallback;
  const detail = error instanceof Error ? error.message : String(error);
  return new HttpTlsError(code, describe(code, errno, detail), { cause: error, context });
}

function describe(code: HttpTlsErrorCode, errno: string | undefined, detail: string): string {
  switch (code) {
    case "dns":
      return `the host name could not be resolved: ${errno}`;
    case "connect_refused":
      return "the connection was refused: nothing listens there";
    case "tls_untrusted":
      return `the certificate is not trusted: ${detail}`;
    case "tls_handshake":
      return `the TLS handshake failed: ${detail}`;
    case "closed":
      return `the peer closed the connection: ${detail}`;
    default:
      return detail;
  }
}
