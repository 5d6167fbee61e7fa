import { X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { HttpTlsError } from "./errors.ts";
import { parsePin } from "./pin.ts";
import { createTestCertificate } from "./testing/index.ts";
import { tlsOptions, verifyPin } from "./tls.ts";

/** A socket that shows this certificate. Node's types leave out that there may be none. */
const showing = (certificate: X509Certificate | undefined) => ({
  getPeerX509Certificate: () => certificate as X509Certificate,
});

describe("the check of a pin", () => {
  it("fails closed when the peer shows no certificate, as on a resumed session", async () => {
    const { cert, fingerprint } = await createTestCertificate();
    const pins = [parsePin(fingerprint)];
    expect(() => verifyPin(showing(new X509Certificate(cert)), pins)).not.toThrow();
    let error: unknown;
    try {
      verifyPin(showing(undefined), pins);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(HttpTlsError);
    expect(error).toMatchObject({ code: "tls_pin_mismatch", context: { expected: [fingerprint] } });
  });
});

describe("the options of a TLS connection", () => {
  it("turn Node's own verification off only for a pin that stands alone, or when told so", () => {
    const pin = parsePin("00".repeat(32));
    const base = { pins: [], ca: undefined, serverName: undefined, insecure: false, context: undefined };
    const verifies = (more: object) => tlsOptions("mx1.example", { ...base, ...more }).rejectUnauthorized;
    expect(verifies({})).toBe(true);
    expect(verifies({ ca: "pem" })).toBe(true);
    expect(verifies({ pins: [pin], ca: "pem" })).toBe(true);
    expect(verifies({ pins: [pin] })).toBe(false);
    expect(verifies({ insecure: true })).toBe(false);
  });
});
