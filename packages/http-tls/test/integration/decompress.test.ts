import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type ContentCoding, type DecompressOptions } from "../../src/index.ts";
import { answering, clientOf, failure, nodeServer, ok, rawServer, until } from "./support.ts";

const text = Array.from({ length: 20_000 }, (_, index) => `förlåt mig, för ${index * 7919} gången. `).join(
  "",
);
const encoders: Record<string, (plain: string) => Buffer> = {
  gzip: (plain) => gzipSync(plain),
  deflate: (plain) => deflateSync(plain),
  "x-gzip": (plain) => gzipSync(plain),
  br: (plain) => brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
};
const codings: readonly ContentCoding[] = ["gzip", "deflate", "br"];

const coded = (coding: string, bytes: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${bytes.length}\r\n\r\n`),
    bytes,
  ]);

const chunked = (coding: string, bytes: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(
      `HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nTransfer-Encoding: chunked\r\n\r\n${bytes.length.toString(16)}\r\n`,
    ),
    bytes,
    Buffer.from("\r\n0\r\n\r\n"),
  ]);

describe("a coded body", () => {
  for (const [coding, encode] of Object.entries(encoders)) {
    it(`in ${coding} from Node's own server is decoded, in chunks or not, and the connection is kept`, async () => {
      const server = await nodeServer((request, response) => {
        const bytes = encode(text);
        response.setHeader("Content-Encoding", coding);
        if (request.url === "/sized") response.setHeader("Content-Length", bytes.length);
        for (let at = 0; at < bytes.length; at += 1000) response.write(bytes.subarray(at, at + 1000));
        response.end();
      });
      const client = clientOf(server, { decompress: true, maxConnections: 1 });
      for (const path of ["/sized", "/chunked", "/sized"]) {
        const response = await client.request({ path });
        expect(response.headers.get("content-encoding")).toBe(coding);
        expect((await response.text()) === text).toBe(true);
      }
      expect(server.counts().accepted).toBe(1);
    });
  }

  it("arrives while the rest is still under way", async () => {
    const encoded = gzipSync("one");
    let finish = (): void => {};
    const server = await rawServer((socket) => {
      const all = coded("gzip", encoded);
      socket.write(all.subarray(0, -1));
      finish = () => socket.write(all.subarray(-1));
    });
    const response = await clientOf(server, { decompress: true }).request();
    let seen = "";
    for await (const piece of response.body) {
      seen += Buffer.from(piece).toString();
      if (seen === "one") finish();
    }
    expect(seen).toBe("one");
  });

  it("is asked for by name, in the order that was given, and not at all by default", async () => {
    const cases: (readonly [boolean | DecompressOptions | undefined, string])[] = [
      [undefined, "identity"],
      [false, "identity"],
      [true, "gzip, deflate, br"],
      [{ codings: ["br", "gzip"] }, "br, gzip"],
      [{}, "gzip, deflate, br"],
    ];
    for (const [decompress, expected] of cases) {
      const server = await rawServer(answering(() => ok("x")));
      const client = clientOf(server, decompress === undefined ? {} : { decompress });
      await (await client.request()).text();
      expect(server.received().toString()).toContain(`\r\nAccept-Encoding: ${expected}\r\n`);
    }
  });

  it("that was not asked for is refused before any of it is given, and ends the connection", async () => {
    const server = await rawServer(
      answering((request) => (request.includes("/plain") ? ok("x") : coded("gzip", gzipSync("secret")))),
    );
    for (const decompress of [false, { codings: ["br"] as const }]) {
      const client = clientOf(server, { decompress });
      const error = await failure(client.request());
      expect(error).toMatchObject({
        code: "decode",
        context: { phase: "body", requestSent: "full", responseStarted: true, attempt: 1 },
      });
      expect(await (await client.request({ path: "/plain" })).text()).toBe("x");
    }
    expect(server.counts().accepted).toBe(4);
  });

  it("of a coding nobody knows, or in two layers, is refused though decompress is on", async () => {
    for (const coding of ["zstd", "gzip, gzip", "gzip, br"]) {
      const server = await rawServer(answering(() => coded(coding, gzipSync("x"))));
      expect((await failure(clientOf(server, { decompress: true }).request())).code).toBe("decode");
    }
  });

  it("is given as it came when the request asks for codings itself", async () => {
    const bytes = gzipSync(text);
    for (const decompress of [true, false]) {
      const server = await rawServer(answering(() => coded("gzip", bytes)));
      const response = await clientOf(server, { decompress }).request({
        headers: { "accept-encoding": "gzip;q=1" },
      });
      expect(Buffer.from(await response.bytes()).equals(bytes)).toBe(true);
      expect(
        server
          .received()
          .toString()
          .match(/accept-encoding/gi),
      ).toHaveLength(1);
      expect(server.received().toString()).toContain("\r\naccept-encoding: gzip;q=1\r\n");
    }
  });

  it("that a HEAD, a 204 or a 304 only tells about is none", async () => {
    const heads = ["200 OK", "204 No Content", "304 Not Modified"];
    for (const decompress of [true, false]) {
      const server = await rawServer(
        answering((request) => {
          const status = heads[Number(/\/(\d)/.exec(request)?.[1])] ?? "";
          const length = status.startsWith("200") ? "Content-Length: 99\r\n" : "";
          return `HTTP/1.1 ${status}\r\nContent-Encoding: gzip\r\n${length}\r\n`;
        }),
      );
      const client = clientOf(server, { decompress });
      for (const index of heads.keys()) {
        const response = await client.request({ method: index === 0 ? "HEAD" : "GET", path: `/${index}` });
        expect((await response.bytes()).length).toBe(0);
      }
      expect(server.counts().accepted).toBe(1);
    }
  });

  it("of no bytes decodes to none, and so does deflate without its wrapper to what it holds", async () => {
    const server = await rawServer(
      answering((request) =>
        request.includes("/raw")
          ? coded("deflate", deflateRawSync("bare"))
          : "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      ),
    );
    const client = clientOf(server, { decompress: true });
    expect(await (await client.request()).text()).toBe("");
    expect(await (await client.request({ path: "/raw" })).text()).toBe("bare");
  });
});

describe("the limits of a decoded body", () => {
  const zeros = Buffer.alloc(8_000_000);

  it("are maxBodyBytes of what comes out, exactly", async () => {
    for (const coding of codings) {
      const encode = encoders[coding];
      const bytes = encode?.("0123456789".repeat(10)) ?? Buffer.alloc(0);
      const server = await rawServer(answering(() => coded(coding, bytes)));
      const client = clientOf(server, { decompress: true });
      const fits = await client.request({ maxBodyBytes: 100 });
      expect((await fits.bytes()).length).toBe(100);
      const error = await failure((await client.request({ maxBodyBytes: 99 })).bytes());
      expect(error).toMatchObject({
        code: "too_large",
        context: { limit: "maxBodyBytes", host: "127.0.0.1", phase: "body" },
      });
    }
  });

  it("are how much a bomb may expand, and none of its bytes beyond that are made", async () => {
    for (const coding of codings) {
      const bytes =
        coding === "gzip"
          ? gzipSync(zeros)
          : coding === "deflate"
            ? deflateSync(zeros)
            : brotliCompressSync(zeros);
      const server = await rawServer(answering(() => coded(coding, bytes)));
      const response = await clientOf(server, { decompress: true }).request();
      let given = 0;
      const read = async (): Promise<void> => {
        for await (const piece of response.body) given += piece.length;
      };
      const error = await failure(read());
      expect(error).toMatchObject({ code: "too_large", context: { limit: "decompress.maxRatio" } });
      expect(given).toBeLessThan(zeros.length / 2);
    }
  });

  it("can be given for servers that are known to compress so well", async () => {
    const server = await rawServer(answering(() => coded("gzip", gzipSync(zeros))));
    const client = clientOf(server, { decompress: { maxRatio: 2000 } });
    expect((await (await client.request()).bytes()).length).toBe(zeros.length);
  });

  it("end the connection when they strike while the body is coming", async () => {
    const server = await rawServer((socket) => {
      const bytes = gzipSync(zeros);
      socket.write(
        `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${bytes.length + 1}\r\n\r\n`,
      );
      socket.write(bytes);
    });
    const response = await clientOf(server, { decompress: true }).request();
    expect((await failure(response.bytes())).code).toBe("too_large");
    await server.close();
    expect(server.counts().open).toBe(0);
  });
});

describe("a broken coded body", () => {
  const whole = gzipSync(text);
  const broken: Record<string, Buffer> = {
    "cut short inside of complete chunks": whole.subarray(0, -9),
    "followed by other bytes": Buffer.concat([whole, Buffer.from("more")]),
    "that is not coded at all": Buffer.from("<html>plain</html>"),
    "with one byte changed in its sum": Buffer.concat([whole.subarray(0, -8), Buffer.alloc(8)]),
  };
  for (const [what, bytes] of Object.entries(broken)) {
    it(`${what} is decode, and harms neither the next request nor the process`, async () => {
      const server = await rawServer(
        answering((request) => (request.includes("/next") ? ok("x") : chunked("gzip", bytes))),
      );
      const client = clientOf(server, { decompress: true });
      const error = await failure((await client.request()).text());
      expect(error).toMatchObject({
        code: "decode",
        context: { host: "127.0.0.1", phase: "body", attempt: 1, reused: false },
      });
      expect(await (await client.request({ path: "/next" })).text()).toBe("x");
    });
  }

  it("ends its connection while more of it is coming", async () => {
    const server = await rawServer((socket) =>
      socket.write(
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1000\r\n\r\nnot gzip at all",
      ),
    );
    const response = await clientOf(server, { decompress: true }).request();
    expect((await failure(response.text())).code).toBe("decode");
    await server.close();
    expect(server.counts().open).toBe(0);
  });

  it("that the connection cuts is closed, not decode", async () => {
    const server = await rawServer((socket) => socket.end(coded("gzip", whole).subarray(0, -9)));
    const response = await clientOf(server, { decompress: true }).request();
    expect(await failure(response.text())).toMatchObject({ code: "closed", context: { phase: "body" } });
  });

  it("that nobody ever reads does no harm either", async () => {
    const server = await rawServer(answering(() => chunked("gzip", Buffer.from("not gzip"))));
    const client = clientOf(server, { decompress: true, maxConnections: 1 });
    await client.request();
    await (await client.request({ method: "HEAD" })).bytes().catch(() => {});
    await client.close();
  });
});

describe("the reader of a decoded body", () => {
  it("closes the connection by leaving early", async () => {
    const server = await rawServer((socket) => socket.write(coded("gzip", gzipSync(text)).subarray(0, -1)));
    const response = await clientOf(server, { decompress: true }).request();
    for await (const piece of response.body) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    await server.close();
    expect(server.counts().open).toBe(0);
  });

  it("holds the socket back when it does not read", async () => {
    const random = Buffer.alloc(1024 * 1024);
    for (let at = 0, seed = 1; at < random.length; at++) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      random[at] = seed >> 16;
    }
    const bytes = gzipSync(Buffer.concat(Array.from({ length: 40 }, () => random)), { level: 1 });
    let drained = false;
    const server = await rawServer((socket) => {
      socket.write(coded("gzip", bytes), (error) => (drained = !error));
    });
    const response = await clientOf(server, { decompress: true, bodyTimeoutMs: 150 }).request();
    const reader = response.body[Symbol.asyncIterator]();
    expect((await reader.next()).done).toBe(false);
    await until(() => server.counts().open === 0);
    expect(drained).toBe(false);
    const rest = async (): Promise<void> => {
      while ((await reader.next()).done !== true);
    };
    expect((await failure(rest())).code).toBe("body_timeout");
  });
});
