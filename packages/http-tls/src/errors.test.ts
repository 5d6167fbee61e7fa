import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createHttpClient } from "./client.ts";
import { HttpTlsError, httpTlsErrorCodes } from "./errors.ts";
import { fromNodeError } from "./node-error.ts";

describe("HttpTlsError", () => {
  it.each(httpTlsErrorCodes)("carries %s in its name, message and JSON form", (code) => {
    const error = new HttpTlsError(code, "something happened", {
      context: { host: "mx1", port: 443 },
      cause: 1,
    });
    expect(error.name).toBe("HttpTlsError");
    expect(error.message).toBe(`[${code}] something happened (mx1:443)`);
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: "HttpTlsError",
      code,
      message: error.message,
      context: { host: "mx1", port: 443 },
    });
    expect(error.cause).toBe(1);
  });

  it("keeps what an inner layer knew when an outer one adds to it", () => {
    const inner = new HttpTlsError("closed", "gone", { context: { phase: "body" } });
    const outer = inner.withContext({ phase: "headers", host: "mx1" });
    expect(outer.context).toEqual({ phase: "body", host: "mx1" });
    expect(outer.message).toBe("[closed] gone (mx1)");
  });

  it("finds the reason inside an AggregateError and along causes", () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    const wrapped = new Error("outer", { cause: new AggregateError([refused]) });
    expect(fromNodeError(wrapped, "connect_failed", {}).code).toBe("connect_refused");
  });

  it("never shows a password, whatever is printed", async () => {
    const canary = "canary-7f3a";
    const client = createHttpClient({
      origin: "https://127.0.0.1:1",
      auth: { username: "u", password: canary },
    });
    const error: unknown = await client.request({ body: canary }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(HttpTlsError);
    const basic = Buffer.from(`u:${canary}`).toString("base64");
    const printed =
      inspect([client, error], { depth: 20, showHidden: true }) + JSON.stringify([client, error]);
    expect(printed).not.toContain(canary);
    expect(printed).not.toContain(basic);
  });
});
