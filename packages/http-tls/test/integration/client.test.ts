import { once } from "node:events";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, connect as connectTcp, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { describe, expect, it, vi } from "vitest";
import { createHttpClient, type DialFunction, inspectCertificate } from "../../src/index.ts";
import { createRawServer, createTestCertificate, type RawHandler } from "../../src/testing/index.ts";
import { cleanups, clientOf, failure, ok, rawServer } from "./support.ts";

describe("a pinned connection", () => {
  it("sends not one request byte to a server with another fingerprint", async () => {
    const server = await rawServer((socket) => socket.write(ok("secret")));
    const other = await createTestCertificate();
    const client = clientOf(server, {
      tls: { fingerprints: [other.fingerprint] },
      auth: { username: "admin", password: "hunter2" },
    });
    const error = await failure(client.request({ path: "/remote/", body: "<x/>" }));
    expect(error.code).toBe("tls_pin_mismatch");
    expect(error.context).toMatchObject({
      phase: "tls",
      requestSent: "none",
      expected: [other.fingerprint],
      actual: server.certificate.fingerprint,
    });
    await server.close(); // waits for the client's socket to be gone
    expect(server.counts()).toMatchObject({ accepted: 1, open: 0 });
    expect(server.received().length).toBe(0);
  });

  it("accepts any of several pins, and a pin of the key", async () => {
    const server = await rawServer((socket) => socket.write(ok("hi")));
    const other = await createTestCertificate();
    for (const fingerprints of [
      [other.fingerprint, server.certificate.fingerprint],
      [server.certificate.spkiPin],
    ]) {
      const response = await clientOf(server, { tls: { fingerprints } }).request();
      expect(await response.text()).toBe("hi");
    }
  });

  it("does not trust a self-signed certificate without a pin, and sends nothing", async () => {
    const server = await rawServer((socket) => socket.write(ok("hi")));
    const error = await failure(clientOf(server, { tls: {} }).request());
    expect(error.code).toBe("tls_untrusted");
    await server.close();
    expect(server.received().length).toBe(0);
  });

  it("trusts a certificate through ca, and then still checks the pin", async () => {
    const server = await rawServer((socket) => socket.write(ok("hi")));
    const ca = server.certificate.cert;
    expect((await clientOf(server, { tls: { ca } }).request()).status).toBe(200);
    const other = await createTestCertificate();
    const error = await failure(
      clientOf(server, { tls: { ca, fingerprints: [other.fingerprint] } }).request(),
    );
    expect(error.code).toBe("tls_pin_mismatch");
  });

  it("fails in the TLS phase when the peer does not speak TLS", async () => {
    const server = await createRawServer((socket) => socket.end("220 smtp.example ESMTP\r\n"), {
      tls: false,
    });
    cleanups.push(() => server.close());
    const client = createHttpClient({
      origin: server.origin.replace("http:", "https:"),
      tls: { insecure: true },
    });
    cleanups.push(() => client.destroy());
    const error = await failure(client.request());
    expect(error).toMatchObject({ code: "tls_handshake", context: { phase: "tls", requestSent: "none" } });
  });

  it("says that the handshake, not the connect, took too long", async () => {
    const server = await createRawServer(() => {}, { tls: false });
    cleanups.push(() => server.close());
    const client = createHttpClient({
      origin: server.origin.replace("http:", "https:"),
      connectTimeoutMs: 50,
    });
    cleanups.push(() => client.destroy());
    expect(await failure(client.request())).toMatchObject({
      code: "connect_timeout",
      context: { phase: "tls" },
    });
  });

  it.each([
    ["a deadline", "deadline", () => ({ deadlineMs: 50 })],
    ["an abort", "aborted", () => ({ signal: AbortSignal.timeout(50) })],
  ])("says that it was the handshake which %s has ended", async (_, code, limit) => {
    const server = await createRawServer(() => {}, { tls: false });
    cleanups.push(() => server.close());
    const origin = server.origin.replace("http:", "https:");
    const client = createHttpClient({ origin, tls: { insecure: true } });
    cleanups.push(() => client.destroy());
    const error = await failure(client.request(limit()));
    expect(error).toMatchObject({ code, context: { phase: "tls", requestSent: "none" } });
  });

  it("does not let the server renegotiate, which could show another certificate", async () => {
    const certificate = await createTestCertificate();
    let outcome: Promise<unknown> | undefined;
    const server = createTlsServer({ ...certificate, maxVersion: "TLSv1.2" }, (socket) => {
      socket.on("error", () => {});
      socket.once("data", () => {
        outcome = new Promise((resolve) => {
          socket.once("close", () => resolve("closed"));
          socket.renegotiate({}, (error) => resolve(error ?? "renegotiated"));
        });
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = createHttpClient({
      origin,
      tls: { fingerprints: [certificate.fingerprint] },
      headersTimeoutMs: 300,
    });
    cleanups.push(
      () => server.close(),
      () => client.destroy(),
    );
    await failure(client.request());
    expect(outcome).toBeDefined();
    expect(await outcome).not.toBe("renegotiated");
  });

  it("refuses a server that speaks nothing newer than TLS 1.1", async () => {
    const certificate = await createTestCertificate();
    const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "ALL@SECLEVEL=0" } as const;
    const server = createTlsServer({ ...certificate, ...old }, (socket) => socket.end(ok("old")));
    server.on("tlsClientError", () => {});
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = createHttpClient({ origin, tls: { fingerprints: [certificate.fingerprint] } });
    cleanups.push(
      () => server.close(),
      () => client.destroy(),
    );
    expect(await failure(client.request())).toMatchObject({
      code: "tls_handshake",
      context: { requestSent: "none" },
    });
  });

  it("inspects a certificate without sending a byte", async () => {
    const server = await rawServer(() => {});
    const info = await inspectCertificate(server.origin);
    expect(info).toMatchObject({
      fingerprint: server.certificate.fingerprint,
      spkiPin: server.certificate.spkiPin,
      names: ["localhost", "127.0.0.1"],
      selfSigned: true,
    });
    await server.close();
    expect(server.received().length).toBe(0);
  });
});

describe("credentials", () => {
  it("are sent as Basic, in UTF-8", async () => {
    const server = await rawServer((socket) => socket.write(ok("")));
    await clientOf(server, { auth: { username: "åsa", password: "p:w" } }).request();
    expect(server.received().toString("latin1")).toContain(
      `Authorization: Basic ${Buffer.from("åsa:p:w").toString("base64")}\r\n`,
    );
  });

  it("never go over plain http unless that is asked for", () => {
    const auth = { username: "a", password: "b" };
    expect(() => createHttpClient({ origin: "http://127.0.0.1", auth })).toThrowError(/plain http/);
    expect(() =>
      createHttpClient({ origin: "http://127.0.0.1", auth, allowPlaintextAuth: true }),
    ).not.toThrow();
  });

  it("and pins are not mixed with plain http, where they would verify nothing", () => {
    const tls = { fingerprints: [`sha256:${"ab".repeat(32)}`] };
    expect(() => createHttpClient({ origin: "http://127.0.0.1", tls })).toThrowError(/use https/);
  });

  it("that a function does not give are an error, not a request without them", async () => {
    const server = await rawServer((socket) => socket.write(ok("x")));
    for (const value of [undefined, "", {}]) {
      const client = clientOf(server, { auth: () => value as string });
      expect(await failure(client.request())).toMatchObject({ code: "invalid_argument" });
    }
    expect(server.counts().accepted).toBe(0);
  });

  it("do not belong into the origin", () => {
    expect(() => createHttpClient({ origin: "https://user:pw@mx1/" })).toThrowError(/use auth/);
  });
});

describe("request fields", () => {
  it.each([
    ["a Headers", new Headers({ "X-A": "1" })],
    ["a Map", new Map([["X-A", "1"]])],
    ["pairs", [["X-A", "1"]]],
    ["null", null],
    ["a text", "X-A: 1"],
    ["a value that is undefined", { "X-A": undefined }],
    ["a value that is null", { "X-A": null }],
  ])("given as %s are refused, and nothing is sent", async (_, headers) => {
    const server = await rawServer((socket) => socket.write(ok("x")));
    const error = await failure(
      clientOf(server).request({ headers: headers as unknown as Record<string, string> }),
    );
    expect(error).toMatchObject({ code: "invalid_argument" });
    expect(server.counts().accepted).toBe(0);
  });
});

describe("responses", () => {
  it("are an error when a chunked body is cut at any byte, and whole when it is not", async () => {
    const raw =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: b\r\n\r\n5\r\nhello\r\n6;x=1\r\n world\r\n0\r\nX-T: 1\r\n\r\n";
    let cut = 0;
    const server = await rawServer((socket) => socket.end(raw.slice(0, cut)));
    for (cut = 0; cut <= raw.length; cut++) {
      const client = clientOf(server);
      const text = client.request({ method: "POST", body: "x" }).then((response) => response.text());
      if (cut === raw.length) expect(await text).toBe("hello world");
      else
        expect(await failure(text), `cut at ${cut}`).toMatchObject({
          code: "closed",
          context: { requestSent: "full" },
        });
    }
    expect(server.counts().accepted).toBe(raw.length + 1);
  });

  it("arrive while the rest is still under way", async () => {
    let finish = (): void => {};
    const server = await rawServer((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
      finish = () => socket.write("3\r\ntwo\r\n0\r\n\r\n");
    });
    const response = await clientOf(server).request();
    const seen: string[] = [];
    for await (const chunk of response.body) {
      seen.push(Buffer.from(chunk).toString());
      if (seen.length === 1) finish();
    }
    expect(seen).toEqual(["one", "two"]);
  });

  it("can be consumed piece by piece as they come, what waited first", async () => {
    const server = await rawServer((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
      setImmediate(() => socket.write("3\r\ntwo\r\n0\r\n\r\n"));
    });
    const client = clientOf(server);
    const response = await client.request();
    let text = "";
    await response.consume((bytes) => (text += Buffer.from(bytes).toString()));
    expect(text).toBe("onetwo");
    const late = await client.request();
    await expect.poll(() => late.connection.remoteAddress).toBe("127.0.0.1");
    await new Promise((resolve) => setImmediate(resolve));
    text = "";
    await late.consume((bytes) => (text += Buffer.from(bytes).toString()));
    expect(text).toBe("onetwo");
    expect(server.counts().accepted).toBe(1);
  });

  it("end with what a consumer throws, and the connection with them", async () => {
    const server = await rawServer((socket) =>
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello"),
    );
    const response = await clientOf(server).request();
    const given = new Error("enough");
    await expect(
      response.consume(() => {
        throw given;
      }),
    ).rejects.toBe(given);
    await expect.poll(() => server.counts().open).toBe(0);
    await expect(response.consume(() => {})).rejects.toMatchObject({ code: "invalid_argument" });
  });

  it("make the connection reusable, and one connection serves requests in turn", async () => {
    const server = await rawServer((socket) => socket.write(ok("x")));
    const client = clientOf(server, { maxConnections: 1 });
    const texts = await Promise.all([1, 2, 3].map(async () => (await client.request()).text()));
    expect(texts).toEqual(["x", "x", "x"]);
    expect(server.counts().accepted).toBe(1);
  });

  it("hold no more than a bounded part of a body that nobody reads, and give up on it", async () => {
    let written = 0;
    const server = await rawServer((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
      const piece = Buffer.alloc(65536);
      const more = (): void => {
        let flowing = true;
        while (flowing && !socket.destroyed) {
          written += piece.length;
          flowing = socket.write(piece);
        }
      };
      socket.on("drain", more);
      more();
    });
    const client = clientOf(server, { bodyTimeoutMs: 100 });
    const response = await client.request();
    await server.close(); // only ends once the client has let go of the connection
    expect(await failure(response.bytes())).toMatchObject({ code: "body_timeout" });
    // What the sockets' own buffers take on both sides is the system's; the body's own part is 256 KiB.
    expect(written).toBeLessThan(20_000_000);
  });

  it("of tiny chunks are put together, whether they are read at once or wait", async () => {
    const count = 10_000;
    const server = await rawServer((socket) => {
      const chunks = Array.from({ length: count }, (_, index) => `1\r\n${index % 10}\r\n`).join("");
      socket.write(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`);
    });
    const client = clientOf(server);
    const whole = Array.from({ length: count }, (_, index) => index % 10).join("");
    expect(await (await client.request()).text()).toBe(whole);
    const late = await client.request();
    await expect.poll(() => server.received().length).toBeGreaterThan(0);
    await new Promise((resolve) => setImmediate(resolve));
    let pieces = 0;
    let text = "";
    for await (const piece of late.body) {
      pieces++;
      text += Buffer.from(piece).toString();
    }
    expect(text).toBe(whole);
    expect(pieces).toBeLessThan(count / 10);
  });

  it("that come before the request was written in full end the connection: the rest must not stand before the next", async () => {
    const server = await rawServer((socket, request) => {
      if (request.includes("GET ")) socket.write(ok("next"));
      else if (request.includes("/early")) {
        socket.write("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
        socket.pause(); // a server that has said what it has to say
        cleanups.push(() => socket.destroy());
      }
    });
    const client = clientOf(server, { maxConnections: 1 });
    expect((await client.request({ path: "/early", body: new Uint8Array(30_000_000) })).status).toBe(413);
    expect(await (await client.request()).text()).toBe("next");
    expect(server.counts().accepted).toBe(2);
  });

  it("end a body that stalls with body_timeout, and a head that stalls with headers_timeout", async () => {
    const server = await rawServer((socket, request) => {
      if (request.includes("/body")) socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx");
    });
    const client = clientOf(server, { headersTimeoutMs: 50, bodyTimeoutMs: 50 });
    expect(await failure(client.request())).toMatchObject({
      code: "headers_timeout",
      context: { phase: "headers" },
    });
    const response = await client.request({ path: "/body" });
    expect(await failure(response.text())).toMatchObject({
      code: "body_timeout",
      context: { phase: "body" },
    });
  });

  it("end with deadline when the whole takes too long, though every byte comes in time", async () => {
    const server = await rawServer((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
      const drip = setInterval(() => socket.write("x"), 10);
      socket.on("close", () => clearInterval(drip));
    });
    const response = await clientOf(server).request({ deadlineMs: 100 });
    expect(await failure(response.text())).toMatchObject({ code: "deadline" });
  });

  it("are refused when they exceed maxBodyBytes", async () => {
    const server = await rawServer((socket) => socket.write(ok("123456")));
    expect(await failure(clientOf(server, { maxBodyBytes: 5 }).request())).toMatchObject({
      code: "too_large",
      context: { limit: "maxBodyBytes" },
    });
  });

  it("are refused when they are not HTTP", async () => {
    const server = await rawServer((socket) => socket.write("\x00\x01garbage"));
    expect((await failure(clientOf(server).request())).code).toBe("protocol");
  });

  it("are refused with a content coding that was not asked for", async () => {
    const server = await rawServer((socket) =>
      socket.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx"),
    );
    expect((await failure(clientOf(server).request())).code).toBe("decode");
  });
});

describe("a redirect", () => {
  it("is returned, not followed: credentials stay with the origin they are for", async () => {
    const elsewhere = await rawServer((socket) => socket.write(ok("stolen")));
    const server = await rawServer((socket) =>
      socket.write(
        `HTTP/1.1 307 Temporary Redirect\r\nLocation: ${elsewhere.origin}/\r\nContent-Length: 0\r\n\r\n`,
      ),
    );
    const response = await clientOf(server, { auth: { username: "a", password: "b" } }).request();
    expect(response.status).toBe(307);
    expect(response.headers.get("location")).toBe(`${elsewhere.origin}/`);
    expect(elsewhere.counts().accepted).toBe(0);
  });
});

describe("dial", () => {
  it("makes the raw connection, and the pin holds on it all the same", async () => {
    const server = await rawServer((socket) => socket.write(ok("hi")));
    const other = await createTestCertificate();
    const dialled: string[] = [];
    const dial: DialFunction = async ({ host, port }) => {
      dialled.push(`${host}:${port}`);
      const socket = connectTcp(server.port, "127.0.0.1");
      await once(socket, "connect");
      return socket;
    };
    const to = (fingerprint: string): ReturnType<typeof createHttpClient> =>
      clientOf(server, { origin: "https://mx1.example:8443", dial, tls: { fingerprints: [fingerprint] } });
    expect(await (await to(server.certificate.fingerprint).request()).text()).toBe("hi");
    expect((await failure(to(other.fingerprint).request())).code).toBe("tls_pin_mismatch");
    expect(dialled).toEqual(["mx1.example:8443", "mx1.example:8443"]);
    expect(server.received().toString("latin1")).toContain("Host: mx1.example:8443");
  });
});

describe("aborting", () => {
  it("ends a request that waits for its response, and frees its connection", async () => {
    const server = await rawServer(() => controller.abort(new Error("enough")));
    const controller = new AbortController();
    const error = await failure(clientOf(server).request({ signal: controller.signal }));
    expect(error).toMatchObject({ code: "aborted", cause: controller.signal.reason as unknown });
    await server.close();
    expect(server.counts().open).toBe(0);
  });

  it("ends a request that waits in the queue, and leaves the one before it alone", async () => {
    let answer = (): void => {};
    const server = await rawServer((socket) => (answer = () => socket.write(ok("first"))));
    const client = clientOf(server, { maxConnections: 1 });
    const first = client.request();
    const controller = new AbortController();
    const second = client.request({ signal: controller.signal });
    await expect.poll(() => server.received().length).toBeGreaterThan(0);
    controller.abort();
    expect(await failure(second)).toMatchObject({
      code: "aborted",
      context: { phase: "queued", requestSent: "none" },
    });
    answer();
    expect(await (await first).text()).toBe("first");
  });

  it("leaves the loop over a body early and closes the connection", async () => {
    const server = await rawServer((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"));
    const response = await clientOf(server).request();
    for await (const chunk of response.body) {
      expect(chunk.length).toBe(1);
      break;
    }
    await server.close();
    expect(server.counts().open).toBe(0);
  });
});

describe("a stop in the very moment of the start", () => {
  it("is never lost: whenever the signal aborts, the request ends as aborted", async () => {
    const server = await rawServer((socket, request) => {
      if (request.includes("/warm")) socket.write(ok("x"));
    });
    for (let ticks = 0; ticks < 16; ticks++) {
      const client = clientOf(server, { headersTimeoutMs: 1_000_000 });
      if (ticks % 2 === 0) await (await client.request({ path: "/warm" })).text();
      const controller = new AbortController();
      const ended = failure(client.request({ method: "POST", signal: controller.signal }));
      for (let tick = 0; tick < ticks; tick++) await null;
      controller.abort();
      expect((await ended).code, `after ${ticks} ticks`).toBe("aborted");
      await client.close();
    }
  });

  it("by destroy() ends connections that are being opened: nothing is sent", async () => {
    const server = await rawServer((socket) => socket.write(ok("x")));
    const client = clientOf(server);
    const ended = failure(client.request({ method: "POST", body: "x" }));
    await new Promise((resolve) => setImmediate(resolve));
    client.destroy();
    expect((await ended).code).toBe("closed");
    await server.close();
    expect(server.received().length).toBe(0);
  });

  it("ends a dial that does not hear its signal, and an auth function that never answers", async () => {
    const never = (): Promise<never> => new Promise(() => {});
    const origin = "https://127.0.0.1:1";
    const dialling = createHttpClient({ origin, dial: never, connectTimeoutMs: 30 });
    expect((await failure(dialling.request())).code).toBe("connect_timeout");
    const authorizing = createHttpClient({ origin, auth: never });
    expect((await failure(authorizing.request({ deadlineMs: 30 }))).code).toBe("deadline");
    const broken = createHttpClient({ origin, auth: () => Promise.reject(new TypeError("x")) });
    expect(await failure(broken.request())).toMatchObject({
      code: "invalid_argument",
      cause: new TypeError("x"),
    });
  });
});

describe("a kept connection", () => {
  /** Answers the first request of each connection and hangs up at the second. */
  const hangsUpAtSecond = (): RawHandler => {
    const seen = new WeakSet<object>();
    return (socket) => {
      if (seen.has(socket)) socket.destroy();
      else socket.write(ok("x"));
      seen.add(socket);
    };
  };

  it("that dies under a safe request is replaced, once", async () => {
    const server = await rawServer(hangsUpAtSecond());
    const client = clientOf(server);
    await (await client.request()).text();
    expect(await (await client.request()).text()).toBe("x");
    expect(server.counts().accepted).toBe(2);
  });

  it("that dies is replaced while the client closes: the request was under way", async () => {
    const server = await rawServer(hangsUpAtSecond());
    const client = clientOf(server);
    await (await client.request()).text();
    const late = client.request();
    const closed = client.close();
    expect(await (await late).text()).toBe("x");
    await closed;
    expect(await failure(client.request())).toMatchObject({ code: "closed" });
    expect(server.counts().accepted).toBe(2);
  });

  it("that dies takes its part of the deadline with it: the second attempt has what is left", async () => {
    const sockets: Socket[] = [];
    const server = await rawServer((socket, request) => {
      if (request.includes("/first")) socket.write(ok("x"));
      else sockets.push(socket);
    });
    const client = clientOf(server, { idleTimeoutMs: 1_000_000, headersTimeoutMs: 1_000_000 });
    await (await client.request({ path: "/first" })).text();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    cleanups.push(() => vi.useRealTimers());
    const arrivals = async (count: number): Promise<void> => {
      while (sockets.length < count) await new Promise((resolve) => setImmediate(resolve));
    };
    const ended = failure(client.request({ deadlineMs: 60_000 }));
    await arrivals(1);
    await vi.advanceTimersByTimeAsync(40_000);
    sockets[0]?.destroy();
    await arrivals(2);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await ended).toMatchObject({ code: "deadline", context: { host: "127.0.0.1" } });
  });

  it("that dies inside the answer is not replaced, though the request may be repeated: it has arrived", async () => {
    let requests = 0;
    const server = await rawServer((socket) => {
      if (++requests === 1) socket.write(ok("x"));
      else socket.end("HTTP/1.1 200 OK\r\nContent-");
    });
    const client = clientOf(server);
    await (await client.request()).text();
    expect(await failure(client.request())).toMatchObject({
      code: "closed",
      context: { responseStarted: true },
    });
    expect(requests).toBe(2);
  });

  it("that dies under a POST is not: the request may have arrived", async () => {
    const server = await rawServer(hangsUpAtSecond());
    const client = clientOf(server);
    await (await client.request()).text();
    const error = await failure(client.request({ method: "POST", body: "x" }));
    expect(error).toMatchObject({ code: "closed", context: { reused: true, requestSent: "full" } });
    expect(server.counts().accepted).toBe(1);
  });

  it("is closed when bytes come that answer no question", async () => {
    const server = await rawServer((socket) => {
      socket.write(ok("x"));
      setImmediate(() => socket.write(ok("poison")));
    });
    const client = clientOf(server);
    expect(await (await client.request()).text()).toBe("x");
    await expect.poll(() => server.counts().open).toBe(0);
    expect(await (await client.request()).text()).toBe("x");
  });

  it("is not reused when bytes follow the response", async () => {
    const server = await rawServer((socket) => socket.write(`${ok("x")}${ok("poison")}`));
    const client = clientOf(server);
    expect(await (await client.request()).text()).toBe("x");
    expect(await (await client.request()).text()).toBe("x");
    expect(server.counts().accepted).toBe(2);
  });

  it("is closed after idleTimeoutMs", async () => {
    const server = await rawServer((socket) => socket.write(ok("x")));
    await (await clientOf(server, { idleTimeoutMs: 20 }).request()).text();
    await server.close();
    expect(server.counts().open).toBe(0);
  });

  it("is given up before the server does, as Keep-Alive: timeout says", async () => {
    const server = await rawServer((socket) =>
      socket.write("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1\r\nContent-Length: 1\r\n\r\nx"),
    );
    await (await clientOf(server).request()).text();
    await server.close();
    expect(server.counts().open).toBe(0);
  });
});

describe("connections under load", () => {
  it("serve requests that follow at once, and no new one is opened", async () => {
    const server = await rawServer((socket) => socket.write(ok("x")));
    const client = clientOf(server, { maxConnections: 4 });
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let count = 0; count < 100; count++) expect(await (await client.request()).text()).toBe("x");
      }),
    );
    expect(server.counts().accepted).toBe(4);
  });
});

describe("closing a client", () => {
  it("lets requests under way end and takes no new ones", async () => {
    let answer = (): void => {};
    const server = await rawServer((socket) => (answer = () => socket.write(ok("late"))));
    const client = clientOf(server);
    const running = client.request();
    await expect.poll(() => server.received().length).toBeGreaterThan(0);
    const closing = Promise.all([client.close(), client.close()]);
    expect((await failure(client.request())).code).toBe("closed");
    answer();
    expect(await (await running).text()).toBe("late");
    await closing;
    await server.close();
    expect(server.counts().open).toBe(0);
  });
});

describe("beside Node's own https server", () => {
  it("speaks with it: bodies both ways, HEAD, keep-alive and 100 KB chunked", async () => {
    const { key, cert, fingerprint } = await createTestCertificate();
    const server = createHttpsServer({ key, cert }, (request, response) => {
      if (request.url === "/big") {
        for (let index = 0; index < 10; index++) response.write("y".repeat(10_240));
        response.end();
      } else request.pipe(response);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = createHttpClient({ origin, tls: { fingerprints: [fingerprint] } });
    cleanups.push(
      () => server.close(),
      () => client.destroy(),
    );
    expect(await (await client.request({ body: "förlåt" })).text()).toBe("förlåt");
    expect((await (await client.request({ path: "/big" })).bytes()).length).toBe(102_400);
    expect((await (await client.request({ method: "HEAD", path: "/big" })).bytes()).length).toBe(0);
  });
});

describe("onSend", () => {
  it("is called when a request is about to be written, once for each attempt", async () => {
    const server = await rawServer((socket) => socket.write(ok("hi")));
    const client = clientOf(server);
    const onSend = vi.fn(() => expect(server.received().length).toBe(0));
    await (await client.request({ onSend })).text();
    expect(onSend).toHaveBeenCalledTimes(1);
  });

  it("is not called where nothing is written: to a server with another fingerprint", async () => {
    const server = await rawServer((socket) => socket.write(ok("hi")));
    const other = await createTestCertificate();
    const onSend = vi.fn();
    await failure(
      clientOf(server, { tls: { fingerprints: [other.fingerprint] } }).request({ body: "x", onSend }),
    );
    expect(onSend).not.toHaveBeenCalled();
  });

  it("that throws fails the request, and nothing is written", async () => {
    const server = await rawServer((socket) => socket.write(ok("hi")));
    const cause = new Error("no");
    const onSend = (): never => {
      throw cause;
    };
    const error = await failure(clientOf(server).request({ onSend }));
    expect(error).toMatchObject({ code: "invalid_argument", cause, context: { requestSent: "none" } });
    await server.close();
    expect(server.received().length).toBe(0);
  });
});
