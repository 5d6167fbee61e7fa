import { describe, expect, it } from "vitest";
import { createHttpClient, type HttpClient, type HttpTlsOptions } from "../../src/index.ts";
import { createRawServer, createTestCertificate, type RawServer } from "../../src/testing/index.ts";
import { cleanups } from "./support.ts";

async function serve(): Promise<RawServer> {
  const server = await createRawServer((socket) =>
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
  );
  cleanups.push(() => server.close());
  return server;
}

function clientOf(server: RawServer, tls: HttpTlsOptions): HttpClient {
  const client = createHttpClient({ origin: server.origin, tls });
  cleanups.push(() => client.destroy());
  return client;
}

const send = async (client: HttpClient): Promise<string> => (await client.request()).text();

describe("two clients of one origin", () => {
  it("never share a connection, though one of them has one to spare", async () => {
    const server = await serve();
    const { fingerprint, spkiPin, cert } = server.certificate;
    const trusts: HttpTlsOptions[] = [
      { fingerprints: [fingerprint] },
      { fingerprints: [fingerprint] },
      { fingerprints: [spkiPin] },
      { ca: cert },
      { insecure: true },
    ];
    const clients = trusts.map((tls) => clientOf(server, tls));
    for (let round = 0; round < 2; round++) {
      for (const client of clients) expect(await send(client)).toBe("ok");
    }
    // Each has kept its own: the second round has opened none.
    expect(server.counts()).toMatchObject({ accepted: clients.length, open: clients.length });
  });

  it("do not share their trust either: a wrong pin fails beside a right one, before and after", async () => {
    const server = await serve();
    const other = await createTestCertificate();
    const right = clientOf(server, { fingerprints: [server.certificate.fingerprint] });
    const wrong = clientOf(server, { fingerprints: [other.fingerprint] });
    const strict = clientOf(server, { ca: other.cert });
    expect(await send(right)).toBe("ok");
    const received = server.received().length;
    for (let round = 0; round < 2; round++) {
      await expect(send(wrong)).rejects.toMatchObject({ code: "tls_pin_mismatch" });
      await expect(send(strict)).rejects.toMatchObject({ code: "tls_untrusted" });
    }
    expect(server.received().length).toBe(received);
    expect(await send(right)).toBe("ok");
    expect(server.counts()).toMatchObject({ accepted: 5, open: 1 });
  });

  it("end on their own: the one goes on when the other is destroyed", async () => {
    const server = await serve();
    const tls = { fingerprints: [server.certificate.fingerprint] };
    const [one, two] = [clientOf(server, tls), clientOf(server, tls)];
    await send(one);
    await send(two);
    one.destroy();
    expect(await send(two)).toBe("ok");
    await expect(send(one)).rejects.toMatchObject({ code: "closed" });
    expect(server.counts().accepted).toBe(2);
  });
});
