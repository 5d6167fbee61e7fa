import { once } from "node:events";
import { createServer } from "node:https";
import { type AddressInfo } from "node:net";
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
