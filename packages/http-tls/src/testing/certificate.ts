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

/** A self-signed certificate for `localhost` and the loopback addresses, made now. */
export async function createTestCertificate({
  name = "localhost",
}: { name?: string } = {}): Promise<TestCertificate> {
  const made = await generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    notAfterDate: new Date(Date.now() + 24 * 3600 * 1000),
    extensions: [
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: name },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  const certificate = new X509Certificate(made.cert);
  return {
    key: made.private,
    cert: made.cert,
    fingerprint: fingerprintOf(certificate),
    spkiPin: spkiPinOf(certificate),
  };
}
