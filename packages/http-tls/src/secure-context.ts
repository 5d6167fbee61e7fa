import { constants, X509Certificate } from "node:crypto";
import { createSecureContext, type SecureContext, type SecureContextOptions } from "node:tls";
import { HttpTlsError } from "./errors.ts";
import { type HttpTlsOptions } from "./options.ts";

type Pem = string | Uint8Array;

/**
 * What is the same for all TLS connections of a client, read once: authorities, client certificate and key. Throws
 * `invalid_argument` for those that cannot be read; nothing of a key ever stands in the message.
 */
export function createContext(tls: HttpTlsOptions, pinned: boolean): SecureContext {
  const { ca, cert, key, passphrase } = tls;
  if ((cert === undefined) !== (key === undefined)) {
    throw invalid("a client certificate takes both tls.cert and tls.key");
  }
  const authorities = ca === undefined ? undefined : authoritiesOf(ca);
  const base: SecureContextOptions = {
    minVersion: "TLSv1.2",
    // A renegotiation could show another certificate than the one that was checked (RFC 5746).
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  };
  // A pin stands in for the authorities: reading the system's would only take time.
  if (authorities) base.ca = authorities;
  else if (pinned || tls.insecure === true) base.ca = [];
  if (cert === undefined || key === undefined) return createSecureContext(base);
  try {
    return createSecureContext({
      ...base,
      cert: Buffer.from(cert),
      key: Buffer.from(key),
      ...(passphrase === undefined ? {} : { passphrase }),
    });
  } catch (error) {
    throw invalid(
      `tls.cert and tls.key cannot be used: ${reasonOf(error)} (both as PEM; an encrypted key needs tls.passphrase)`,
    );
  }
}

function authoritiesOf(ca: Pem | readonly Pem[]): string[] {
  const list = typeof ca === "string" || ca instanceof Uint8Array ? [ca] : ca;
  if (list.length === 0) throw invalid("tls.ca is an empty list: it would trust nobody");
  return list.flatMap((one) => certificatesOf(Buffer.from(one).toString("latin1")));
}

/** The certificates of a PEM text, one by one. Each is read here: OpenSSL skips a broken authority without a word. */
function certificatesOf(text: string): string[] {
  const blocks = text.match(/-----BEGIN ((?:X509 |TRUSTED )?CERTIFICATE)-----[^-]*-----END \1-----/g) ?? [];
  if (blocks.length === 0 || blocks.length !== text.match(/-----BEGIN [A-Z0-9 ]*CERTIFICATE-----/g)?.length) {
    throw invalid("tls.ca is not one or more whole certificates in PEM");
  }
  blocks.forEach((block, index) => {
    try {
      new X509Certificate(block);
    } catch (error) {
      throw invalid(`certificate ${index + 1} of tls.ca cannot be read: ${reasonOf(error)}`);
    }
  });
  return blocks;
}

/** OpenSSL's own word for what is wrong, which holds nothing of the input. */
function reasonOf(error: unknown): string {
  const { reason, code } = error as { reason?: unknown; code?: unknown };
  if (typeof reason === "string") return reason;
  return typeof code === "string" ? code : "unreadable";
}

function invalid(what: string): HttpTlsError {
  return new HttpTlsError("invalid_argument", what);
}
