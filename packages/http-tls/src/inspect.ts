import { type X509Certificate } from "node:crypto";
import { type LookupFunction } from "node:net";
import { connect } from "./connect.ts";
import { HttpTlsError } from "./errors.ts";
import { type DialFunction, type HttpTlsOptions, resolveHttpClientOptions } from "./options.ts";
import { fingerprintOf, spkiPinOf } from "./pin.ts";

/** Options of `inspectCertificate`. */
export interface InspectCertificateOptions {
  /** Name lookup, TCP and TLS together. Default 10,000 ms. */
  connectTimeoutMs?: number;
  /** The name for SNI. Default: the origin's host. */
  serverName?: string;
  signal?: AbortSignal;
  /** See the client's option of this name. */
  dial?: DialFunction;
  /** See the client's option of this name. */
  lookup?: LookupFunction;
}

/** What a person needs to decide whether to trust a server. Everything in it is the server's own claim. */
export interface CertificateInfo {
  /** Fingerprint of the certificate: `sha256:` and 64 hexadecimal digits. */
  readonly fingerprint: string;
  /** Pin of its public key, which stays when the certificate is renewed with the same key. */
  readonly spkiPin: string;
  readonly subject: string;
  readonly issuer: string;
  /** DNS names and IP addresses of the subjectAltName extension. */
  readonly names: readonly string[];
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly selfSigned: boolean;
  readonly pem: string;
}

/**
 * Connects, reads the certificate and hangs up; sends nothing, trusts nothing. Throws {@link HttpTlsError} when no TLS
 * connection can be made: `invalid_argument`, `dns`, `connect_refused`, `connect_failed`, `connect_timeout`,
 * `tls_handshake` (also for a server with TLS 1.2 that wants a client certificate), `aborted`, or what `dial` throws.
 */
export async function inspectCertificate(
  origin: string | URL,
  options: InspectCertificateOptions = {},
): Promise<CertificateInfo> {
  const { serverName, connectTimeoutMs, dial, lookup, signal } = options;
  const tls: HttpTlsOptions = { insecure: true, ...(serverName === undefined ? {} : { serverName }) };
  const resolved = resolveHttpClientOptions({
    origin,
    tls,
    ...(connectTimeoutMs === undefined ? {} : { connectTimeoutMs }),
  });
  if (!resolved.secure) throw new HttpTlsError("invalid_argument", "only an https origin has a certificate");
  const link = await connect({ ...resolved, ...resolved.limits, dial, lookup, signal });
  link.socket.destroy(); // the certificate is all that is wanted
  if (link.certificate === undefined)
    throw new HttpTlsError("tls_handshake", "the server showed no certificate");
  return describe(link.certificate);
}

function describe(certificate: X509Certificate): CertificateInfo {
  return {
    fingerprint: fingerprintOf(certificate),
    spkiPin: spkiPinOf(certificate),
    subject: certificate.subject.replaceAll("\n", ", "),
    issuer: certificate.issuer.replaceAll("\n", ", "),
    names: (certificate.subjectAltName ?? "")
      .split(", ")
      .map((name) => name.replace(/^(?:DNS|IP Address):/, ""))
      .filter((name) => name !== ""),
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
    selfSigned: certificate.checkIssued(certificate),
    pem: certificate.toString(),
  };
}
