import { createHash } from "node:crypto";
import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { Readable } from "node:stream";
import { ReadableStream } from "node:stream/web";
import { describe, expect, it } from "vitest";
import { type DialFunction, type RequestBody } from "../../src/index.ts";
import { RequestParser } from "../../src/wire/index.ts";
import { answering, cleanups, clientOf, failure, nodeServer, ok, rawServer, until } from "./support.ts";

/** What a server makes of the bytes it received, one message after another. */
function parseRequests(bytes: Buffer): { body: string; trailers: Record<string, string>; fields: string }[] {
  const requests = [];
  for (let rest = bytes; rest.length > 0;) {
    const parser = new RequestParser();
    let body = "";
    let fields = "";
    let trailers: Record<string, string> = {};
    const taken = parser.push(rest, (event) => {
      if (event.type === "head") fields = JSON.stringify(event.head.fields);
      if (event.type === "data") body += Buffer.from(event.data).toString();
      if (event.type === "end") trailers = event.trailers.toJSON();
    });
    expect(parser.done).toBe(true);
    requests.push({ body, trailers, fields });
    rest = rest.subarray(taken);
  }
  return requests;
}

/** Pieces without end; counts what was asked of it, and tells when it was ended. */
function endless(pieceBytes = 64 * 1024) {
  const state = { pulled: 0, ended: 0 };
  const body = async function* (): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        state.pulled++;
        yield await Promise.resolve(Buffer.alloc(pieceBytes, 0x61));
      }
    } finally {
      state.ended++;
    }
  };
  return { state, body };
}

/** Gives one piece, then nothing for ever. */
function stalling() {
  const state = { ended: 0 };
  const body: RequestBody = {
    [Symbol.asyncIterator]() {
      let first = true;
      return {
        next: () => {
          if (!first) return new Promise<never>(() => {});
          first = false;
          return Promise.resolve({ done: false as const, value: "beginning" });
        },
        return: () => {
          state.ended++;
          return Promise.resolve({ done: true as const, value: undefined });
        },
      };
    },
  };
  return { state, body };
}

describe("a streamed request body", () => {
  const pieces = ["förlåt ", Buffer.from([0x61, 0x62]), "", "the end"] as const;
  const whole = "förlåt abthe end";
  const kinds: Record<string, () => RequestBody> = {
    "an array": () => pieces,
    "a generator": () =>
      (function* () {
        yield* pieces;
      })(),
    "an async generator": () =>
      (async function* () {
        for (const piece of pieces) yield await Promise.resolve(piece);
      })(),
    "a Node stream": () => Readable.from(pieces.map((piece) => Buffer.from(piece))),
    "a web stream": () =>
      new ReadableStream<Uint8Array | string>({
        start(controller) {
          for (const piece of pieces) controller.enqueue(piece);
          controller.close();
        },
      }),
    "a function that gives one": () => () => pieces,
  };

  for (const [kind, make] of Object.entries(kinds)) {
    it(`arrives whole from ${kind}, in chunks or with its length, and the connection is used again`, async () => {
      const server = await rawServer(answering(() => ok("x")));
      const client = clientOf(server, { maxConnections: 1 });
      const bytes = Buffer.byteLength(whole);
      const requests = [{}, { contentLength: bytes }, { trailers: { "X-Sum": "1" } }, {}];
      for (const extra of requests) {
        const response = await client.request({ method: "PUT", body: make(), ...extra });
        expect(await response.text()).toBe("x");
      }
      const [chunked, sized, trailed, again] = parseRequests(server.received());
      for (const request of [chunked, sized, trailed, again]) expect(request?.body).toBe(whole);
      expect(chunked?.fields).toContain('"transfer-encoding":"chunked"');
      expect(sized?.fields).toContain(`"content-length":"${bytes}"`);
      expect(sized?.fields).not.toContain("transfer-encoding");
      expect(trailed?.fields).toContain('"trailer":"X-Sum"');
      expect(trailed?.trailers).toEqual({ "x-sum": "1" });
      expect(server.counts().accepted).toBe(1);
    });
  }

  it("of 20 MB with a sum behind it reaches Node's own server, as it was", async () => {
    const server = await nodeServer((request, response) => {
      const hash = createHash("sha256");
      request.on("data", (chunk: Buffer) => hash.update(chunk));
      request.on("end", () => response.end(`${hash.digest("hex")} ${String(request.trailers["x-sum"])}`));
    });
    const hash = createHash("sha256");
    const response = await clientOf(server).request({
      async *body() {
        for (let index = 0; index < 200; index++) {
          const piece = await Promise.resolve(Buffer.alloc(100_000, index));
          hash.update(piece);
          yield piece;
        }
      },
      trailers: () => ({ "X-Sum": hash.copy().digest("hex") }),
    });
    const sum = hash.digest("hex");
    expect(await response.text()).toBe(`${sum} ${sum}`);
  });

  it("is not asked for more than a server takes that does not read", async () => {
    const server = await rawServer((socket) => {
      socket.pause();
      cleanups.push(() => socket.destroy());
    });
    const { state, body } = endless();
    const client = clientOf(server, { bodyTimeoutMs: 200 });
    const error = await failure(client.request({ method: "PUT", body: body() }));
    expect(error).toMatchObject({
      code: "body_timeout",
      context: { phase: "send", requestSent: "partial", responseStarted: false, bytesIn: 0, reused: false },
    });
    // The system's buffers on both sides take some megabytes; the producer's own part is a few pieces.
    expect(state.pulled).toBeLessThan(300);
    expect(error.context.bytesOut).toBeGreaterThan(0);
    expect(error.context.bytesOut).toBeLessThanOrEqual((state.pulled + 1) * 66_000);
    expect(state.ended).toBe(1);
  });

  it("whose producer stands still ends with body_timeout in the phase send", async () => {
    const server = await rawServer(() => {});
    const { state, body } = stalling();
    const error = await failure(clientOf(server, { bodyTimeoutMs: 50 }).request({ body }));
    expect(error).toMatchObject({ code: "body_timeout", context: { phase: "send", requestSent: "partial" } });
    expect(server.received().toString()).toContain("beginning");
    expect(error.context.bytesOut).toBe(server.received().length);
    expect(state.ended).toBe(1);
    await server.close(); // the connection is gone
  });

  it("that takes long as a whole does not time out while pieces come", async () => {
    const server = await rawServer(answering(() => ok("x")));
    const client = clientOf(server, { bodyTimeoutMs: 400 });
    const response = await client.request({
      async *body() {
        for (let index = 0; index < 12; index++) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          yield "piece";
        }
      },
    });
    expect(response.status).toBe(200);
  });

  it("that the server answers early is ended, the answer is delivered, and the connection is not used again", async () => {
    const server = await rawServer((socket, bytes) => {
      if (bytes.includes("GET ")) socket.write(ok("next"));
      else if (bytes.includes("PUT "))
        socket.write("HTTP/1.1 413 Too Large\r\nContent-Length: 4\r\n\r\nfull");
    });
    const client = clientOf(server, { maxConnections: 1 });
    const { state, body } = endless();
    const response = await client.request({ method: "PUT", body: body() });
    expect([response.status, await response.text()]).toEqual([413, "full"]);
    await until(() => state.ended === 1);
    expect(await (await client.request()).text()).toBe("next");
    expect(server.counts().accepted).toBe(2);
  });

  it("goes on while its answer is coming already, and both end well", async () => {
    let answering: Socket | undefined;
    const server = await rawServer((socket, bytes) => {
      if (bytes.includes("PUT ")) {
        answering = socket;
        socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
      }
      if (bytes.includes("0\r\n\r\n")) socket.write("3\r\ntwo\r\n0\r\n\r\n");
    });
    const client = clientOf(server, { maxConnections: 1 });
    let finish = (): void => {};
    const mayEnd = new Promise<void>((resolve) => (finish = resolve));
    const response = await client.request({
      method: "PUT",
      async *body() {
        yield "first";
        await mayEnd;
        yield "last";
      },
    });
    expect(answering).toBeDefined();
    finish();
    expect(await response.text()).toBe("onetwo");
    expect(parseRequests(server.received())[0]?.body).toBe("firstlast");
    const again = await client.request({ method: "PUT", body: ["x"] });
    await again.text();
    expect(server.counts().accepted).toBe(1);
  });

  it("that the server hangs up on ends with closed, and the generator is ended", async () => {
    const server = await rawServer((socket) => socket.destroy());
    const { state, body } = endless();
    const error = await failure(clientOf(server).request({ method: "PUT", body: body() }));
    expect(error).toMatchObject({
      code: "closed",
      context: { phase: "send", requestSent: "partial", responseStarted: false, bytesIn: 0, attempt: 1 },
    });
    expect(error.context.bytesOut).toBeGreaterThan(0);
    await until(() => state.ended === 1);
    expect(server.counts().accepted).toBe(1);
  });

  it("that throws ends the request with aborted and its error as cause, and never as if it were whole", async () => {
    const cause = new TypeError("disk gone");
    const server = await rawServer(() => {});
    for (const contentLength of [undefined, 9]) {
      const error = await failure(
        clientOf(server).request({
          async *body() {
            yield await Promise.resolve("half");
            throw cause;
          },
          ...(contentLength === undefined ? {} : { contentLength }),
        }),
      );
      expect(error).toMatchObject({ code: "aborted", context: { phase: "send", requestSent: "partial" } });
      expect(error.cause).toBe(cause);
    }
    await server.close();
    expect(server.received().toString()).not.toContain("\r\n0\r\n");
  });

  it("that gives more or less than its contentLength is invalid_argument", async () => {
    const server = await rawServer(() => {});
    for (const contentLength of [3, 5]) {
      const error = await failure(clientOf(server).request({ body: ["four"], contentLength }));
      expect(error).toMatchObject({ code: "invalid_argument", context: { phase: "send" } });
    }
  });

  describe("that is stopped midway", () => {
    const stops = {
      "the signal": { code: "aborted" },
      "the deadline": { code: "deadline" },
      "destroy()": { code: "closed" },
    } as const;
    for (const [by, { code }] of Object.entries(stops)) {
      it(`by ${by} lets go of its producer, which waits or not`, async () => {
        const server = await rawServer(() => {});
        for (const waiting of [true, false]) {
          const from = server.received().length;
          const client = clientOf(server);
          const controller = new AbortController();
          const { state, body } = waiting ? stalling() : endless();
          const ended = failure(
            client.request({
              method: "PUT",
              body: typeof body === "function" ? body() : body,
              signal: controller.signal,
              ...(by === "the deadline" ? { deadlineMs: 150 } : {}),
            }),
          );
          await until(() => /\r\n\r\n./.test(server.received().toString("latin1", from)));
          if (by === "the signal") controller.abort(new Error("enough"));
          if (by === "destroy()") client.destroy();
          const error = await ended;
          expect(error).toMatchObject({ code, context: { phase: "send", requestSent: "partial" } });
          expect(error.context.bytesOut).toBeGreaterThan(100);
          await until(() => state.ended === 1);
        }
        await server.close();
        expect(server.counts().open).toBe(0);
      });
    }

    it("destroys a Node stream, and cancels a web stream", async () => {
      const server = await rawServer(() => {});
      const readable = new Readable({ read() {} });
      let cancelled = 0;
      const web = new ReadableStream({ cancel: () => void cancelled++ });
      for (const body of [readable, web]) {
        const controller = new AbortController();
        const from = server.received().length;
        const ended = failure(clientOf(server).request({ body, signal: controller.signal }));
        await until(() => server.received().length > from);
        controller.abort();
        expect((await ended).code).toBe("aborted");
      }
      expect(readable.destroyed).toBe(true);
      await until(() => cancelled === 1);
    });

    it("in the queue never begins, and is let go of", async () => {
      const server = await rawServer(() => {});
      const client = clientOf(server, { maxConnections: 1 });
      const first = failure(client.request());
      const readable = new Readable({ read() {} });
      const controller = new AbortController();
      const second = failure(client.request({ body: readable, signal: controller.signal }));
      controller.abort();
      expect((await second).context).toMatchObject({ phase: "queued", requestSent: "none" });
      expect(readable.destroyed).toBe(true);
      client.destroy();
      await first;
    });
  });

  describe("on a kept connection that turns out dead", () => {
    /** Answers the first request of each connection and hangs up at the next. */
    const hangsUpAtSecond = () => {
      const seen = new WeakSet<Socket>();
      const answer = answering((_request, socket) => {
        seen.add(socket);
        return ok("x");
      });
      return (socket: Socket, bytes: Buffer) => (seen.has(socket) ? socket.destroy() : answer(socket, bytes));
    };

    it("is not sent again: a stream can be read only once, whatever else is said", async () => {
      const server = await rawServer(hangsUpAtSecond());
      const client = clientOf(server);
      await (await client.request()).text();
      const error = await failure(client.request({ method: "PUT", body: ["once"], idempotent: true }));
      expect(error).toMatchObject({ code: "closed", context: { reused: true, attempt: 1 } });
      expect(server.counts().accepted).toBe(1);
    });

    it("is sent again when it is a function and the request may be repeated, and only then", async () => {
      for (const idempotent of [true, false]) {
        const server = await rawServer(hangsUpAtSecond());
        const client = clientOf(server);
        await (await client.request()).text();
        let made = 0;
        let ended = 0;
        const body = async function* (): AsyncGenerator<string> {
          made++;
          try {
            yield await Promise.resolve("part ");
            // The second attempt may go on; the first is for the server to end.
            if (made === 1) await until(() => server.counts().open === 0);
            yield `of attempt ${made}`;
          } finally {
            ended++;
          }
        };
        const request = client.request({ method: "PUT", body, idempotent });
        if (idempotent) {
          expect(await (await request).text()).toBe("x");
          expect(server.received().toString()).toContain("of attempt 2");
        } else expect((await failure(request)).code).toBe("closed");
        await until(() => ended === made);
        expect(made).toBe(idempotent ? 2 : 1);
        expect(server.counts().accepted).toBe(idempotent ? 2 : 1);
      }
    });
  });

  it("is not begun on a connection that is dead already, and is let go of", async () => {
    const server = await rawServer(() => {}, { tls: false });
    const readable = new Readable({ read() {} });
    let asked = 0;
    const dial: DialFunction = async ({ host, port }) => {
      const socket = connectTcp(port, host);
      await once(socket, "connect");
      return socket.destroy();
    };
    const dialled = clientOf(server, { dial });
    for (const body of [
      readable,
      function* () {
        asked++;
        yield "x";
      },
    ]) {
      const error = await failure(dialled.request({ body }));
      expect(error).toMatchObject({ code: "closed", context: { requestSent: "none", bytesOut: 0 } });
    }
    expect(readable.destroyed).toBe(true);
    expect(asked).toBe(0);
  });

  it("too large for one write is told as partly sent when the server hangs up", async () => {
    const server = await rawServer((socket) => socket.destroy());
    const error = await failure(clientOf(server).request({ body: new Uint8Array(50_000_000) }));
    expect(error).toMatchObject({ code: "closed", context: { requestSent: "partial" } });
  });
});
