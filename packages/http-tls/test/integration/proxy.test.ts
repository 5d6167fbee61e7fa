import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Duplex } from "node:stream";
import { inspect } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import {
  createHttpClient,
  type DialFunction,
  type HttpClientOptions,
  HttpTlsError,
  inspectCertificate,
} from "../../src/index.ts";
import { dialHttpProxy, dialSocks5, dialUnixSocket } from "../../src/proxy/index.ts";
import {
  createConnectProxy,
  createRawServer,
  createSocks5Proxy,
  createTestCertificate,
  everySplit,
  type ProxyServer,
  type RawHandler,
  type RawServer,
  type TestCertificate,
} from "../../src/testing/index.ts";
import { cleanups, failure } from "./support.ts";

let certificate: TestCertificate;
let proxyCertificate: TestCertificate;
let other: TestCertificate;
beforeAll(async () => {
  [certificate, proxyCertificate, other] = await Promise.all([
    createTestCertificate(),
    createTestCertificate(),
    createTestCertificate(),
  ]);
});

const proxyUser = { username: "proxy-user", password: "proxy-canary" };
const originUser = { username: "origin-user", password: "origin-canary" };
const basic = ({ username, password }: { username: string; password: string }): string =>
  Buffer.from(`${username}:${password}`).toString("base64");

const ok = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

async function kept<T extends RawServer>(server: Promise<T>): Promise<T> {
  const made = await server;
  cleanups.push(() => made.close());
  return made;
}

function clientOf(origin: string, dial: DialFunction, options: Partial<HttpClientOptions> = {}) {
  const client = createHttpClient({
    origin,
    dial,
    tls: { fingerprints: [certificate.fingerprint] },
    auth: originUser,
    connectTimeoutMs: 5_000,
    ...options,
  });
  cleanups.push(() => client.destroy());
  return client;
}

async function temporaryPath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "http-tls-"));
  cleanups.push(() => rm(folder, { recursive: true }));
  return join(folder, "node.sock");
}

interface Route {
  readonly origin: RawServer;
  readonly dial: DialFunction;
  readonly proxy?: ProxyServer;
}

const tcpOrigin = (): Promise<RawServer> =>
  kept(createRawServer((socket) => socket.write(ok), { certificate }));

const routes: Record<string, () => Promise<Route>> = {
  "a unix socket": async () => {
    const path = await temporaryPath();
    const origin = await kept(createRawServer((socket) => socket.write(ok), { certificate, path }));
    return { origin, dial: dialUnixSocket(path) };
  },
  "an http: proxy": async () => {
    const origin = await tcpOrigin();
    const proxy = await kept(createConnectProxy());
    return { origin, proxy, dial: dialHttpProxy({ proxy: proxy.origin }) };
  },
  "an http: proxy with a password": async () => {
    const origin = await tcpOrigin();
    const proxy = await kept(createConnectProxy({ credentials: proxyUser }));
    const dial = dialHttpProxy({ proxy: proxy.origin, auth: proxyUser, allowPlaintextAuth: true });
    return { origin, proxy, dial };
  },
  "a pinned https: proxy with a password": async () => {
    const origin = await tcpOrigin();
    const proxy = await kept(createConnectProxy({ certificate: proxyCertificate, credentials: proxyUser }));
    const tls = { fingerprints: [proxyCertificate.fingerprint] };
    return { origin, proxy, dial: dialHttpProxy({ proxy: proxy.origin, auth: proxyUser, tls }) };
  },
  "a SOCKS5 proxy": async () => {
    const origin = await tcpOrigin();
    const proxy = await kept(createSocks5Proxy());
    return { origin, proxy, dial: dialSocks5({ host: "127.0.0.1", port: proxy.port }) };
  },
  "a SOCKS5 proxy with a password": async () => {
    const origin = await tcpOrigin();
    const proxy = await kept(createSocks5Proxy({ credentials: proxyUser }));
    return { origin, proxy, dial: dialSocks5({ host: "127.0.0.1", port: proxy.port, ...proxyUser }) };
  },
};

describe.each(Object.keys(routes))("over %s", (name) => {
  const route = (): Promise<Route> => (routes[name] as () => Promise<Route>)();

  it("a request reaches a server with the right pin, and each side sees its own credentials only", async () => {
    const { origin, proxy, dial } = await route();
    const client = clientOf(origin.origin, dial);
    for (let round = 0; round < 2; round++) {
      const response = await client.request({ path: "/remote/", method: "POST", body: "<x/>" });
      expect(await response.text()).toBe("hello");
    }
    expect(origin.counts()).toMatchObject({ accepted: 1, secured: 1 });
    expect(origin.received().toString("latin1")).toContain(`Authorization: Basic ${basic(originUser)}\r\n`);
    expect(origin.received().toString("latin1")).not.toMatch(/proxy|canary/i);
    if (proxy) {
      expect(proxy.targets).toEqual([`127.0.0.1:${origin.port}`]);
      const seen = proxy.received().toString("latin1");
      expect(seen).not.toContain(basic(originUser));
      expect(seen).not.toContain("origin-canary");
      expect(seen).not.toContain("/remote/");
    }
    client.destroy();
    await origin.close(); // waits until no socket is open
    await proxy?.close();
  });

  it("not one byte of a request reaches a server with another pin, nor its password the proxy", async () => {
    const { origin, proxy, dial } = await route();
    const client = clientOf(origin.origin, dial, { tls: { fingerprints: [other.fingerprint] } });
    const error = await failure(client.request({ path: "/remote/", body: "<x/>" }));
    expect(error.code).toBe("tls_pin_mismatch");
    expect(error.context).toMatchObject({
      phase: "tls",
      requestSent: "none",
      expected: [other.fingerprint],
      actual: certificate.fingerprint,
    });
    expect(error.context.via).toBeUndefined(); // it is the server's pin, not the proxy's
    await origin.close();
    await proxy?.close();
    expect(origin.received().length).toBe(0);
    expect(proxy?.received().toString("latin1") ?? "").not.toContain(basic(originUser));
  });

  it("inspectCertificate reads the server's certificate, and not the proxy's", async () => {
    const { origin, dial } = await route();
    expect((await inspectCertificate(origin.origin, { dial })).fingerprint).toBe(certificate.fingerprint);
    await origin.close();
    expect(origin.received().length).toBe(0);
  });
});

describe("plain http", () => {
  it.each(["CONNECT", "SOCKS5", "a unix socket"])("goes over %s too", async (kind) => {
    const path = kind === "a unix socket" ? await temporaryPath() : undefined;
    const origin = await kept(
      createRawServer((socket) => socket.write(ok), { tls: false, ...(path === undefined ? {} : { path }) }),
    );
    const proxy = await kept(kind === "CONNECT" ? createConnectProxy() : createSocks5Proxy());
    const dials: Record<string, DialFunction> = {
      CONNECT: dialHttpProxy({ proxy: `http://127.0.0.1:${proxy.port}` }),
      SOCKS5: dialSocks5({ host: "127.0.0.1", port: proxy.port }),
      "a unix socket": dialUnixSocket(path ?? "-"),
    };
    const client = createHttpClient({ origin: origin.origin, dial: dials[kind] as DialFunction });
    cleanups.push(() => client.destroy());
    expect(await (await client.request()).text()).toBe("hello");
  });
});

describe("an https: proxy", () => {
  it("with another pin gets neither its credentials nor the target's name", async () => {
    const origin = await tcpOrigin();
    const proxy = await kept(createConnectProxy({ certificate: proxyCertificate }));
    const tls = { fingerprints: [other.fingerprint] };
    const dial = dialHttpProxy({ proxy: proxy.origin, auth: proxyUser, tls });
    const error = await failure(clientOf(origin.origin, dial).request());
    expect(error).toMatchObject({
      code: "tls_pin_mismatch",
      context: {
        via: proxy.origin,
        host: "127.0.0.1",
        port: origin.port,
        phase: "connect",
        requestSent: "none",
        actual: proxyCertificate.fingerprint,
      },
    });
    expect(error.message).toContain("the proxy: ");
    await proxy.close();
    expect(proxy.received().length).toBe(0);
    expect(origin.counts().accepted).toBe(0);
  });

  it("is not trusted without a pin or an authority", async () => {
    const proxy = await kept(createConnectProxy({ certificate: proxyCertificate }));
    const dial = dialHttpProxy({ proxy: proxy.origin, auth: proxyUser });
    const error = await failure(clientOf("https://mx1.example", dial).request());
    expect(error).toMatchObject({
      code: "tls_untrusted",
      context: { via: proxy.origin, host: "mx1.example" },
    });
    await proxy.close();
    expect(proxy.received().length).toBe(0);
  });

  it("may be the one that the pins of the origin do not fit", async () => {
    // Two certificates, two sets of pins: neither opens the other's door.
    const origin = await tcpOrigin();
    const proxy = await kept(createConnectProxy({ certificate: proxyCertificate }));
    const dial = dialHttpProxy({ proxy: proxy.origin, tls: { fingerprints: [certificate.fingerprint] } });
    expect((await failure(clientOf(origin.origin, dial).request())).code).toBe("tls_pin_mismatch");
  });
});

describe("options that cannot be meant", () => {
  const invalid = expect.objectContaining({ code: "invalid_argument" }) as Error;

  it.each<[string, () => unknown]>([
    ["a path in the proxy", () => dialHttpProxy({ proxy: "http://proxy/path" })],
    ["credentials in the proxy", () => dialHttpProxy({ proxy: "http://u:canary-1@proxy" })],
    ["credentials in a broken URL", () => dialHttpProxy({ proxy: "http://u:canary-1@pro xy" })],
    ["another scheme", () => dialHttpProxy({ proxy: "socks5://proxy" })],
    ["credentials for an http: proxy", () => dialHttpProxy({ proxy: "http://p", auth: proxyUser })],
    [
      "the same as a field",
      () => dialHttpProxy({ proxy: "http://p", headers: { "proxy-authorization": "x" } }),
    ],
    ["pins for an http: proxy", () => dialHttpProxy({ proxy: "http://p", tls: { insecure: true } })],
    [
      "the origin's credentials",
      () => dialHttpProxy({ proxy: "https://p", headers: { AuthorizaTion: "x" } }),
    ],
    ["another host", () => dialHttpProxy({ proxy: "https://p", headers: { host: "x" } })],
    ["a second head", () => dialHttpProxy({ proxy: "https://p", headers: { a: "b\r\nc: canary-1" } })],
    ["a name with a line break", () => dialHttpProxy({ proxy: "https://p", headers: { "a\r\nb": "c" } })],
    [
      "a user with a colon",
      () => dialHttpProxy({ proxy: "https://p", auth: { username: "a:b", password: "" } }),
    ],
    ["a user without a password", () => dialSocks5({ host: "p", port: 1, username: "canary-1" })],
    ["a password without a user", () => dialSocks5({ host: "p", port: 1, password: "canary-1" })],
    [
      "a password that SOCKS5 has no room for",
      () => dialSocks5({ host: "p", port: 1, username: "u", password: "é".repeat(128) }),
    ],
    ["an empty path", () => dialUnixSocket("")],
    ["a path with a NUL", () => dialUnixSocket("/run/x\0y")],
  ])("are refused at once: %s", (_what, make) => {
    expect(make).toThrow(invalid);
    try {
      make();
    } catch (error) {
      expect(inspect(error, { showHidden: true, depth: 9 })).not.toContain("canary-1");
    }
  });

  it.each(["bad\r\nhost", "bad host", "", "ä"])("are refused when dialled: the host %j", async (host) => {
    const proxy = await kept(createSocks5Proxy());
    const { signal } = new AbortController();
    for (const dial of [
      dialHttpProxy({ proxy: `http://127.0.0.1:${proxy.port}` }),
      dialSocks5({ host: "127.0.0.1", port: proxy.port }),
    ]) {
      expect((await failure(dial({ host, port: 1 }, signal))).code).toBe("invalid_argument");
    }
    await proxy.close();
    expect(proxy.received().length).toBe(0);
  });
});

describe("the request to an HTTP proxy", () => {
  it("names host and port, an IPv6 address in brackets, and the fields that were given", async () => {
    const heads: string[] = [];
    const proxy = await kept(
      createRawServer(
        (socket, bytes) => {
          heads.push(bytes.toString("latin1"));
          socket.end("HTTP/1.1 503 Busy\r\n\r\n");
        },
        { tls: false },
      ),
    );
    const dial = dialHttpProxy({ proxy: proxy.origin, headers: { "User-Agent": "mailmux" } });
    const { signal } = new AbortController();
    await failure(dial({ host: "mx1.example", port: 443 }, signal));
    await failure(dial({ host: "2001:db8::1", port: 8443 }, signal));
    expect(heads).toEqual([
      "CONNECT mx1.example:443 HTTP/1.1\r\nHost: mx1.example:443\r\nUser-Agent: mailmux\r\n\r\n",
      "CONNECT [2001:db8::1]:8443 HTTP/1.1\r\nHost: [2001:db8::1]:8443\r\nUser-Agent: mailmux\r\n\r\n",
    ]);
  });
});

describe("the request to a SOCKS5 proxy", () => {
  async function requestFor(host: string, options: object = {}): Promise<string> {
    const proxy = await kept(
      createRawServer(
        (socket, bytes) => (bytes[1] === 1 && bytes.length > 3 ? socket.end() : socket.write("\x05\x00")),
        { tls: false },
      ),
    );
    const dial = dialSocks5({ host: "127.0.0.1", port: proxy.port, ...options });
    await failure(dial({ host, port: 0x1234 }, new AbortController().signal));
    await proxy.close();
    return proxy
      .received()
      .toString("hex")
      .replace(/^050100/, "");
  }
  const lookup = (_name: string, _options: unknown, found: (error: null, all: object[]) => void): void =>
    found(null, [{ address: "192.0.2.7", family: 4 }]);

  it.each([
    ["mx1", "050100" + "03" + "03" + "6d7831" + "1234"],
    ["192.0.2.1", "050100" + "01" + "c0000201" + "1234"],
    ["::1", "050100" + "04" + "00".repeat(15) + "01" + "1234"],
    ["2001:db8::", "050100" + "04" + "20010db8" + "00".repeat(12) + "1234"],
    ["2001:DB8:0:1:2:3:4:5", "050100" + "04" + "20010db8000000010002000300040005" + "1234"],
    ["::ffff:192.0.2.1", "050100" + "04" + "00".repeat(10) + "ffffc0000201" + "1234"],
  ])("has the target %s in the form of RFC 1928", async (host, expected) => {
    expect(await requestFor(host)).toBe(expected);
  });

  it("has an address instead of the name when this side resolves it", async () => {
    expect(await requestFor("mx1.example", { resolve: "local", lookup })).toBe(
      "050100" + "01" + "c0000207" + "1234",
    );
  });

  it("is not made for a name that this side cannot resolve", async () => {
    const proxy = await kept(createSocks5Proxy());
    const dial = dialSocks5({
      host: "127.0.0.1",
      port: proxy.port,
      resolve: "local",
      lookup: (_name, _options, found) =>
        found(Object.assign(new Error("no such name"), { code: "ENOTFOUND" }), ""),
    });
    const error = await failure(dial({ host: "mx1.example", port: 1 }, new AbortController().signal));
    expect(error).toMatchObject({ code: "dns", context: { host: "mx1.example", phase: "connect" } });
    await proxy.close();
    expect(proxy.targets).toEqual([]);
  });
});

/** The answers of proxies that mean no good, or can do no better: what they are told, and what comes of it. */
interface HostileCase {
  readonly name: string;
  readonly answer: RawHandler;
  readonly code: string;
  readonly message: RegExp;
}

const httpCases: HostileCase[] = [
  {
    name: "wants credentials",
    answer: (socket) => socket.write("HTTP/1.1 407 canary-echo\r\nContent-Length: 9\r\n\r\n"),
    code: "connect_failed",
    message: /the proxy: it answered 407: it does not accept these credentials/,
  },
  {
    name: "cannot reach the target",
    answer: (socket) => socket.write("HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n<html>"),
    code: "connect_failed",
    message: /the proxy: it answered 502 to CONNECT/,
  },
  {
    name: "redirects",
    answer: (socket) => socket.write("HTTP/1.1 302 Found\r\nLocation: https://evil.example\r\n\r\n"),
    code: "connect_failed",
    message: /302/,
  },
  {
    name: "speaks something else",
    answer: (socket) => socket.write("220 smtp.example ESMTP\r\n"),
    code: "protocol",
    message: /the proxy: /,
  },
  {
    name: "switches protocols",
    answer: (socket) => socket.write("HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n"),
    code: "protocol",
    message: /the proxy: /,
  },
  {
    name: "folds a field and repeats what it was told",
    answer: (socket, bytes) => socket.write(`HTTP/1.1 200 OK\r\n ${bytes.toString("latin1")}\r\n\r\n`),
    code: "protocol",
    message: /the proxy: /,
  },
  {
    name: "says 102 for ever",
    answer: (socket) => socket.write("HTTP/1.1 102 Processing\r\n\r\n".repeat(100)),
    code: "too_large",
    message: /the proxy: /,
  },
  {
    name: "sends an endless head",
    answer: (socket) => socket.write(`HTTP/1.1 200 OK\r\nX-A: ${"a".repeat(20_000)}`),
    code: "too_large",
    message: /the proxy: /,
  },
  {
    name: "closes without an answer",
    answer: (socket) => socket.end(),
    code: "connect_failed",
    message: /the proxy: it closed the connection before it had answered/,
  },
  {
    name: "closes in the middle of its answer",
    answer: (socket) => socket.end("HTTP/1.1 200 Connection est"),
    code: "connect_failed",
    message: /the proxy: it closed the connection before it had answered/,
  },
  {
    name: "resets the connection",
    answer: (socket) => (socket as Socket).resetAndDestroy(),
    code: "connect_failed",
    message: /the proxy: /,
  },
];

describe("an HTTP proxy that", () => {
  it.each(httpCases)("$name", async ({ answer, code, message }) => {
    const proxy = await kept(createRawServer(answer, { tls: false }));
    const dial = dialHttpProxy({ proxy: proxy.origin, auth: proxyUser, allowPlaintextAuth: true });
    const error = await failure(clientOf("https://mx1.example", dial).request());
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.message).toContain(`(mx1.example:443 via ${proxy.origin})`);
    expect(error.context).toMatchObject({ phase: "connect", requestSent: "none", via: proxy.origin });
    const printed = inspect(error, { showHidden: true, depth: 20 }) + JSON.stringify(error);
    expect(printed).not.toContain("canary");
    expect(printed).not.toContain(basic(proxyUser));
    await proxy.close();
  });

  it("wants credentials when there are none", async () => {
    const proxy = await kept(createConnectProxy({ credentials: proxyUser }));
    const error = await failure(
      clientOf("https://mx1.example", dialHttpProxy({ proxy: proxy.origin })).request(),
    );
    expect(error.message).toContain("it answered 407: it wants credentials");
    expect(proxy.targets).toEqual([]);
  });

  it("gets a target where nothing listens", async () => {
    const proxy = await kept(createConnectProxy());
    const dial = dialHttpProxy({ proxy: proxy.origin });
    const error = await failure(clientOf(`https://127.0.0.1:${await deadPort()}`, dial).request());
    expect(error).toMatchObject({ code: "connect_failed", context: { via: proxy.origin } });
    expect(error.message).toContain("it answered 502");
  });
});

const socks = (...bytes: number[]): Buffer => Buffer.from(bytes);
const greetingDone = socks(5, 0);

const socksCases: HostileCase[] = [
  {
    name: "wants credentials",
    answer: (socket) => socket.write(socks(5, 0xff)),
    code: "connect_failed",
    message: /the proxy: it wants credentials/,
  },
  {
    name: "chooses a way to sign in that was not offered",
    answer: (socket) => socket.write(socks(5, 2)),
    code: "protocol",
    message: /not offered/,
  },
  {
    name: "speaks HTTP",
    answer: (socket) => socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"),
    code: "protocol",
    message: /does not speak SOCKS5/,
  },
  {
    name: "speaks SOCKS4",
    answer: (socket) => socket.write(socks(0, 0x5a, 0, 0, 0, 0, 0, 0)),
    code: "protocol",
    message: /does not speak SOCKS5/,
  },
  {
    name: "changes its version",
    answer: (socket) => socket.write(Buffer.concat([greetingDone, socks(4, 0, 0, 1)])),
    code: "protocol",
    message: /malformed/,
  },
  {
    name: "answers with an unknown type of address",
    answer: (socket) => socket.write(Buffer.concat([greetingDone, socks(5, 0, 0, 9)])),
    code: "protocol",
    message: /type of address/,
  },
  {
    name: "answers with an unknown reply",
    answer: (socket) => socket.write(Buffer.concat([greetingDone, socks(5, 99)])),
    code: "protocol",
    message: /reply 99/,
  },
  ...(
    [
      [1, "connect_failed"],
      [2, "connect_failed"],
      [3, "connect_failed"],
      [4, "connect_failed"],
      [5, "connect_refused"],
      [6, "connect_failed"],
      [7, "connect_failed"],
      [8, "connect_failed"],
    ] as const
  ).map(([reply, code]) => ({
    name: `answers with the reply ${reply}`,
    answer: ((socket) => socket.end(Buffer.concat([greetingDone, socks(5, reply)]))) as RawHandler,
    code,
    message: /the proxy: /,
  })),
  {
    name: "closes without an answer",
    answer: (socket) => socket.end(),
    code: "connect_failed",
    message: /it closed the connection before it had answered/,
  },
  {
    name: "closes after the first step, in the same segment",
    answer: (socket) => socket.end(greetingDone),
    code: "connect_failed",
    message: /it closed the connection before it had answered/,
  },
  {
    name: "closes in the middle of an address",
    answer: (socket) => socket.end(Buffer.concat([greetingDone, socks(5, 0, 0, 4, 1, 2, 3)])),
    code: "connect_failed",
    message: /it closed the connection before it had answered/,
  },
];

describe("a SOCKS5 proxy that", () => {
  it.each(socksCases)("$name", async ({ answer, code, message }) => {
    const proxy = await kept(createRawServer(firstOnly(answer), { tls: false }));
    const dial = dialSocks5({ host: "127.0.0.1", port: proxy.port });
    const error = await failure(clientOf("https://mx1.example", dial).request());
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.message).toContain(`(mx1.example:443 via socks5://127.0.0.1:${proxy.port})`);
    expect(error.context).toMatchObject({ phase: "connect", requestSent: "none" });
    await proxy.close();
  });

  it("does not accept the password", async () => {
    const proxy = await kept(createSocks5Proxy({ credentials: { username: "proxy-user", password: "x" } }));
    const dial = dialSocks5({ host: "127.0.0.1", port: proxy.port, ...proxyUser });
    const error = await failure(clientOf("https://mx1.example", dial).request());
    expect(error.code).toBe("connect_failed");
    expect(error.message).toContain("it does not accept these credentials");
    expect(inspect(error, { showHidden: true, depth: 20 })).not.toContain("canary");
    expect(proxy.targets).toEqual([]);
  });

  it("needs no password is not told it", async () => {
    const proxy = await kept(createRawServer((socket) => socket.write(socks(5, 0)), { tls: false }));
    const dial = dialSocks5({ host: "127.0.0.1", port: proxy.port, ...proxyUser });
    await failure(clientOf("https://mx1.example", dial, { connectTimeoutMs: 200 }).request());
    expect(proxy.received().toString("latin1")).not.toContain("canary");
  });

  it("gets a target where nothing listens", async () => {
    const proxy = await kept(createSocks5Proxy());
    const dial = dialSocks5({ host: "127.0.0.1", port: proxy.port });
    const error = await failure(clientOf(`https://127.0.0.1:${await deadPort()}`, dial).request());
    expect(error).toMatchObject({ code: "connect_refused", context: { phase: "connect" } });
  });
});

describe("a proxy that is slow or in a hurry", () => {
  const dials: Record<string, { dial: (port: number) => DialFunction; answer: Buffer }> = {
    CONNECT: {
      dial: (port) => dialHttpProxy({ proxy: `http://127.0.0.1:${port}` }),
      answer: Buffer.from("HTTP/1.0 200 OK\r\nContent-Length: 99\r\n\r\n"),
    },
    SOCKS5: {
      dial: (port) => dialSocks5({ host: "127.0.0.1", port }),
      answer: Buffer.from([5, 0, 5, 0, 0, 3, 2, 0x6d, 0x78, 0, 0]),
    },
  };
  const { signal } = new AbortController();
  const target = { host: "mx1.example", port: 443 };

  it.each(Object.keys(dials))(
    "keeps what follows the answer for the tunnel, however it is cut: %s",
    async (kind) => {
      const { dial, answer } = dials[kind] as (typeof dials)[string];
      for (const pieces of everySplit(Buffer.concat([answer, Buffer.from("tunnel")]))) {
        const proxy = await kept(
          createRawServer(
            firstOnly((socket) => void trickle(socket, pieces)),
            { tls: false },
          ),
        );
        const socket = await dial(proxy.port)(target, signal);
        expect(await readAll(socket, "tunnel".length)).toBe("tunnel");
        socket.destroy();
        await proxy.close();
      }
    },
  );

  it.each(Object.keys(dials))(
    "stalls is left at connectTimeoutMs, and its socket closed: %s",
    async (kind) => {
      const proxy = await kept(createRawServer(() => {}, { tls: false }));
      const client = clientOf(
        "https://mx1.example",
        (dials[kind] as (typeof dials)[string]).dial(proxy.port),
        {
          connectTimeoutMs: 60,
        },
      );
      const error = await failure(client.request());
      expect(error).toMatchObject({
        code: "connect_timeout",
        context: { phase: "connect", requestSent: "none" },
      });
      await proxy.close();
    },
  );

  it.each(Object.keys(dials))(
    "stalls is left when the caller aborts, and its socket closed: %s",
    async (kind) => {
      const controller = new AbortController();
      const proxy = await kept(createRawServer(() => controller.abort(), { tls: false }));
      const client = clientOf(
        "https://mx1.example",
        (dials[kind] as (typeof dials)[string]).dial(proxy.port),
      );
      expect(await failure(client.request({ signal: controller.signal }))).toMatchObject({ code: "aborted" });
      await proxy.close();
    },
  );

  it("stalls inside TLS is left too", async () => {
    const proxy = await kept(createRawServer(() => {}, { certificate: proxyCertificate }));
    const dial = dialHttpProxy({
      proxy: proxy.origin,
      tls: { fingerprints: [proxyCertificate.fingerprint] },
    });
    const client = clientOf("https://mx1.example", dial, { connectTimeoutMs: 300 });
    expect((await failure(client.request())).code).toBe("connect_timeout");
    await proxy.close();
  });

  it.each(["CONNECT", "SOCKS5", "unix"])(
    "is not called when the signal has aborted before: %s",
    async (kind) => {
      const proxy = await kept(createRawServer(() => {}, { tls: false }));
      const dial = dials[kind]?.dial(proxy.port) ?? dialUnixSocket("/nowhere");
      const reason = new HttpTlsError("aborted", "too late");
      await expect(dial(target, AbortSignal.abort(reason))).rejects.toBe(reason);
      await proxy.close();
      expect(proxy.counts().accepted).toBe(0);
    },
  );
});

describe("the way to the proxy itself", () => {
  it.each<[string, (port: number) => DialFunction]>([
    ["an HTTP proxy", (port) => dialHttpProxy({ proxy: `http://127.0.0.1:${port}` })],
    ["a SOCKS5 proxy", (port) => dialSocks5({ host: "127.0.0.1", port })],
  ])("is refused when nothing listens there: %s", async (_name, dial) => {
    const port = await deadPort();
    const error = await failure(clientOf("https://mx1.example", dial(port)).request());
    expect(error).toMatchObject({
      code: "connect_refused",
      context: { host: "mx1.example", port: 443, phase: "connect" },
    });
    expect(error.context.via).toContain(`127.0.0.1:${port}`);
  });

  it("is resolved by lookup, and a name that has no address is a dns error", async () => {
    const lookup = (_name: string, _options: unknown, found: (error: Error, all: string) => void): void =>
      found(Object.assign(new Error("no such name"), { code: "ENOTFOUND" }), "");
    for (const dial of [
      dialHttpProxy({ proxy: "http://proxy.example:3128", lookup }),
      dialSocks5({ host: "proxy.example", port: 1080, lookup }),
    ]) {
      const error = await failure(clientOf("https://mx1.example", dial).request());
      expect(error.code).toBe("dns");
      expect(error.context.via).toContain("proxy.example");
    }
  });

  it("is a unix socket that is not there, or that nobody listens on", async () => {
    const path = await temporaryPath();
    const missing = await failure(clientOf("https://mx1", dialUnixSocket(path)).request());
    expect(missing).toMatchObject({ code: "connect_failed", context: { via: `unix:${path}`, host: "mx1" } });
  });
});

/** Calls `answer` for the first bytes of a connection only. */
function firstOnly(answer: RawHandler): RawHandler {
  const seen = new WeakSet<Socket>();
  return (socket, bytes) => {
    if (seen.has(socket)) return;
    seen.add(socket);
    answer(socket, bytes);
  };
}

/** Writes pieces one by one, each when the one before has left. */
async function trickle(socket: Socket, pieces: readonly Uint8Array[]): Promise<void> {
  socket.setNoDelay(true);
  for (const piece of pieces) {
    await new Promise<void>((resolve) => socket.write(piece, () => resolve()));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function readAll(socket: Duplex, length: number): Promise<string> {
  let text = "";
  socket.on("data", (bytes: Buffer) => (text += bytes.toString("latin1")));
  while (text.length < length) await once(socket, "data");
  return text;
}

/** A port that was free a moment ago. */
async function deadPort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
