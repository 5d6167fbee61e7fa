import { connect as connectTcp } from "node:net";
import { Duplex, Readable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createHttpClient } from "../../src/index.ts";
import { answering, cleanups, clientOf, failure, ok, rawServer, until } from "./support.ts";

describe("a body whose end comes after the pause that its reader asked for", () => {
  it("leaves a connection that still reads the next response", async () => {
    const server = await rawServer(
      answering((request) => ok("x".repeat(Number(/^GET \/(\d+)/.exec(request)?.[1])))),
    );
    const client = clientOf(server, { maxConnections: 1, headersTimeoutMs: 2_000 });
    // Just beyond what waits for a reader: the last records were decrypted together with the one that asked for a pause.
    for (let length = 260_000; length < 330_000; length += 7_000) {
      const response = await client.request({ path: `/${length}` });
      for (let turns = 0; turns < 100; turns++) await turn(); // the reader is late
      expect((await response.bytes()).length).toBe(length);
      expect(await (await client.request({ path: "/5" })).text()).toBe("xxxxx");
    }
    expect(server.counts().accepted).toBe(1);
  });
});

describe("the memory that a socket reads into", () => {
  it("cannot be taken away by transferring a body's buffer", async () => {
    const server = await rawServer(answering((request) => ok(request.slice(5, 6).repeat(8_000))));
    const client = clientOf(server);
    const first = await (await client.request({ path: "/a" })).bytes();
    expect(() => structuredClone(first, { transfer: [first.buffer as ArrayBuffer] })).toThrow(/transfer/i);
    expect(await (await client.request({ path: "/b" })).text()).toBe("b".repeat(8_000));
    expect(Buffer.from(first).toString()).toBe("a".repeat(8_000));
  });
});

describe("a record that cannot be decrypted, right behind the handshake", () => {
  it("fails the request and not the process, over a stream that is no socket", async () => {
    const server = await rawServer(answering(() => ok("hi")));
    const client = clientOf(server, { dial: () => Promise.resolve(new Meddler(server.port)) });
    // An error event that nobody hears would fail the whole test run.
    await expect(client.request()).rejects.toMatchObject({ code: "closed" });
  });
});

describe("what is known about a connection", () => {
  it("is still known when the server has closed it after the response", async () => {
    const server = await rawServer(
      answering(() => "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi"),
    );
    const client = clientOf(server);
    const response = await client.request();
    await response.text();
    await client.close();
    expect(response.connection.tls?.fingerprint).toBe(server.certificate.fingerprint);
    expect(response.connection.remoteAddress).toBe("127.0.0.1");
  });
});

describe("a connection that ends in the same moment in which the next request gets it", () => {
  it("costs a request that can be repeated nothing", async () => {
    let dials = 0;
    const client = createHttpClient({
      origin: "http://peer.test",
      maxConnections: 1,
      dial: () => {
        const first = ++dials === 1;
        let answers = 0;
        return Promise.resolve(
          new Peer((peer) => {
            peer.push(ok(`${dials}`));
            if (first && ++answers === 2) peer.push(null);
          }),
        );
      },
    });
    cleanups.push(() => client.destroy());
    await (await client.request()).text(); // the second request finds an idle connection, the third waits for it
    const answers = [client.request(), client.request()].map(async (response) => (await response).text());
    expect(await Promise.all(answers)).toEqual(["1", "2"]);
  });
});

describe("bytes that came before the request", () => {
  it("are no answer to it, over a stream of the caller's", async () => {
    const client = createHttpClient({
      origin: "http://peer.test",
      dial: () => {
        const peer = new Peer(() => {});
        peer.push(ok("unasked"));
        return Promise.resolve(peer);
      },
    });
    cleanups.push(() => client.destroy());
    expect((await failure(client.request())).code).toBe("closed");
  });
});

describe("a redirect", () => {
  it("takes a path with two slashes for a path, and not for another host", async () => {
    const other = await rawServer(
      answering(() => ok("other")),
      { tls: false },
    );
    const server = await rawServer(
      answering((request) =>
        request.startsWith("GET /next ")
          ? ok("here")
          : "HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n",
      ),
      { tls: false },
    );
    const client = clientOf(server);
    const response = await client.request({ path: `//127.0.0.1:${other.port}/x`, maxRedirects: 1 });
    expect(await response.text()).toBe("here");
    expect(other.received().length).toBe(0);
  });

  it("to another origin ends with the client that followed it", async () => {
    const other = await rawServer(() => {}, { tls: false });
    const location = `http://127.0.0.1:${other.port}/`;
    const server = await rawServer(
      answering(() => `HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`),
      { tls: false },
    );
    const client = clientOf(server);
    const failed = failure(client.request({ maxRedirects: 1 }));
    await until(() => other.received().length > 0);
    client.destroy();
    expect((await failed).code).toBe("closed");
    await client.close();
  });

  it("of a GET whose stream has been used up is returned", async () => {
    const server = await rawServer(
      answering(() => "HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n"),
    );
    const response = await clientOf(server).request({ method: "GET", body: ["x"].values(), maxRedirects: 1 });
    expect(response.status).toBe(302);
    await response.bytes();
    expect(server.received().toString()).not.toContain("GET /next ");
  });
});

describe("a method or a path that is no string", () => {
  it("is refused before it can turn into a second request", async () => {
    const server = await rawServer(answering(() => ok("")));
    const client = clientOf(server);
    let asked = 0;
    const method = { toString: () => (asked++ < 2 ? "GET" : "GET / HTTP/1.1\r\n\r\nGET") };
    expect((await failure(client.request({ method: method as unknown as string }))).code).toBe(
      "invalid_argument",
    );
    expect((await failure(client.request({ path: 5 as unknown as string }))).code).toBe("invalid_argument");
    expect(server.received().length).toBe(0);
  });
});

describe("a signal that is none", () => {
  it("rejects, and throws nothing past the promise", async () => {
    const client = createHttpClient({ origin: "http://peer.test" });
    for (const signal of [null, {}] as unknown as AbortSignal[]) {
      expect((await failure(client.request({ signal }))).code).toBe("invalid_argument");
    }
    await client.close();
  });
});

describe("tls.insecure", () => {
  it("is not switched on by the word false", () => {
    const tls = { insecure: "false" as unknown as true };
    expect(() => createHttpClient({ origin: "https://peer.test", tls })).toThrow("tls.insecure");
  });
});

describe("CONNECT", () => {
  it("is refused: the connection would be a tunnel, and be used again", async () => {
    const server = await rawServer(answering(() => "HTTP/1.1 200 OK\r\n\r\n"));
    const client = clientOf(server);
    for (const method of ["CONNECT", "connect"]) {
      expect((await failure(client.request({ method }))).code).toBe("invalid_argument");
    }
    expect(server.counts().accepted).toBe(0);
  });
});

describe("a resolver that finds nothing and does not call it an error", () => {
  it.each(["http://nowhere.test", "https://nowhere.test"])("is a failure of dns: %s", async (origin) => {
    for (const found of [[], undefined]) {
      const client = createHttpClient({
        origin,
        lookup: (_name, _options, callback) => {
          // Later, and thus outside of whatever could catch what Node throws.
          setImmediate(() => callback(null, found as never));
        },
      });
      cleanups.push(() => client.destroy());
      expect((await failure(client.request())).code).toBe("dns");
    }
  });
});

describe("a second attempt that fails", () => {
  it("does not deny what the first had sent", async () => {
    let requests = 0;
    const server = await rawServer((socket) => {
      if (++requests === 1) socket.write(ok("hi"));
      else {
        void server.close(); // the second attempt is refused
        socket.destroy();
      }
    });
    const client = clientOf(server);
    await (await client.request()).text();
    const error = await failure(client.request({ method: "POST", idempotent: true }));
    expect(error.context).toMatchObject({ attempt: 2, requestSent: "full" });
  });

  it("is not made when the client was destroyed", async () => {
    let requests = 0;
    const server = await rawServer((socket) => {
      if (++requests === 1) socket.write(ok("hi"));
    });
    const client = clientOf(server);
    await (await client.request()).text();
    const failed = failure(client.request());
    await until(() => requests === 2);
    client.destroy();
    expect((await failed).context).toMatchObject({ attempt: 1, phase: "headers", requestSent: "full" });
  });
});

describe("a body that fails while the credentials are asked for", () => {
  it("fails the request and not the process, and is let go", async () => {
    const server = await rawServer(answering(() => ok("")));
    const body = new Readable({ read() {} });
    const client = clientOf(server, {
      auth: async () => {
        // An error event that nobody hears would fail the whole test run.
        body.destroy(new Error("the disk is gone"));
        await new Promise((resolve) => body.once("close", resolve));
        return "Bearer x";
      },
    });
    expect((await failure(client.request({ body }))).code).toBe("aborted");
    const unused = new Readable({ read() {} });
    const failing = clientOf(server, { auth: () => Promise.reject(new Error("no")) });
    expect((await failure(failing.request({ body: unused }))).code).toBe("invalid_argument");
    expect(unused.destroyed).toBe(true);
  });
});

/** Answers each write by itself. */
class Peer extends Duplex {
  readonly #answer: (peer: Peer) => void;

  constructor(answer: (peer: Peer) => void) {
    super();
    this.#answer = answer;
  }

  override _read(): void {}

  override _write(_bytes: Buffer, _encoding: string, done: () => void): void {
    done();
    setImmediate(() => this.#answer(this));
  }
}

/** Leads to a server, and adds a TLS record of its own to whatever comes from there. */
class Meddler extends Duplex {
  readonly #socket;

  constructor(port: number) {
    super();
    const record = Buffer.from(`1703030020${"ab".repeat(32)}`, "hex");
    this.#socket = connectTcp(port, "127.0.0.1");
    this.#socket.on("data", (bytes) => this.push(Buffer.concat([bytes, record])));
    this.#socket.on("error", () => {});
  }

  override _read(): void {}

  override _write(bytes: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#socket.write(bytes, done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}
