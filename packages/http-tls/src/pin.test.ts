import { X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { HttpTlsError } from "./errors.ts";
import { matchesPin, parsePin } from "./pin.ts";
import { createTestCertificate } from "./testing/index.ts";

const hex = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0";
const colons = hex.replaceAll(/(..)(?=.)/g, "$1:");
const base64 = Buffer.from(hex, "hex").toString("base64");

describe("parsePin", () => {
  it.each([
    ["hexadecimal", hex],
    ["upper-case hexadecimal", hex.toUpperCase()],
    ["colons", colons.toUpperCase()],
    ["a sha256: prefix", `sha256:${hex}`],
    ["a SHA-256: prefix and colons", `SHA-256:${colons}`],
    ["base64", base64],
    ["base64 without padding", base64.replace(/=+$/, "")],
    ["a prefix and base64", `sha256:${base64}`],
    ["what openssl prints", `sha256 Fingerprint=${colons.toUpperCase()}`],
    ["spaces around", `  ${hex}\n`],
  ])("reads SHA-256 written as %s", (_, text) => {
    expect(parsePin(text)).toMatchObject({
      algorithm: "sha256",
      of: "certificate",
      text: `sha256:${hex}`,
      weak: false,
    });
  });

  it.each(["sha384", "sha512"] as const)("tells %s by its length", (algorithm) => {
    const digest = Buffer.alloc(algorithm === "sha384" ? 48 : 64, 7);
    expect(parsePin(digest.toString("hex")).algorithm).toBe(algorithm);
    expect(parsePin(digest.toString("base64")).algorithm).toBe(algorithm);
  });

  it.each([`spki-sha256:${hex}`, `sha256//${base64}`])("reads the key pin %s", (text) => {
    expect(parsePin(text)).toMatchObject({ of: "spki", text: `spki-sha256:${hex}` });
  });

  it("takes SHA-1 only when spelled out, and marks it as weak", () => {
    const sha1 = "aa".repeat(20);
    expect(parsePin(`sha1:${sha1}`)).toMatchObject({ algorithm: "sha1", weak: true });
    expect(() => parsePin(sha1)).toThrowError(/sha1:/);
  });

  it.each([
    ["MD5 by length", "ab".repeat(16)],
    ["MD5 by prefix", `md5:${"ab".repeat(16)}`],
    ["a cut digest", hex.slice(2)],
    ["a digest of another length than its prefix", `sha384:${hex}`],
    ["nothing", ""],
    ["only a prefix", "sha256:"],
    ["words", "not a fingerprint!"],
  ])("refuses %s as a configuration error", (_, text) => {
    expect(() => parsePin(text)).toThrowError(HttpTlsError);
    expect(() => parsePin(text)).toThrowError(/\[invalid_argument\]/);
  });

  it("matches a real certificate by certificate and by key, among several pins", async () => {
    const made = await createTestCertificate();
    const other = await createTestCertificate();
    const certificate = new X509Certificate(made.cert);
    expect(matchesPin(certificate, [parsePin(other.fingerprint), parsePin(made.fingerprint)])).toBe(true);
    expect(matchesPin(certificate, [parsePin(made.spkiPin)])).toBe(true);
    expect(matchesPin(certificate, [parsePin(other.fingerprint), parsePin(other.spkiPin)])).toBe(false);
    expect(matchesPin(certificate, [])).toBe(false);
  });
});
