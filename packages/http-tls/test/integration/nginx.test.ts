import { describe, expect, it, onTestFinished } from "vitest";
import {
  createHttpClient,
  type HttpClient,
  type HttpClientOptions,
  HttpTlsError,
  type HttpResponse,
} from "../../src/index.ts";
import { createTestCertificate } from "../../src/testing/index.ts";
import { type Nginx, type NginxOptions, nginxPath, startNginx } from "./nginx-server.ts";

async function nginx(server: string, more: Omit<NginxOptions, "server"> = {}): Promise<Nginx> {
  const started = await startNginx({ server, ...more });
  onTestFinished(() => started[Symbol.asyncDispose]());
  return started;
}

function clientOf({ origin, certificate }: Nginx, options: Partial<HttpClientOptions> = {}): HttpClient {
  const client = createHttpClient({
    origin,
    ...options,
    tls: { fingerprints: [certificate.fingerprint], ...options.tls },
  });
  onTestFinished(() => client.destroy());
  return client;
}

async function failure(promise: Promise<unknown>): Promise<HttpTlsError> {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(HttpTlsError);
  return error as HttpTlsError;
}

/** nginx's number of the connection that carried a response. */
const connectionOf = ({ headers }: HttpResponse): string => headers.get("x-connection") ?? "";

const text = Array.from({ length: 20_000 }, (_, index) => `line ${index} of a text\n`).join("");
const small = `location = /small { return 200 "small"; }`;

describe.skipIf(nginxPath === undefined)("with nginx", () => {
  it("a text of half a megabyte arrives compressed and in chunks, and is decoded", async () => {
    const server = await nginx("gzip on; gzip_types text/plain;", { files: { "text.txt": text } });
    const response = await clientOf(server, { decompress: true }).request({ path: "/text.txt" });
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect(response.headers.get("transfer-encoding")).toBe("chunked");
    expect((await response.text()) === text).toBe(true);
    const plain = await clientOf(server).request({ path: "/text.txt" });
    expect(plain.headers.get("content-length")).toBe(String(text.length));
    expect((await plain.text()) === text).toBe(true);
  });

  it("a body in chunks arrives whole, and its connection is kept", async () => {
    const server = await nginx(
      `addition_types *; location = /text.txt { add_after_body /more; } location = /more { return 200 "more"; }`,
      { files: { "text.txt": text } },
    );
    const client = clientOf(server);
    for (const reused of [false, true]) {
      const response = await client.request({ path: "/text.txt" });
      expect(response.headers.get("transfer-encoding")).toBe("chunked");
      expect((await response.text()) === `${text}more`).toBe(true);
      expect(response.reused).toBe(reused);
    }
  });

  it.each(["GET", "POST"])(
    "%s requests go on when nginx ends each connection after three",
    async (method) => {
      const server = await nginx(`keepalive_requests 3; ${small}`);
      const client = clientOf(server);
      const connections: string[] = [];
      for (let count = 0; count < 12; count++) {
        const response = await client.request({ method, path: "/small" });
        expect(await response.text()).toBe("small");
        connections.push(connectionOf(response));
      }
      expect(new Set(connections).size).toBe(4);
    },
  );

  it("GET requests are answered although nginx ends connections as they are used again", async () => {
    const server = await nginx(`keepalive_timeout 1ms; ${small}`);
    const client = clientOf(server);
    const connections = new Set<string>();
    // How soon nginx finds a millisecond without a request is the machine's to say.
    for (let count = 0; count < 200 || (connections.size === 1 && count < 50_000); count++) {
      const response = await client.request({ path: "/small" });
      expect(await response.text()).toBe("small");
      connections.add(connectionOf(response));
    }
    expect(connections.size).toBeGreaterThan(1);
  });

  it("POST requests are then answered, or fail as what may have reached nginx", async () => {
    const server = await nginx(`keepalive_timeout 1ms; ${small}`);
    const client = clientOf(server);
    for (let count = 0; count < 200; count++) {
      const answer = await client.request({ path: "/small", body: "x" }).catch((error: unknown) => error);
      if (answer instanceof Error) {
        // It ended the connection while the request was on its way: whether it acted on it cannot be known.
        expect(answer).toMatchObject({ code: "closed", context: { reused: true, responseStarted: false } });
      } else expect(await (answer as HttpResponse).text()).toBe("small");
    }
  });

  const tooLarge: [string, () => Uint8Array | Iterable<Uint8Array>][] = [
    ["of a known length", () => Buffer.alloc(8 << 20)],
    ["in chunks", () => Array.from({ length: 128 }, () => Buffer.alloc(1 << 16))],
  ];
  it.each(tooLarge)("a body %s that is too large is answered with 413 before it is sent", async (_, body) => {
    const server = await nginx(`client_max_body_size 64k; ${small} dav_methods PUT;`);
    const client = clientOf(server);
    for (let count = 0; count < 5; count++) {
      const response = await client.request({ method: "PUT", path: "/large", body: body() });
      expect(response.status).toBe(413);
      expect(await response.text()).toContain("413 Request Entity Too Large");
      expect((await client.request({ path: "/small" })).status).toBe(200);
    }
  });

  it("an nginx that hangs up on a large body fails the request without an answer, or its 413 arrives", async () => {
    const server = await nginx("client_max_body_size 64k; lingering_close off;");
    const client = clientOf(server);
    for (let count = 0; count < 10; count++) {
      const answer = await client
        .request({ path: "/", body: Buffer.alloc(8 << 20) })
        .then((response) => response.text())
        .catch((error: unknown) => error);
      // Bytes that nobody reads make the kernel reset the connection, and throw away an answer that was not read yet.
      if (answer instanceof Error) {
        expect(answer).toMatchObject({ code: "closed", context: { responseStarted: false } });
      } else expect(answer).toContain("413");
    }
  });

  it("a hundred requests at once share eight connections", async () => {
    const server = await nginx(small);
    const client = clientOf(server, { maxConnections: 8 });
    const connections = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const response = await client.request({ path: "/small" });
        expect(await response.text()).toBe("small");
        return connectionOf(response);
      }),
    );
    expect(new Set(connections).size).toBe(8);
  });

  it("a body that is produced while it is sent is stored byte by byte, and comes back", async () => {
    const server = await nginx("dav_methods PUT; client_max_body_size 0;");
    const client = clientOf(server);
    const piece = Buffer.from(text);
    const pieces = function* (): Generator<Uint8Array> {
      for (let count = 0; count < 20; count++) yield piece.subarray(count);
    };
    for (const status of [201, 204]) {
      const stored = await client.request({ method: "PUT", path: "/stored", body: pieces });
      expect(stored.status).toBe(status);
      await stored.bytes();
    }
    const response = await client.request({ path: "/stored" });
    expect(Buffer.concat([...pieces()]).equals(await response.bytes())).toBe(true);
    expect(connectionOf(response)).toBe(connectionOf(await client.request({ method: "HEAD" })));
  });

  it("HEAD, 304 and ranges leave the connection in step", async () => {
    const server = await nginx("", { files: { "text.txt": text } });
    const client = clientOf(server, { maxConnections: 1 });
    const path = "/text.txt";
    const head = await client.request({ method: "HEAD", path });
    expect(head.headers.get("content-length")).toBe(String(text.length));
    expect(await head.text()).toBe("");
    const same = await client.request({ path, headers: { "If-None-Match": head.headers.get("etag") ?? "" } });
    expect([same.status, await same.text()]).toEqual([304, ""]);
    const range = await client.request({ path, headers: { Range: "bytes=5-10" } });
    expect([range.status, await range.text()]).toEqual([206, text.slice(5, 11)]);
    const beyond = await client.request({ path, headers: { Range: `bytes=${text.length}-` } });
    expect([beyond.status, (await beyond.text()).includes("416")]).toEqual([416, true]);
    const ranges = await client.request({ path, headers: { Range: "bytes=0-1,4-5" } });
    expect(ranges.headers.get("content-type")).toContain("multipart/byteranges");
    expect(await ranges.text()).toContain(text.slice(4, 6));
    expect((await client.request({ path })).reused).toBe(true);
    expect(connectionOf(ranges)).toBe(connectionOf(head));
  });

  it("a client certificate is shown where nginx asks for one, and its lack is answered with 400", async () => {
    const authority = await createTestCertificate({ name: "authority", authority: true });
    const server = await nginx(`ssl_client_certificate ROOT/client-ca.pem; ssl_verify_client on; ${small}`, {
      clientAuthority: authority,
    });
    const { fingerprint } = server.certificate;
    const own = await createTestCertificate({ name: "client", issuer: authority });
    const strange = await createTestCertificate({ name: "client" });
    const answers = await Promise.all(
      [own, strange, undefined].map(async (certificate) => {
        const tls = {
          fingerprints: [fingerprint],
          ...(certificate && { cert: certificate.cert, key: certificate.key }),
        };
        const response = await clientOf(server, { tls }).request({ path: "/small" });
        return `${response.status} ${/<center>([^<]+)<\/center>/.exec(await response.text())?.[1] ?? ""}`;
      }),
    );
    expect(answers).toEqual([
      "200 ",
      "400 The SSL certificate error",
      "400 No required SSL certificate was sent",
    ]);
  });

  it.each(["TLSv1.2", "TLSv1.3"])("%s alone is spoken where nginx speaks no other", async (protocol) => {
    const server = await nginx(`ssl_protocols ${protocol}; ${small}`);
    const response = await clientOf(server).request({ path: "/small" });
    expect(await response.text()).toBe("small");
    expect(response.connection.tls?.version).toBe(protocol);
  });

  it("TLS 1.1 is refused", async () => {
    const server = await nginx(`ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0; ${small}`);
    expect(await failure(clientOf(server).request())).toMatchObject({
      code: "tls_handshake",
      context: { requestSent: "none" },
    });
  });

  it("requests are answered while nginx reloads its configuration", async () => {
    const server = await nginx(small);
    const client = clientOf(server, { maxConnections: 4 });
    const reloading = { done: false };
    const connections = new Set<string>();
    const asking = Array.from({ length: 4 }, async () => {
      while (!reloading.done) {
        const response = await client.request({ path: "/small" });
        expect(await response.text()).toBe("small");
        connections.add(connectionOf(response));
      }
    });
    for (let count = 0; count < 3; count++) await server.reload();
    reloading.done = true;
    await Promise.all(asking);
    expect(connections.size).toBeGreaterThan(4);
    const last = await client.request({ path: "/small" });
    expect(last.status).toBe(200);
  });

  it("a response under way arrives whole when nginx is told to end, and then nobody answers", async () => {
    const body = Buffer.alloc(1 << 20, "x");
    const server = await nginx("location = /slow { limit_rate 1m; limit_rate_after 64k; }", {
      files: { slow: body },
    });
    const client = clientOf(server);
    const response = await client.request({ path: "/slow" });
    const ended = server.quit();
    expect(body.equals(await response.bytes())).toBe(true);
    await ended;
    expect(await failure(client.request({ path: "/slow" }))).toMatchObject({ code: "connect_refused" });
  });
});
