import { X509Certificate, createPrivateKey, type KeyObject } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import { generate } from "selfsigned";
import { GatewayNodeError, reasonText } from "./errors.ts";

/** What a TLS server needs, and what its clients pin. */
export interface NodeCertificate {
  /** Private key, PEM. */
  readonly key: string;
  /** Certificate, PEM. */
  readonly cert: string;
  /** `sha256:` and the lower-case hexadecimal SHA-256 fingerprint of the certificate. */
  readonly fingerprint256: string;
}

/** Whom a certificate is made for. */
export interface CertificateOptions {
  /** The node's name, the common name of the certificate. */
  readonly name: string;
  /** Host names and IP addresses under which the node is reached. */
  readonly hosts: readonly string[];
  /** Default: now. */
  readonly notBefore?: Date;
}

const keyFile = "node-key.pem";
const certificateFile = "node-cert.pem";
const years = 10;

/**
 * The certificate of a node: from its data folder, or made (self-signed, EC P-256, SHA-256, ten years) and kept
 * there at the first start. Without a folder it is made each time.
 * @throws GatewayNodeError `certificate` when the files are broken, do not belong together, or one is missing: a
 * certificate that clients have pinned is never replaced in silence
 */
export async function loadOrCreateCertificate(
  folder: string | undefined,
  options: CertificateOptions,
): Promise<NodeCertificate> {
  if (folder === undefined) return createCertificate(options);
  const keyPath = join(folder, keyFile);
  const certificatePath = join(folder, certificateFile);
  const present = [keyPath, certificatePath].filter((path) => existsSync(path));
  if (present.length === 2) return readCertificate(keyPath, certificatePath);
  if (present.length === 1) {
    throw new GatewayNodeError(
      "certificate",
      `${folder} holds ${present[0]} but not both of ${keyFile} and ${certificateFile}; bring the other back or remove it.`,
    );
  }
  const made = await createCertificate(options);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // "wx": another process that made a pair in the meantime wins with an error, not by overwriting.
    writeFileSync(keyPath, made.key, { mode: 0o600, flag: "wx" });
    writeFileSync(certificatePath, made.cert, { flag: "wx" });
  } catch (error) {
    const message = `The certificate cannot be kept in ${folder}: ${reasonText(error)}`;
    throw new GatewayNodeError("certificate", message, { cause: error });
  }
  return made;
}

async function createCertificate({
  name,
  hosts,
  notBefore = new Date(),
}: CertificateOptions): Promise<NodeCertificate> {
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + years);
  const pair = await generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    notBeforeDate: notBefore,
    notAfterDate: notAfter,
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [...new Set(hosts)].map((host) =>
          isIP(host) === 0 ? { type: 2, value: host } : { type: 7, ip: host },
        ),
      },
    ],
  });
  return { key: pair.private, cert: pair.cert, fingerprint256: fingerprint(new X509Certificate(pair.cert)) };
}

function readCertificate(keyPath: string, certificatePath: string): NodeCertificate {
  const key = read(keyPath);
  const cert = read(certificatePath);
  const privateKey = parse(keyPath, () => createPrivateKey(key));
  const certificate = parse(certificatePath, () => new X509Certificate(cert));
  checkPair(privateKey, certificate, keyPath, certificatePath);
  return { key, cert, fingerprint256: fingerprint(certificate) };
}

function checkPair(
  key: KeyObject,
  certificate: X509Certificate,
  keyPath: string,
  certificatePath: string,
): void {
  if (certificate.checkPrivateKey(key)) return;
  throw new GatewayNodeError("certificate", `The key in ${keyPath} does not belong to ${certificatePath}.`);
}

function read(path: string): string {
  return parse(path, () => readFileSync(path, "utf8"));
}

function parse<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const message = `${path} cannot be read: ${reasonText(error)}`;
    throw new GatewayNodeError("certificate", message, { cause: error });
  }
}

function fingerprint(certificate: X509Certificate): string {
  return `sha256:${certificate.fingerprint256.replaceAll(":", "").toLowerCase()}`;
}
