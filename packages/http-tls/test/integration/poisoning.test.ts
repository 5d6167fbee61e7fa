import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { type HttpClient, type HttpClientOptions, HttpTlsError } from "../../src/index.ts";
import { type RawHandler, type RawServer, type RawServerOptions } from "../../src/testing/index.ts";
import { cleanups, clientOf, ok, rawServer } from "./support.ts";

/** Passes bytes on; two TLS records of application data (RFC 5246 section 6.2.1: type 23) from the server go in one write. */
async function joiningRelay(to: number): Promise<number> {
  const relay = createServer((client) => {
    const server: Socket = connect(to, "127.0.0.1");
    let unread = Buffer.alloc(0);
    let records: Buffer[] = [];
    server.on("data", (bytes) => {
      unread = Buffer.concat([unread, bytes]);
      while (unread.length >= 5 && unread.length >= 5 + unread.readUInt16BE(3)) {
        const record = unread.subarray(0, 5 + unread.readUInt16BE(3));
        unread = unread.subarray(record.length);
        records.push(record);
        if (record[0] === 23 && records.length < 2) continue;
        client.write(Buffer.concat(records));
        records = [];
      }
    });
    client.on("data", (bytes) => server.write(bytes));
    client.on("error", () => {}).on("close", () => server.destroy());
    server.on("error", () => {}).on("close", () => client.destroy());
  });
  relay.listen(0, "127.0.0.1");
  await once(relay, "listening");
  cleanups.push(() => relay.close());
  return (relay.address() as AddressInfo).port;
}

/** Answers each request with its number, and plants another answer behind it in a record of its own. */
function plantingHandler(): RawHandler {
  let requests = 0;
  return (socket) => {
    requests++;
    socket.write(ok(`true ${requests}`));
    socket.write(ok("planted"));
  };
}

/** In which application data has records of its own type. */
const tls12: RawServerOptions = { tlsOptions: { maxVersion: "TLSv1.2" } };

/** A client of the server by way of the relay. */
async function clientThroughRelay(
  server: RawServer,
  options: Partial<HttpClientOptions> = {},
): Promise<HttpClient> {
  const port = await joiningRelay(server.port);
  return clientOf({ ...server, origin: `https://127.0.0.1:${port}` }, options);
}

describe("an answer that nobody asked for, behind another one in the same segment", () => {
  it("is never taken for the next one's, however soon that is asked for", async () => {
    const server = await rawServer(plantingHandler(), tls12);
    const client = await clientThroughRelay(server);
    for (let count = 1; count <= 20; count++) {
      const response = await client.request({ method: "POST", body: "x" });
      expect(await response.text()).toBe(`true ${count}`);
    }
    expect(server.counts().accepted).toBe(20);
  });

  it("is never taken by a request that waits for the connection", async () => {
    const server = await rawServer(plantingHandler(), tls12);
    const client = await clientThroughRelay(server, { maxConnections: 1 });
    const texts = await Promise.all(
      Array.from({ length: 20 }, async () => (await client.request({ method: "POST", body: "x" })).text()),
    );
    expect(texts).not.toContain("planted");
    expect(new Set(texts).size).toBe(20);
  });

  it("costs a streamed body nothing that was not sent", async () => {
    const server = await rawServer(plantingHandler(), tls12);
    const client = await clientThroughRelay(server);
    await (await client.request()).text();
    let made = 0;
    const body = async function* (): AsyncGenerator<string> {
      made++;
      yield await Promise.resolve("x");
    };
    const error: unknown = await client.request({ method: "POST", body: body() }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    // Either it is sent on a new connection, or not at all and says so.
    if (error === undefined) expect(made).toBe(1);
    else {
      expect(error).toBeInstanceOf(HttpTlsError);
      expect(error).toMatchObject({ code: "closed", context: { requestSent: "none" } });
      expect(made).toBe(0);
    }
    await (await client.request()).text();
    const text = await (await client.request({ method: "POST", body })).text();
    expect(text).toMatch(/^true/);
    expect(made).toBe(error === undefined ? 2 : 1);
  });
});
