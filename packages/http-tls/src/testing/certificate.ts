import { X509Certificate } from "node:crypto";
import { generate } from "selfsigned";
import { fingerprintOf, spkiPinOf } from "../pin.ts";

export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly fingerprint: string;
  readonly spkiPin: string;
}

export interface TestCertificateOptions {
  /** Common name, and a name in the certificate beside the loopback address. Default `"localhost"`. */
  name?: string;
  /** Who signs it; must have the same `keyType`. Default: it signs itself. */
  issuer?: TestCertificate;
  /** Lets it sign others. */
  authority?: boolean;
  /** Makes one that was valid until yesterday. */
  expired?: boolean;
  /** Default `"ec"`, which is made much faster. */
  keyType?: "ec" | "rsa";
  /** Encrypts the key. */
  passphrase?: string;
}

const dayMs = 24 * 3600 * 1000;

/** A certificate for `localhost` and the loopback address, made now; self-signed unless it has an `issuer`. */
export async function createTestCertificate(options: TestCertificateOptions = {}): Promise<TestCertificate> {
  const { name = "localhost", issuer, authority, expired, keyType = "ec", passphrase } = options;
  const made = await generate([{ name: "commonName", value: name }], {
    keyType,
    algorithm: "sha256",
    notBeforeDate: new Date(Date.now() - (expired === true ? 2 : 0) * dayMs),
    notAfterDate: new Date(Date.now() + (expired === true ? -1 : 1) * dayMs),
    extensions: [
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: name },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
      ...(authority === true
        ? [
            { name: "basicConstraints", cA: true, critical: true } as const,
            { name: "keyUsage", keyCertSign: true, critical: true } as const,
          ]
        : []),
    ],
    ...(issuer === undefined ? {} : { ca: issuer }),
    ...(passphrase === undefined ? {} : { passphrase }),
  });
  const certificate = new X509Certificate(made.cert);
  return {
    key: made.private,
    // With a line end, so that several can stand one after another.
    cert: `${made.cert.trimEnd()}\n`,
    fingerprint: fingerprintOf(certificate),
    spkiPin: spkiPinOf(certificate),
  };
}
