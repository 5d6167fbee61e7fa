import { createHash, timingSafeEqual, type X509Certificate } from "node:crypto";
import { HttpTlsError } from "./errors.ts";

type DigestName = "sha1" | "sha256" | "sha384" | "sha512";

/** One expected certificate (or public key), in a form that can be compared. */
export interface Pin {
  /** SHA-256 for a public key. */
  readonly algorithm: DigestName;
  /** What is digested: the whole certificate (DER), or its SubjectPublicKeyInfo. */
  readonly of: "certificate" | "spki";
  readonly digest: Uint8Array;
  /** Canonical spelling: `sha256:` and lower-case hexadecimal digits without colons. */
  readonly text: string;
  /** True for SHA-1, which no longer proves much: collisions can be made (SHAttered, 2017). */
  readonly weak: boolean;
}

const digestBytes: Readonly<Record<DigestName, number>> = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 };
const byLength = new Map<number, DigestName>([
  [32, "sha256"],
  [48, "sha384"],
  [64, "sha512"],
]);
const md5Bytes = 16;

/**
 * Reads a fingerprint in any common spelling: `sha256:` in front or not, hexadecimal with or without colons
 * in any case, or base64; as `openssl x509 -fingerprint` prints it; `spki-sha256:` or curl's `sha256//` for
 * the public key. Throws `invalid_argument` for anything else: a pin that cannot match is a mistake.
 */
export function parsePin(text: string): Pin {
  const trimmed = text.trim();
  const spki = /^(?:spki-sha256:|sha256\/\/)(.*)$/is.exec(trimmed);
  if (spki) return makePin(text, "sha256", "spki", decodeDigest(text, spki[1] ?? ""));
  const prefixed = /^(md5|sha-?1|sha-?256|sha-?384|sha-?512)(?: fingerprint)?[:=](.*)$/is.exec(trimmed);
  const digest = decodeDigest(text, prefixed ? (prefixed[2] ?? "") : trimmed);
  if (prefixed) {
    const name = (prefixed[1] ?? "").toLowerCase().replace("-", "");
    if (name === "md5") throw md5Refused();
    return makePin(text, name as DigestName, "certificate", digest);
  }
  if (digest.length === md5Bytes) throw md5Refused();
  if (digest.length === digestBytes.sha1) {
    throw invalid("a SHA-1 fingerprint is weak and is only accepted when spelled with sha1: in front");
  }
  const algorithm = byLength.get(digest.length);
  if (algorithm === undefined) throw wrongLength(text, digest.length);
  return makePin(text, algorithm, "certificate", digest);
}

function makePin(text: string, algorithm: DigestName, of: Pin["of"], digest: Uint8Array): Pin {
  if (digest.length !== digestBytes[algorithm]) throw wrongLength(text, digest.length, algorithm);
  const prefix = of === "spki" ? "spki-sha256" : algorithm;
  const hex = Buffer.from(digest).toString("hex");
  return { algorithm, of, digest, text: `${prefix}:${hex}`, weak: algorithm === "sha1" };
}

function decodeDigest(whole: string, encoded: string): Uint8Array {
  const text = encoded.trim();
  const hex = text.replaceAll(":", "").replaceAll(" ", "");
  if (/^[0-9a-f]+$/i.test(hex) && hex.length % 2 === 0 && isHexLength(hex.length))
    return Buffer.from(hex, "hex");
  if (/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return Buffer.from(text, "base64");
  throw invalid(`this is not a certificate fingerprint: ${JSON.stringify(whole.slice(0, 80))}`);
}

/** A hexadecimal text could be base64 too; only these lengths are digests in hexadecimal. */
function isHexLength(length: number): boolean {
  return [32, 40, 64, 96, 128].includes(length);
}

function md5Refused(): HttpTlsError {
  return invalid("an MD5 fingerprint proves nothing and is refused: use the SHA-256 fingerprint");
}

function wrongLength(text: string, length: number, algorithm?: DigestName): HttpTlsError {
  const wanted =
    algorithm === undefined
      ? "a SHA-256, SHA-384 or SHA-512 digest"
      : `${algorithm}, which has ${digestBytes[algorithm]}`;
  return invalid(
    `the fingerprint ${JSON.stringify(text.slice(0, 80))} has ${length} bytes, not those of ${wanted}`,
  );
}

function invalid(what: string): HttpTlsError {
  return new HttpTlsError("invalid_argument", what);
}

/** The canonical SHA-256 fingerprint of a certificate: `sha256:` and 64 hexadecimal digits. */
export function fingerprintOf(certificate: X509Certificate): string {
  return `sha256:${createHash("sha256").update(certificate.raw).digest("hex")}`;
}

/** The canonical pin of a certificate's public key: `spki-sha256:` and 64 hexadecimal digits. */
export function spkiPinOf(certificate: X509Certificate): string {
  const spki = certificate.publicKey.export({ type: "spki", format: "der" });
  return `spki-sha256:${createHash("sha256").update(spki).digest("hex")}`;
}

/** True when one of the pins is this certificate's. Every pin is compared, each in constant time. */
export function matchesPin(certificate: X509Certificate, pins: readonly Pin[]): boolean {
  let matched = false;
  for (const { algorithm, of, digest } of pins) {
    const bytes =
      of === "certificate" ? certificate.raw : certificate.publicKey.export({ type: "spki", format: "der" });
    const actual = createHash(algorithm).update(bytes).digest();
    if (actual.length === digest.length && timingSafeEqual(actual, digest)) matched = true;
  }
  return matched;
}
