import { HttpTlsError, type HttpTlsErrorCode, type HttpTlsErrorContext } from "./errors.ts";

const byErrno: Readonly<Record<string, HttpTlsErrorCode>> = {
  ENOTFOUND: "dns",
  EAI_AGAIN: "dns",
  EAI_FAIL: "dns",
  // As dns.Resolver names it, of which a lookup of one's own may be made.
  ENODATA: "dns",
  EFORMERR: "dns",
  ESERVFAIL: "dns",
  ENOTIMP: "dns",
  EREFUSED: "dns",
  EBADNAME: "dns",
  EBADRESP: "dns",
  ETIMEOUT: "dns",
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
    const found = errors.map((inner) => errnoOf(inner, depth + 1));
    // One address that answered says more than others that cannot be reached, as IPv6 often cannot.
    const best =
      found.find((errno) => errno === "ECONNREFUSED") ?? found.find((errno) => errno !== undefined);
    if (best !== undefined) return best;
  }
  return errnoOf(cause, depth + 1) ?? (typeof code === "string" ? code : undefined);
}

/** What a server means with a TLS alert (RFC 8446 section 6.2), by the end of the code that Node gives to it. */
const alerts: Readonly<Record<string, string>> = {
  HANDSHAKE_FAILURE:
    "the server refused: no cipher in common, or it wants a client certificate (tls.cert, tls.key)",
  PROTOCOL_VERSION: "the server has no TLS version in common with this side, TLS 1.2 being the least",
  UNRECOGNIZED_NAME: "the server does not know the name it was asked for (tls.serverName)",
};

/** Those that are about the client's certificate. With TLS 1.3 they come when the handshake has ended on this side. */
const certificateAlerts: Readonly<Record<string, string>> = {
  CERTIFICATE_REQUIRED: "the server wants a client certificate (tls.cert, tls.key)",
  BAD_CERTIFICATE: "the server refused the client certificate as broken",
  UNSUPPORTED_CERTIFICATE: "the server refused the client certificate as one of an unsupported kind",
  CERTIFICATE_REVOKED: "the server refused the client certificate as revoked",
  CERTIFICATE_EXPIRED: "the server refused the client certificate as expired",
  CERTIFICATE_UNKNOWN: "the server refused the client certificate",
  UNKNOWN_CA: "the server does not trust the authority of the client certificate",
  ACCESS_DENIED: "the server denied access to the owner of the client certificate",
  DECRYPT_ERROR: "the server could not verify the proof of the client certificate's key",
};

/** The name differs between versions of OpenSSL in the middle: `ERR_SSL_TLSV1_ALERT_X`, `ERR_SSL_SSL/TLS_ALERT_X`. */
function alertOf(errno: string | undefined): string {
  return /^ERR_SSL_.*?ALERT_([A-Z_]+)$/.exec(errno ?? "")?.[1] ?? "";
}

/**
 * What a connection died of after it was made. It is `closed`, for the request may have arrived, save for one thing:
 * a server that speaks TLS 1.3 judges the client's certificate when this side is done with the handshake already.
 * That is `tls_handshake` in the phase `tls`.
 */
export function fromLiveSocketError(error: unknown): HttpTlsError {
  if (error instanceof HttpTlsError) return error;
  const refusal = certificateAlerts[alertOf(errnoOf(error))];
  if (refusal !== undefined) {
    return new HttpTlsError("tls_handshake", refusal, { cause: error, context: { phase: "tls" } });
  }
  return new HttpTlsError("closed", `the peer closed the connection: ${detailOf(error)}`, { cause: error });
}

/** Turns whatever a socket threw into an HttpTlsError; `fallback` is used where the errno says nothing more exact. */
export function fromNodeError(
  error: unknown,
  fallback: HttpTlsErrorCode,
  context: HttpTlsErrorContext,
): HttpTlsError {
  if (error instanceof HttpTlsError) return error.withContext(context);
  const errno = errnoOf(error);
  const code = isLookupError(error)
    ? "dns"
    : ((errno === undefined ? undefined : byErrno[errno]) ?? fallback);
  return new HttpTlsError(code, describe(code, errno, detailOf(error)), { cause: error, context });
}

/** A resolver's errno may be that of its own connection: ECONNREFUSED by a name server is no refusal of the host. */
function isLookupError(error: unknown): boolean {
  const { syscall } = (error ?? {}) as { syscall?: unknown };
  return typeof syscall === "string" && /^(?:getaddrinfo|query)/.test(syscall);
}

/** An AggregateError of node:net, one error for each address, has no message of its own. */
function detailOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { errors } = error as { errors?: unknown };
  if (error.message !== "" || !Array.isArray(errors)) return error.message;
  return errors.map((inner: unknown) => detailOf(inner)).join(", ");
}

function describe(code: HttpTlsErrorCode, errno: string | undefined, detail: string): string {
  switch (code) {
    case "dns":
      return `the host name could not be resolved: ${errno ?? detail}`;
    case "connect_refused":
      return "the connection was refused: nothing listens there";
    case "tls_untrusted":
      return `the certificate is not trusted: ${detail}`;
    case "tls_handshake":
      return `the TLS handshake failed: ${certificateAlerts[alertOf(errno)] ?? alerts[alertOf(errno)] ?? detail}`;
    case "closed":
      return `the peer closed the connection: ${detail}`;
    default:
      return detail;
  }
}
