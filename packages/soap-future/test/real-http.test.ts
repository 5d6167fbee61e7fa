import { once } from "node:events";
import { type IncomingMessage, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo } from "node:net";
import { createGzip, gzipSync } from "node:zlib";
import { createTestCertificate } from "@mailmux/http-tls/testing";
import { afterEach, describe, expect, it } from "vitest";
import { createSoapClient, SoapClient, SoapFault } from "../src/index.ts";
import { createSoapService, type ServiceHandlers } from "../src/server/index.ts";
import { envelope, shop, type ShopService, shopWsdl } from "./shop.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function startService(overrides: Partial<ServiceHandlers<ShopService, string>> = {}): Promise<{
  endpoint: string;
  fingerprint: string;
  errors: unknown[];
  post(body: string, headers?: Record<string, string>): Promise<Response>;
}> {
  const { key, cert, fingerprint } = await createTestCertificate();
  const errors: unknown[] = [];
  const service = createSoapService<ShopService, string>({
    descriptor: shop,
    wsdl: shopWsdl,
    authenticate: ({ headers }) => {
      if (headers.authorization === `Basic ${btoa("admin:secret")}`) return "admin";
      throw new SoapFault({ faultcode: "SOAP-ENV:Client", faultstring: "Unauthorized", httpStatus: 401 });
    },
    handlers: {
      find: ({ filter, limit = 1 }) => ({
        result: { item: Array.from({ length: limit }, (_, id) => ({ id, name: filter, tags: [] })) },
        total: limit,
      }),
      ping: () => ({}),
      ...overrides,
    },
    maxBodyBytes: 10_000,
    onError: (error) => errors.push(error),
  });
  const server = createServer({ key, cert }, service.listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const endpoint = `https://127.0.0.1:${(server.address() as AddressInfo).port}/shop/`;
  const { createHttpClient } = await import("@mailmux/http-tls");
  const http = createHttpClient({ origin: new URL(endpoint).origin, tls: { fingerprints: [fingerprint] } });
  cleanups.push(() => http.destroy());
  const post = async (body: string, headers: Record<string, string> = {}): Promise<Response> => {
    const response = await http.request({
      path: "/shop/",
      body,
      headers: { Authorization: `Basic ${btoa("admin:secret")}`, ...headers },
    });
    return new Response(await response.text(), {
      status: response.status,
      headers: [...response.headers] as [string, string][],
    });
  };
  return { endpoint, fingerprint, errors, post };
}

const auth = { username: "admin", password: "secret" };

describe("client and service over real TLS", () => {
  it("understand each other, from the WSDL to a thousand rows", async () => {
    const { endpoint, fingerprint } = await startService();
    const client = await SoapClient.fromWsdl<ShopService>(`${endpoint}?wsdl`, {
      tls: { fingerprints: [fingerprint] },
      auth,
    });
    cleanups.push(() => client.close());
    expect(client.endpoint).toBe(endpoint); // and not the address that the WSDL names
    const { result, total } = await client.find({ filter: "é <&> 日本", limit: 1000 });
    expect(total).toBe(1000);
    expect(result.item[999]).toEqual({ id: 999, name: "é <&> 日本", tags: [] });
    expect(await client.ping()).toEqual({});
  });

  it("report a wrong password as the fault Unauthorized with status 401", async () => {
    const { endpoint, fingerprint, post } = await startService();
    const tls = { fingerprints: [fingerprint] };
    const client = createSoapClient<ShopService>({
      descriptor: shop,
      endpoint,
      tls,
      auth: { ...auth, password: "wrong" },
    });
    cleanups.push(() => client.close());
    await expect(client.ping()).rejects.toMatchObject({
      code: "fault",
      faultstring: "Unauthorized",
      httpStatus: 401,
    });
    const response = await post(envelope("<q:ping/>"), { Authorization: "Basic x" });
    expect(response.headers.get("www-authenticate")).toMatch(/^Basic realm=/);
  });

  it("report a handler's fault as it is, and its mistakes as nothing but an internal error", async () => {
    const { endpoint, fingerprint, errors } = await startService({
      find: ({ filter }) => {
        if (filter === "fault")
          throw new SoapFault({ faultcode: "SOAP-ENV:Server", faultstring: "bad <filter>" });
        if (filter === "shape") return { result: { item: [{ id: "x", tags: [] }] } } as never;
        throw new Error("password=hunter2");
      },
    });
    const client = createSoapClient<ShopService>({
      descriptor: shop,
      endpoint,
      tls: { fingerprints: [fingerprint] },
      auth,
    });
    cleanups.push(() => client.close());
    await expect(client.find({ filter: "fault" })).rejects.toMatchObject({
      faultstring: "bad <filter>",
      httpStatus: 500,
    });
    await expect(client.find({ filter: "oops" })).rejects.toMatchObject({ faultstring: "Internal error" });
    await expect(client.find({ filter: "shape" })).rejects.toMatchObject({ faultstring: "Internal error" });
    expect(errors.map(String)).toEqual([
      "Error: password=hunter2",
      expect.stringContaining("findResponse/result/item[0]/id"),
    ]);
  });
});

describe("a WSDL that is fetched", () => {
  /** Serves documents by path; the first path is the WSDL. */
  async function serve(
    documents: Readonly<Record<string, string>>,
    respond: (request: IncomingMessage, response: ServerResponse) => boolean = () => false,
  ): Promise<{ url: string; tls: { fingerprints: string[] }; asked: string[] }> {
    const { key, cert, fingerprint } = await createTestCertificate();
    const asked: string[] = [];
    const server = createServer({ key, cert }, (request, response) => {
      const { url = "" } = request;
      asked.push(url);
      if (respond(request, response)) return;
      const { [url]: text } = documents;
      response.writeHead(text === undefined ? 404 : 200).end(text);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    cleanups.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    return { url: `https://127.0.0.1:${port}/a/shop?wsdl`, tls: { fingerprints: [fingerprint] }, asked };
  }

  const types = /<xsd:schema[^]*<\/xsd:schema>/.exec(shopWsdl)?.[0] ?? "";
  const imports = (location: string): string =>
    shopWsdl.replace(
      types,
      `<xsd:schema><xsd:import namespace="urn:shop" schemaLocation="${location}"/></xsd:schema>`,
    );
  const schema = types.replace(
    "<xsd:schema",
    '<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:shop"',
  );

  it("brings what it imports with it, over connections that are verified the same way", async () => {
    const { url, tls, asked } = await serve({
      "/a/shop?wsdl": imports("../b/types.xsd"),
      "/b/types.xsd": schema,
    });
    const client = await SoapClient.fromWsdl<ShopService>(url, { tls, port: "ShopSoap" });
    cleanups.push(() => client.close());
    expect(client.descriptor.operations.map(({ name }) => name)).toEqual(["find", "ping"]);
    expect(asked).toEqual(["/a/shop?wsdl", "/b/types.xsd"]);
    expect(client.endpoint).toBe(url.replace("?wsdl", ""));
  });

  it("does not lead to another origin, nor to a port that is not there", async () => {
    const elsewhere = await serve({ "/a/shop?wsdl": imports("https://127.0.0.1:1/types.xsd") });
    await expect(SoapClient.fromWsdl(elsewhere.url, { tls: elsewhere.tls })).rejects.toMatchObject({
      code: "wsdl_parse",
    });
    const { url, tls } = await serve({ "/a/shop?wsdl": shopWsdl });
    await expect(SoapClient.fromWsdl(url, { tls, port: "Nowhere" })).rejects.toMatchObject({
      code: "invalid_argument",
    });
  });

  it("that is not there, redirected, slow or not UTF-8 says so", async () => {
    const missing = await serve({});
    await expect(SoapClient.fromWsdl(missing.url, { tls: missing.tls })).rejects.toMatchObject({
      code: "unexpected_response",
      context: { httpStatus: 404, endpoint: missing.url.replace("?wsdl", "") },
    });
    const moved = await serve({}, (_, response) => {
      response.writeHead(302, { Location: "https://127.0.0.1:1/" }).end();
      return true;
    });
    await expect(SoapClient.fromWsdl(moved.url, { tls: moved.tls })).rejects.toMatchObject({
      context: { httpStatus: 302 },
    });
    const slow = await serve({}, () => true);
    await expect(SoapClient.fromWsdl(slow.url, { tls: slow.tls, timeoutMs: 50 })).rejects.toMatchObject({
      code: "timeout",
    });
    const latin = await serve({}, (_, response) => {
      response.end(Buffer.from([0xff, 0xfe]));
      return true;
    });
    await expect(SoapClient.fromWsdl(latin.url, { tls: latin.tls })).rejects.toMatchObject({
      code: "wsdl_parse",
    });
  });
});

describe("compression", () => {
  const rows = (count: number): string =>
    envelope(
      `<q:findResponse><result>${Array.from({ length: count }, (_, id) => `<item><id>${id}</id></item>`).join("")}</result></q:findResponse>`,
    );

  async function start(
    respond: (request: IncomingMessage, response: ServerResponse) => void,
    options: { decompress?: boolean } = {},
  ): Promise<SoapClient<ShopService>> {
    const { key, cert, fingerprint } = await createTestCertificate();
    const server = createServer({ key, cert }, (request, response) => {
      request.resume();
      request.on("end", () => respond(request, response));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const client = createSoapClient<ShopService>({
      descriptor: shop,
      endpoint: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      tls: { fingerprints: [fingerprint] },
      ...options,
    });
    cleanups.push(
      () => client.close(),
      () => {
        server.closeAllConnections();
        server.close();
      },
    );
    return client;
  }
  const fields = { "Content-Type": "text/xml", "Content-Encoding": "gzip" };

  it("with gzip is asked for and taken off while the answer arrives", async () => {
    let accepted: unknown;
    const client = await start((request, response) => {
      accepted = request.headers["accept-encoding"];
      response.writeHead(200, fields).end(gzipSync(rows(1000)));
    });
    const future = client.future().find({ filter: "" });
    expect((await future).result.item).toHaveLength(1000);
    expect(accepted).toBe("gzip");
    expect(future.meta.responseBytes).toBe(Buffer.byteLength(rows(1000)));
  });

  it("does not keep a stream from giving items before the answer has ended", async () => {
    const client = await start((_, response) => {
      const zip = createGzip();
      zip.pipe(response.writeHead(200, fields));
      zip.write(rows(10).split("</result>")[0]);
      zip.flush();
    });
    const stream = client.stream().find({ filter: "" });
    expect((await stream.next()).value).toMatchObject({ id: 0 });
    await stream.return();
  });

  it("that makes a little of very much is refused as a bomb", async () => {
    const bomb = gzipSync(
      envelope(`<q:findResponse><result>${" ".repeat(50_000_000)}</result></q:findResponse>`),
    );
    const client = await start((_, response) => response.writeHead(200, fields).end(bomb));
    await expect(client.find({ filter: "" })).rejects.toMatchObject({
      code: "transport",
      cause: { code: "too_large" },
    });
  });

  it("can be left out: then none is asked for, and a compressed answer is refused", async () => {
    let accepted: unknown;
    const client = await start(
      (request, response) => {
        accepted = request.headers["accept-encoding"];
        response.writeHead(200, fields).end(gzipSync(rows(1)));
      },
      { decompress: false },
    );
    await expect(client.find({ filter: "" })).rejects.toMatchObject({
      code: "transport",
      cause: { code: "decode" },
    });
    expect(accepted).toBe("identity");
  });
});

describe("a service", () => {
  it("reads what other clients send: any prefix, any order, no action, form content type", async () => {
    const { post } = await startService();
    const body = envelope('<z:find xmlns:z="urn:whatever"><limit>2</limit><z:filter>x</z:filter></z:find>');
    const response = await post(body, { "Content-Type": "application/x-www-form-urlencoded" });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/xml; charset=utf-8");
    expect(await response.text()).toContain("<total>2</total>");
  });

  it.each([
    ["an unknown operation", envelope("<q:erase/>"), 500, "erase"],
    ["XML that is cut", envelope("<q:ping/>").slice(0, -5), 500, "ends too early"],
    [
      "a document type declaration",
      `<!DOCTYPE x [<!ENTITY a "b">]>${envelope("<q:ping/>")}`,
      500,
      "document type declaration",
    ],
    ["a missing parameter", envelope("<q:find/>"), 500, "filter is missing"],
    [
      "a request past its limit",
      envelope(`<q:find><filter>${"x".repeat(10_000)}</filter></q:find>`),
      413,
      "larger than 10000",
    ],
    [
      "SOAP 1.2",
      '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body/></e:Envelope>',
      500,
      "VersionMismatch",
    ],
    ["an empty body", "", 500, "ends too early"],
  ])("answers %s with a fault", async (_, body, status, text) => {
    const { post } = await startService();
    const response = await post(body);
    expect(response.status).toBe(status);
    const xml = await response.text();
    expect(xml).toContain("<SOAP-ENV:Fault>");
    expect(xml).toContain(text);
  });

  it("knows whether a call may have arrived: not while there is no connection, and once it is written", async () => {
    const called = Promise.withResolvers<void>();
    const { endpoint, fingerprint } = await startService({
      ping: () => {
        called.resolve();
        return new Promise<never>(() => undefined);
      },
    });
    const dialling = Promise.withResolvers<void>();
    const nowhere = createSoapClient<ShopService>({
      descriptor: shop,
      endpoint,
      tls: { fingerprints: [fingerprint] },
      dial: () => {
        dialling.resolve();
        return new Promise(() => undefined);
      },
    });
    const early = nowhere.future().ping();
    await dialling.promise;
    early.cancel();
    await early.settled();
    expect(early.meta).toMatchObject({ attempts: 1, mayHaveArrived: false });

    const client = createSoapClient<ShopService>({
      descriptor: shop,
      endpoint,
      tls: { fingerprints: [fingerprint] },
      auth,
    });
    const late = client.future().ping();
    await called.promise;
    late.cancel();
    await late.settled();
    expect(late.meta).toMatchObject({ attempts: 1, mayHaveArrived: true });
  });

  it("gives up on a connection after the call's own connectTimeoutMs", async () => {
    const { endpoint, fingerprint } = await startService();
    const client = createSoapClient<ShopService>({
      descriptor: shop,
      endpoint,
      tls: { fingerprints: [fingerprint] },
      dial: () => new Promise(() => undefined),
    });
    await expect(client.future({ connectTimeoutMs: 20 }).ping().get()).rejects.toMatchObject({
      code: "transport",
      cause: { code: "connect_timeout" },
    });
  });

  it.each([
    [
      "a control character in a tag",
      '<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body></\u0001>',
    ],
    ["a name that is cut in the middle of a character", envelope(`<q:${"x".repeat(59)}\u{20000}y/>`)],
    ["a root element with such a name", `<${"x".repeat(59)}\u{20000}y/>`],
  ])("answers %s with a fault, and goes on", async (_, body) => {
    const { post } = await startService();
    expect((await post(body)).status).toBe(500);
    expect((await post(envelope("<q:ping/>"))).status).toBe(200);
  });

  it("sends a handler's fault whatever its text, made fit for XML", async () => {
    const { post } = await startService({
      ping: () => {
        throw new SoapFault({
          faultcode: "SOAP-ENV:Server",
          faultstring: `\u0000\ud83d${"x".repeat(10_000)}`,
        });
      },
    });
    const response = await post(envelope("<q:ping/>"));
    expect(response.status).toBe(500);
    expect(await response.text()).toMatch(/<faultstring>\ufffd\ufffdx{4094}…<\/faultstring>/);
  });

  it("must have a handler for every operation", () => {
    const options = {
      descriptor: shop,
      wsdl: "",
      authenticate: () => "",
      handlers: { ping: () => ({}) } as never,
    };
    expect(() => createSoapService<ShopService, string>(options)).toThrowError(/find has no handler/);
  });
});
