import { connect as connectTcp } from "node:net";
import { Duplex } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { answering, clientOf, ok, rawServer } from "./support.ts";

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
