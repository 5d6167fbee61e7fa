import { describe, expect, it } from "vitest";
import { fromLiveSocketError, fromNodeError } from "./node-error.ts";

const errorWith = (code: string): Error => Object.assign(new Error("detail"), { code });

describe("an error of a socket", () => {
  it.each([
    ["ENOTFOUND", "dns"],
    ["ESERVFAIL", "dns"],
    ["ECONNREFUSED", "connect_refused"],
    ["ETIMEDOUT", "connect_timeout"],
    ["ENETUNREACH", "connect_failed"],
    ["CERT_HAS_EXPIRED", "tls_untrusted"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "tls_untrusted"],
    ["ESOMETHING", "connect_failed"],
  ])("has the code that its errno %s means: %s", (errno, code) => {
    expect(fromNodeError(errorWith(errno), "connect_failed", {}).code).toBe(code);
  });

  it("of several addresses is a refusal when one of them refused, and tells of each", () => {
    const unreachable = Object.assign(new Error("connect ENETUNREACH ::1"), { code: "ENETUNREACH" });
    const refused = Object.assign(new Error("connect ECONNREFUSED 192.0.2.1"), { code: "ECONNREFUSED" });
    expect(fromNodeError(new AggregateError([unreachable, refused]), "connect_failed", {}).code).toBe(
      "connect_refused",
    );
    const all = fromNodeError(new AggregateError([unreachable, unreachable]), "connect_failed", {});
    expect(all.code).toBe("connect_failed");
    expect(all.message).toContain("connect ENETUNREACH ::1, connect ENETUNREACH ::1");
  });

  it.each(["queryA", "queryAaaa", "getaddrinfo"])(
    "of a resolver is dns, whatever its errno: %s",
    (syscall) => {
      const error = Object.assign(errorWith("ECONNREFUSED"), { syscall });
      expect(fromNodeError(error, "connect_failed", {}).code).toBe("dns");
    },
  );

  it.each([
    ["ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE", /wants a client certificate/],
    ["ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE", /wants a client certificate/],
    ["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", /no TLS version in common/],
    ["ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", /authority of the client certificate/],
    ["ERR_SSL_WRONG_VERSION_NUMBER", /handshake failed: detail/],
  ])("says what the alert %s in a handshake means", (errno, message) => {
    const error = fromNodeError(errorWith(errno), "tls_handshake", {});
    expect(error.code).toBe("tls_handshake");
    expect(error.message).toMatch(message);
  });
});

describe("an error of a connection that was made", () => {
  it.each([
    ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", /wants a client certificate/],
    ["ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", /does not trust the authority/],
    ["ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE", /refused the client certificate/],
    ["ERR_SSL_TLSV1_ALERT_ACCESS_DENIED", /denied access/],
  ])("belongs to the handshake when it is about the client's certificate: %s", (errno, message) => {
    const error = fromLiveSocketError(errorWith(errno));
    expect(error).toMatchObject({ code: "tls_handshake", context: { phase: "tls" } });
    expect(error.message).toMatch(message);
  });

  it.each([
    "ECONNREFUSED",
    "ETIMEDOUT",
    "ECONNRESET",
    "ERR_SSL_SSL/TLS_ALERT_BAD_RECORD_MAC",
    "CERT_HAS_EXPIRED",
  ])("is closed whatever else it is, for the request may have arrived: %s", (errno) => {
    expect(fromLiveSocketError(errorWith(errno)).code).toBe("closed");
  });
});
