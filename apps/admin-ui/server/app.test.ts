import { createHash } from "node:crypto";
import { get, type IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { beforeEach, describe, expect, it } from "vitest";
import { readProblem } from "../test/support/client.ts";
import { deadNode } from "../test/support/nodes.ts";
import { hashedAsset, inlineScript, startTestPanel, type TestPanel } from "../test/support/panel.ts";
import type { PanelOptions } from "./index.ts";

const html = { accept: "text/html,*/*" };

async function start(options: Partial<PanelOptions> = {}): Promise<TestPanel> {
  return startTestPanel({ nodes: [await deadNode("mx1")], ...options });
}

/** A request with a Host header of one's own, which `fetch` does not let through. */
function getAs(url: string, host: string): Promise<{ status: number; headers: IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { host, ...html } }, (response) => {
      response
        .resume()
        .once("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    }).once("error", reject);
  });
}

describe("every response", () => {
  const headersOf = async (path: string): Promise<Headers> =>
    (await (await start()).client.fetch(path, { headers: html })).headers;

  it.each(["/", "/theme.js", "/api/session", "/api/nothing", "/nothing.png"])(
    "of %s is guarded by its headers",
    async (path) => {
      const headers = await headersOf(path);
      const hash = createHash("sha256").update(inlineScript).digest("base64");
      expect(headers.get("content-security-policy")?.split(";")).toEqual([
        "default-src 'self'",
        `script-src 'self' 'sha256-${hash}'`,
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
      ]);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(headers.get("permissions-policy")).toContain("camera=()");
      // They would bind a whole host that is reached by plain http.
      expect(headers.get("strict-transport-security")).toBeNull();
      expect(headers.get("x-powered-by")).toBeNull();
    },
  );

  it("of the API is kept by nobody", async () => {
    for (const path of ["/api/session", "/api/overview", "/api/nothing"]) {
      expect((await headersOf(path)).get("cache-control")).toBe("no-store");
    }
  });
});

describe("the page", () => {
  let client: TestPanel["client"];
  beforeEach(async () => {
    ({ client } = await start());
  });

  it.each(["/", "/messages", "/sign-in", "/messages/", "/messages?filter=a.b", "/index.html"])(
    "is what a browser gets at %s",
    async (path) => {
      const response = await client.fetch(path, { headers: html });
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(response.headers.get("cache-control")).toBe("no-cache");
      expect(await response.text()).toContain(inlineScript);
    },
  );

  it("may be kept as long as its files' names change with their content", async () => {
    const asset = await client.fetch(hashedAsset);
    expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect((await client.fetch("/theme.js")).headers.get("cache-control")).toBe("no-cache");
  });

  it.each([
    "/nothing.js",
    "/_app/immutable/gone.js",
    "/_app/",
    "/_app",
    "/api",
    "/api/nothing",
    "/../package.json",
  ])("is not what stands in for %s", async (path) => {
    const problem = await readProblem(await client.fetch(path, { headers: html }));
    expect(problem).toMatchObject({ status: 404, code: "not_found", retryable: false });
  });

  it("is for those who ask for a document", async () => {
    expect((await client.problem("/messages")).status).toBe(404);
    expect((await client.problem("/", { method: "POST", headers: html })).status).toBe(404);
  });

  it.each([
    "/..%2f..%2fpackage.json",
    "/%2e%2e/%2e%2e/package.json",
    "/_app/..%5c..%5cindex.html",
    "/%00",
    "/%",
  ])("gives no way out of its folder: %s", async (path) => {
    const response = await client.fetch(path);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await readProblem(response)).not.toMatchObject({ code: "internal" });
  });
});

describe("the name of the server", () => {
  it.each(["localhost", "127.0.0.1:1", "[::1]:80", "LOCALHOST"])(
    "may be %s on a loopback address",
    async (host) => {
      expect((await getAs((await start()).panel.url, host)).status).toBe(200);
    },
  );

  it.each(["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "evil.example:localhost"])(
    "may not be %s",
    async (host) => {
      const { panel } = await start();
      expect((await getAs(panel.url, host)).status).toBe(421);
      expect((await getAs(`${panel.url}api/session`, host)).headers["set-cookie"]).toBeUndefined();
    },
  );

  it("may be one that was named", async () => {
    const { panel } = await start({ allowedHosts: ["Panel.example"] });
    expect((await getAs(panel.url, "panel.example")).status).toBe(200);
    expect((await getAs(panel.url, "other.example")).status).toBe(421);
  });

  it("may be any on an address that others reach", async () => {
    const { panel } = await start({ host: "0.0.0.0" });
    expect((await getAs(panel.url, "panel.example")).status).toBe(200);
  });

  it("is not for other sites to ask about", async () => {
    const { client } = await start();
    const problem = await client.problem("/api/session", { headers: { "sec-fetch-site": "cross-site" } });
    expect(problem).toMatchObject({ status: 403, code: "csrf" });
  });
});

describe("a request that is wrong", () => {
  const post = (body: string, type = "application/json") => ({
    method: "POST",
    body,
    headers: { "content-type": type },
  });

  it.each([
    ["is not JSON", 400, "{", "application/json", "The body is not valid JSON."],
    [
      "would change prototypes",
      400,
      '{"__proto__":{"a":1}}',
      "application/json",
      "The body is not valid JSON.",
    ],
    [
      "is too large",
      413,
      JSON.stringify("x".repeat(20_000)),
      "application/json",
      "The request is too large.",
    ],
    ["is a form", 415, "username=admin", "application/x-www-form-urlencoded", "The body must be JSON."],
    ["is text", 415, "{}", "text/plain", "The body must be JSON."],
  ])("gets a problem when its body %s", async (_what, status, body, type, message) => {
    const { client } = await start();
    await client.session();
    const init = post(body, type);
    const problem = await client.problem("/api/session", {
      ...init,
      headers: { ...init.headers, "x-csrf-token": client.csrfToken },
    });
    expect(problem).toMatchObject({ status, code: "bad_request", message });
    expect(problem.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ["is not HTTP", "\u0016\u0003\u0001\r\n\r\n", 400],
    ["has too large a head", `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(70_000)}\r\n\r\n`, 431],
  ])("gets a problem when it %s", async (_what, bytes, status) => {
    const { panel } = await start();
    const socket = connect(panel.port, "127.0.0.1");
    // The server hangs up while it is still being written to.
    socket.on("error", () => undefined);
    socket.write(bytes);
    const text = (await Array.fromAsync(socket as AsyncIterable<Buffer>)).join("");
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(JSON.parse(text.slice(text.indexOf("\r\n\r\n")))).toMatchObject({ code: "bad_request" });
  });
});
