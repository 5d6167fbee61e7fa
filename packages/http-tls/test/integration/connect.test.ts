import { once } from "node:events";
import { createServer, type LookupFunction } from "node:net";
import { type TLSSocket } from "node:tls";
import { inspect } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import {
  createHttpClient,
  type HttpClient,
  type HttpClientOptions,
  type HttpTlsOptions,
  inspectCertificate,
} from "../../src/index.ts";
import {
  createRawServer,
  createTestCertificate,
  type RawServer,
  type RawServerOptions,
  type TestCertificate,
} from "../../src/testing/index.ts";
import { cleanups, failure } from "./support.ts";

/** Server certificates by what is special about them, a chain, and those of clients. */
interface Certificates {
  readonly own: TestCertificate;
  readonly other: TestCertificate;
  readonly rsa: TestCertificate;
  readonly expired: TestCertificate;
  readonly root: TestCertificate;
  readonly intermediate: TestCertificate;
  readonly leaf: TestCertificate;
  readonly expiredLeaf: TestCertificate;
  readonly client: TestCertificate;
  readonly encryptedClient: TestCertificate;
}
let certificates: Certificates;
beforeAll(async () => {
  const root = await createTestCertificate({ name: "test root", authority: true });
  const intermediate = await createTestCertificate({
    name: "test intermediate",
    authority: true,
    issuer: root,
  });
  certificates = {
    own: await createTestCertificate(),
    other: await createTestCertificate(),
    rsa: await createTestCertificate({ keyType: "rsa" }),
    expired: await createTestCertificate({ expired: true }),
    root,
    intermediate,
    leaf: await createTestCertificate({ issuer: intermediate }),
    expiredLeaf: await createTestCertificate({ issuer: root, expired: true }),
    client: await createTestCertificate({ name: "a client", issuer: root }),
    encryptedClient: await createTestCertificate({ name: "b", issuer: root, passphrase: "canary-phrase" }),
  };
});

const hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

async function serve(
  options: RawServerOptions = {},
  onSocket?: (socket: TLSSocket) => void,
): Promise<RawServer> {
  const server = await createRawServer(
    (socket) => {
      onSocket?.(socket as TLSSocket);
      socket.write(hello);
    },
    { certificate: certificates.own, ...options },
  );
  cleanups.push(() => server.close());
  return server;
}

function clientOf(origin: string, tls: HttpTlsOptions, options: Partial<HttpClientOptions> = {}): HttpClient {
  const client = createHttpClient({ origin, tls, connectTimeoutMs: 5_000, ...options });
  cleanups.push(() => client.destroy());
  return client;
}

async function textOf(client: HttpClient): Promise<string> {
  return (await client.request()).text();
}

describe("a host name with several addresses", () => {
  // 100::/64 is where packets are thrown away (RFC 6666).
  const blackhole = { address: "100::1", family: 6 };
  const loopback4 = { address: "127.0.0.1", family: 4 };
  const loopback6 = { address: "::1", family: 6 };
  const lookupOf =
    (...addresses: { address: string; family: number }[]): LookupFunction =>
    (_name, _options, found) =>
      found(null, addresses);
  const pinned = (): HttpTlsOptions => ({ fingerprints: [certificates.own.fingerprint] });

  it.each([
    ["is dead", blackhole],
    ["refuses", loopback6],
  ])("connects to the second one when the first one %s", async (_what, first) => {
    const server = await serve();
    const asked: string[] = [];
    const lookup: LookupFunction = (name, options, found) => {
      asked.push(name);
      lookupOf(first, loopback4)(name, options, found);
    };
    const client = clientOf(`https://node.example:${server.port}`, pinned(), { lookup });
    expect(await textOf(client)).toBe("hello");
    expect(asked).toEqual(["node.example"]);
  });

  it("is refused when all of them refuse", async () => {
    const port = await deadPort();
    const lookup = lookupOf(loopback6, loopback4);
    const error = await failure(clientOf(`https://node.example:${port}`, pinned(), { lookup }).request());
    expect(error).toMatchObject({
      code: "connect_refused",
      context: { host: "node.example", port, phase: "connect", requestSent: "none" },
    });
    expect(error.message).toBe(
      `[connect_refused] the connection was refused: nothing listens there (node.example:${port})`,
    );
  });

  it("cannot be resolved: dns, with what the resolver says", async () => {
    for (const code of ["ENOTFOUND", "ESERVFAIL"]) {
      const lookup: LookupFunction = (_name, _options, found) =>
        found(Object.assign(new Error("no answer"), { code }), "");
      const error = await failure(clientOf("https://node.example", pinned(), { lookup }).request());
      expect(error).toMatchObject({ code: "dns", context: { host: "node.example", phase: "connect" } });
      expect(error.message).toContain(code);
    }
  });

  it("is not waited for longer than connectTimeoutMs when the resolver stalls", async () => {
    const client = clientOf("https://node.example", pinned(), { lookup: () => {}, connectTimeoutMs: 50 });
    expect(await failure(client.request())).toMatchObject({
      code: "connect_timeout",
      context: { phase: "connect" },
    });
  });

  it("is resolved for inspectCertificate in the same way", async () => {
    const server = await serve();
    const info = await inspectCertificate(`https://node.example:${server.port}`, {
      lookup: lookupOf(loopback4),
    });
    expect(info.fingerprint).toBe(certificates.own.fingerprint);
  });
});

describe("a server that wants a client certificate", () => {
  const versions = ["TLSv1.3", "TLSv1.2"] as const;
  const picky = (maxVersion: (typeof versions)[number]): Promise<RawServer> =>
    serve({
      tlsOptions: { requestCert: true, rejectUnauthorized: true, ca: certificates.root.cert, maxVersion },
    });

  it.each(versions)("gets it, in %s", async (version) => {
    const server = await picky(version);
    const { client, own } = certificates;
    const tls = { fingerprints: [own.fingerprint], cert: client.cert, key: client.key };
    expect(await textOf(clientOf(server.origin, tls))).toBe("hello");
    const bytes = { ...tls, cert: Buffer.from(client.cert), key: Uint8Array.from(Buffer.from(client.key)) };
    expect(await textOf(clientOf(server.origin, bytes))).toBe("hello");
  });

  it.each(versions)("refuses a client without one, and the error says so, in %s", async (version) => {
    const server = await picky(version);
    const error = await failure(
      clientOf(server.origin, { fingerprints: [certificates.own.fingerprint] }).request(),
    );
    expect(error).toMatchObject({ code: "tls_handshake", context: { phase: "tls" } });
    expect(error.message).toContain("wants a client certificate (tls.cert, tls.key)");
    await server.close();
    expect(server.received().length).toBe(0);
  });

  it.each(versions)(
    "and that does not trust it just hangs up, which is an error too, in %s",
    async (version) => {
      const server = await picky(version);
      const { own, other } = certificates;
      const tls = { fingerprints: [own.fingerprint], cert: other.cert, key: other.key };
      const error = await failure(clientOf(server.origin, tls).request());
      expect(["closed", "tls_handshake"]).toContain(error.code);
      await server.close();
      expect(server.received().length).toBe(0);
    },
  );

  it("gets one whose key is encrypted, with its passphrase", async () => {
    const server = await picky("TLSv1.3");
    const { encryptedClient, own } = certificates;
    const tls = { fingerprints: [own.fingerprint], cert: encryptedClient.cert, key: encryptedClient.key };
    const client = clientOf(server.origin, { ...tls, passphrase: "canary-phrase" });
    expect(await textOf(client)).toBe("hello");
  });
});

describe("certificates and keys that cannot be used", () => {
  const cut = (pem: string): string => pem.slice(0, pem.length / 2);
  const broken = "-----BEGIN CERTIFICATE-----\ncanary\n-----END CERTIFICATE-----\n";

  it.each<[string, () => HttpTlsOptions]>([
    ["ca is no PEM", () => ({ ca: "canary" })],
    ["ca is empty", () => ({ ca: "" })],
    ["ca is an empty list", () => ({ ca: [] })],
    ["ca is cut", () => ({ ca: cut(certificates.root.cert) })],
    ["ca is broken inside", () => ({ ca: broken })],
    ["the second ca of a bundle is broken", () => ({ ca: certificates.root.cert + broken })],
    ["the second ca of a bundle is cut", () => ({ ca: certificates.root.cert + cut(certificates.own.cert) })],
    ["the second ca of a list is broken", () => ({ ca: [certificates.root.cert, Buffer.from(broken)] })],
    ["ca is a key", () => ({ ca: certificates.root.key })],
    ["cert is no PEM", () => ({ cert: "canary", key: certificates.client.key })],
    ["cert is cut", () => ({ cert: cut(certificates.client.cert), key: certificates.client.key })],
    ["key is no PEM", () => ({ cert: certificates.client.cert, key: "canary" })],
    ["key is cut", () => ({ cert: certificates.client.cert, key: cut(certificates.client.key) })],
    ["key is another's", () => ({ cert: certificates.client.cert, key: certificates.own.key })],
    [
      "key is encrypted",
      () => ({ cert: certificates.encryptedClient.cert, key: certificates.encryptedClient.key }),
    ],
    [
      "the passphrase is wrong",
      () => ({
        cert: certificates.encryptedClient.cert,
        key: certificates.encryptedClient.key,
        passphrase: "canary",
      }),
    ],
    ["cert stands alone", () => ({ cert: certificates.client.cert })],
    ["key stands alone", () => ({ key: certificates.client.key })],
  ])("are refused when the client is made: %s", (_what, tls) => {
    let error: unknown;
    try {
      createHttpClient({ origin: "https://127.0.0.1", tls: tls() });
    } catch (reason) {
      error = reason;
    }
    expect(error).toMatchObject({ name: "HttpTlsError", code: "invalid_argument" });
    expect((error as Error).message).toMatch(/tls\.(?:ca|cert|key)/);
    const printed = inspect(error, { showHidden: true, depth: 20 });
    expect(printed).not.toContain("canary");
    expect(printed).not.toContain("BEGIN");
  });
});

describe("the server name", () => {
  it.each<[string, string, HttpTlsOptions, string | false]>([
    ["is the host", "localhost", {}, "localhost"],
    ["is tls.serverName instead", "localhost", { serverName: "node7.example" }, "node7.example"],
    ["is tls.serverName for an address too", "127.0.0.1", { serverName: "node7.example" }, "node7.example"],
    ["is not sent for an address", "127.0.0.1", {}, false],
  ])("%s", async (_what, host, tls, expected) => {
    const seen: unknown[] = [];
    const server = await serve({}, (socket) => seen.push((socket as { servername?: unknown }).servername));
    const lookup: LookupFunction = (_name, _options, found) =>
      found(null, [{ address: "127.0.0.1", family: 4 }]);
    const fingerprints = [certificates.own.fingerprint];
    await textOf(clientOf(`https://${host}:${server.port}`, { ...tls, fingerprints }, { lookup }));
    expect(seen).toEqual([expected]);
  });
});

describe("the certificate of a server", () => {
  it("that has expired is accepted when it is pinned, and with an authority it is not", async () => {
    const { expired, expiredLeaf, root } = certificates;
    const server = await serve({ certificate: expired });
    expect(await textOf(clientOf(server.origin, { fingerprints: [expired.fingerprint] }))).toBe("hello");
    expect(await textOf(clientOf(server.origin, { fingerprints: [expired.spkiPin] }))).toBe("hello");
    const signed = await serve({ certificate: expiredLeaf });
    for (const tls of [{ ca: root.cert }, { ca: root.cert, fingerprints: [expiredLeaf.fingerprint] }]) {
      const error = await failure(clientOf(signed.origin, tls).request());
      expect(error).toMatchObject({ code: "tls_untrusted", context: { phase: "tls", requestSent: "none" } });
      expect(error.message).toMatch(/expired/);
    }
    await signed.close();
    expect(signed.received().length).toBe(0);
  });

  it("that has another name is accepted when it is pinned, and with an authority it is not", async () => {
    const { own } = certificates;
    const server = await serve();
    const lookup: LookupFunction = (_name, _options, found) =>
      found(null, [{ address: "127.0.0.1", family: 4 }]);
    const origin = `https://mx1.example:${server.port}`;
    const fingerprints = [own.fingerprint];
    expect(await textOf(clientOf(origin, { fingerprints }, { lookup }))).toBe("hello");
    for (const tls of [{ ca: own.cert }, { ca: own.cert, fingerprints }]) {
      const error = await failure(clientOf(origin, tls, { lookup }).request());
      expect(error.code).toBe("tls_untrusted");
      expect(error.message).toContain("mx1.example");
    }
    // The name to check is the one that was given.
    const named = clientOf(origin, { ca: own.cert, serverName: "localhost" }, { lookup });
    expect(await textOf(named)).toBe("hello");
  });

  it("may be trusted through any of several authorities, as text or bytes", async () => {
    const { own, leaf, root } = certificates;
    const server = await serve();
    for (const ca of [
      [root.cert, own.cert],
      [Buffer.from(root.cert), Uint8Array.from(Buffer.from(own.cert))],
      `# two of them\n${root.cert.trimEnd()}${own.cert}`,
      Buffer.from(own.cert),
    ]) {
      expect(await textOf(clientOf(server.origin, { ca }))).toBe("hello");
    }
    const error = await failure(clientOf(server.origin, { ca: [leaf.cert, root.cert] }).request());
    expect(error.code).toBe("tls_untrusted");
  });

  it("is the one that a pin means: not the intermediate above it, nor the root", async () => {
    const { leaf, intermediate, root } = certificates;
    const chained = { ...leaf, cert: leaf.cert + intermediate.cert + root.cert };
    const server = await serve({ certificate: chained });
    expect(await textOf(clientOf(server.origin, { fingerprints: [leaf.fingerprint] }))).toBe("hello");
    expect(await textOf(clientOf(server.origin, { ca: root.cert }))).toBe("hello");
    for (const { fingerprint, spkiPin } of [intermediate, root]) {
      for (const pin of [fingerprint, spkiPin]) {
        const error = await failure(clientOf(server.origin, { fingerprints: [pin] }).request());
        expect(error).toMatchObject({ code: "tls_pin_mismatch", context: { actual: leaf.fingerprint } });
        const both = await failure(clientOf(server.origin, { fingerprints: [pin], ca: root.cert }).request());
        expect(both.code).toBe("tls_pin_mismatch");
      }
    }
  });

  it("is untrusted when the server does not send the intermediate", async () => {
    const { leaf, root } = certificates;
    const server = await serve({ certificate: leaf });
    expect((await failure(clientOf(server.origin, { ca: root.cert }).request())).code).toBe("tls_untrusted");
  });

  it.each(["rsa", "own"] as const)("may have a key of the kind: %s", async (kind) => {
    const certificate = certificates[kind];
    const server = await serve({ certificate });
    expect(await textOf(clientOf(server.origin, { fingerprints: [certificate.fingerprint] }))).toBe("hello");
    expect(await textOf(clientOf(server.origin, { fingerprints: [certificate.spkiPin] }))).toBe("hello");
    expect(await textOf(clientOf(server.origin, { ca: certificate.cert }))).toBe("hello");
  });
});

describe("a TLS session", () => {
  it.each(["TLSv1.3", "TLSv1.2"] as const)(
    "is never resumed although the server offers tickets: %s",
    async (maxVersion) => {
      const reused: boolean[] = [];
      const shown: boolean[] = [];
      const server = await createRawServer(
        (socket) => {
          reused.push((socket as TLSSocket).isSessionReused());
          socket.end(hello.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
        },
        { certificate: certificates.own, tlsOptions: { maxVersion } },
      );
      cleanups.push(() => server.close());
      const client = clientOf(server.origin, { fingerprints: [certificates.own.fingerprint] });
      for (let round = 0; round < 3; round++) {
        expect(await textOf(client)).toBe("hello");
        shown.push((await inspectCertificate(server.origin)).fingerprint === certificates.own.fingerprint);
      }
      expect(reused).toEqual([false, false, false]);
      expect(shown).toEqual([true, true, true]);
    },
  );
});

describe("inspectCertificate", () => {
  it("tells of a certificate that is expired, signed by another, or of RSA", async () => {
    const { expired, leaf, intermediate, rsa } = certificates;
    const infos = [];
    for (const certificate of [expired, { ...leaf, cert: leaf.cert + intermediate.cert }, rsa]) {
      const server = await serve({ certificate });
      infos.push(await inspectCertificate(server.origin));
      await server.close();
      expect(server.received().length).toBe(0);
    }
    expect(infos).toMatchObject([
      { fingerprint: expired.fingerprint, selfSigned: true },
      {
        fingerprint: leaf.fingerprint,
        selfSigned: false,
        subject: "CN=localhost",
        issuer: "CN=test intermediate",
        pem: expect.stringContaining("BEGIN CERTIFICATE") as string,
      },
      { fingerprint: rsa.fingerprint, spkiPin: rsa.spkiPin, selfSigned: true },
    ]);
    expect(infos[0]?.validTo.getTime()).toBeLessThan(Date.now());
  });

  it("sends the server name it is given", async () => {
    const seen: unknown[] = [];
    const server = await createRawServer(() => {}, {
      certificate: certificates.own,
      tlsOptions: {
        SNICallback: (name, done) => {
          seen.push(name);
          done(null);
        },
      },
    });
    cleanups.push(() => server.close());
    await inspectCertificate(server.origin, { serverName: "node7.example" });
    expect(seen).toEqual(["node7.example"]);
  });

  it("reads the certificate of a server that wants one from its clients, in TLS 1.3", async () => {
    const server = await serve({
      tlsOptions: { requestCert: true, rejectUnauthorized: true, ca: certificates.root.cert },
    });
    expect((await inspectCertificate(server.origin)).fingerprint).toBe(certificates.own.fingerprint);
  });

  it("in TLS 1.2 can only say that such a server wants one", async () => {
    const server = await serve({
      tlsOptions: {
        requestCert: true,
        rejectUnauthorized: true,
        ca: certificates.root.cert,
        maxVersion: "TLSv1.2",
      },
    });
    const error = await failure(inspectCertificate(server.origin));
    expect(error.code).toBe("tls_handshake");
    expect(error.message).toContain("wants a client certificate");
  });

  it("fails where no TLS is spoken, or nothing at all, and leaves no socket open", async () => {
    const plain = await createRawServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"), {
      tls: false,
    });
    cleanups.push(() => plain.close());
    const plainError = await failure(inspectCertificate(plain.origin.replace("http:", "https:")));
    expect(plainError).toMatchObject({ code: "tls_handshake", context: { phase: "tls" } });
    const silent = await createRawServer(() => {}, { tls: false });
    cleanups.push(() => silent.close());
    const stalled = inspectCertificate(silent.origin.replace("http:", "https:"), { connectTimeoutMs: 50 });
    expect(await failure(stalled)).toMatchObject({ code: "connect_timeout", context: { phase: "tls" } });
    expect(await failure(inspectCertificate(`https://127.0.0.1:${await deadPort()}`))).toMatchObject({
      code: "connect_refused",
    });
    await plain.close();
    await silent.close();
  });

  it("is aborted by its signal", async () => {
    const controller = new AbortController();
    const silent = await createRawServer(() => controller.abort(), { tls: false });
    cleanups.push(() => silent.close());
    const { signal } = controller;
    const error = await failure(inspectCertificate(silent.origin.replace("http:", "https:"), { signal }));
    expect(error.code).toBe("aborted");
    await silent.close();
  });

  it("takes https origins only", async () => {
    expect((await failure(inspectCertificate("http://127.0.0.1"))).code).toBe("invalid_argument");
  });
});

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
