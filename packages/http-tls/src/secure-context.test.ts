import { describe, expect, it } from "vitest";
import { HttpTlsError } from "./errors.ts";
import { type HttpTlsOptions } from "./options.ts";
import { createContext } from "./secure-context.ts";
import { createTestCertificate } from "./testing/index.ts";

function failure(tls: HttpTlsOptions): HttpTlsError {
  try {
    createContext(tls, false);
  } catch (error) {
    expect(error).toBeInstanceOf(HttpTlsError);
    return error as HttpTlsError;
  }
  throw new Error("nothing was thrown");
}

describe("certificates and keys that cannot be used", () => {
  it("are invalid_argument, and nothing of a key or its passphrase is in the error", async () => {
    const one = await createTestCertificate();
    const other = await createTestCertificate();
    const locked = await createTestCertificate({ passphrase: "right" });
    const { cert, key } = one;
    const wrong: Record<string, HttpTlsOptions> = {
      "a certificate alone": { cert },
      "a key alone": { key },
      "a key of another certificate": { cert, key: other.key },
      "a key that is none": { cert, key: "canary" },
      "a locked key without its passphrase": { cert: locked.cert, key: locked.key },
      "a locked key with another": { cert: locked.cert, key: locked.key, passphrase: "canary" },
      "no authorities": { ca: [] },
      "an authority that is none": { ca: "canary" },
      "an authority cut short": { ca: cert.slice(0, -40) },
      "one broken among good ones": {
        ca: [cert, cert.replace(/\n[A-Za-z0-9+/]{20}/, "\nAAAAAAAAAAAAAAAAAAAA")],
      },
    };
    for (const [what, tls] of Object.entries(wrong)) {
      const error = failure(tls);
      expect(error.code, what).toBe("invalid_argument");
      const text = `${JSON.stringify(error)}${error.stack ?? ""}${String(error.cause)}`;
      expect(text.includes("canary") || text.includes(key.slice(40, 80)), what).toBe(false);
    }
    expect(() => createContext({ ca: [cert, other.cert], cert, key }, true)).not.toThrow();
    const unlocked = { cert: locked.cert, key: locked.key, passphrase: "right" };
    expect(() => createContext(unlocked, false)).not.toThrow();
  });
});
