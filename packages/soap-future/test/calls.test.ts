import { describe, expect, it } from "vitest";
import { createSoapClient, parseWsdl, type SoapClient, SoapError } from "../src/index.ts";
import {
  createInMemoryTransport,
  type InMemoryResponse,
  type InMemoryTransport,
} from "../src/testing/index.ts";
import { envelope, faultBody, shop, type ShopService, shopWsdl } from "./shop.ts";

const wsdl11 = "http://schemas.xmlsoap.org/wsdl/soap/";
const wsdl12 = "http://schemas.xmlsoap.org/wsdl/soap12/";
const envelope12 = "http://www.w3.org/2003/05/soap-envelope";

const pong = envelope("<q:pingResponse/>");
const found = envelope("<q:findResponse><result><item><id>1</id></item></result></q:findResponse>");
const never = (): Promise<InMemoryResponse> => new Promise(() => {});

function clientOf(
  answer: Parameters<typeof createInMemoryTransport>[0],
  descriptor = shop,
): { client: SoapClient<ShopService>; transport: InMemoryTransport } {
  const transport = createInMemoryTransport(answer);
  return { client: createSoapClient<ShopService>({ descriptor, transport }), transport };
}

const failure = async (promise: PromiseLike<unknown>): Promise<SoapError> => {
  const reason: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(reason).toBeInstanceOf(SoapError);
  return reason as SoapError;
};

describe("the meta of a call", () => {
  it("has its phases, its bytes and its header fields, of a future and of a stream", async () => {
    const { client, transport } = clientOf(() => ({ body: found, headers: { "X-Node": "mx1" } }));
    const future = client.future().find({ filter: "" });
    await future;
    const stream = client.stream().find({ filter: "" });
    for await (const _ of stream);
    for (const { meta } of [future, stream]) {
      expect(meta).toMatchObject({
        operation: "find",
        attempts: 1,
        httpStatus: 200,
        requestBytes: Buffer.byteLength(String(transport.requests[0]?.body)),
        responseBytes: Buffer.byteLength(found),
        soapHeaders: {},
        headerElements: [],
        unknownElements: [],
      });
      const { encodeMs = -1, headersMs = -1, bodyMs = -1, durationMs = -1 } = meta;
      expect(Math.min(encodeMs, headersMs, bodyMs)).toBeGreaterThanOrEqual(0);
      expect(durationMs).toBeGreaterThanOrEqual(encodeMs + headersMs + bodyMs);
      expect(meta.headers?.get("x-NODE")).toBe("mx1");
      expect(meta.headers?.has("X-Other")).toBe(false);
      expect(Object.fromEntries(meta.headers ?? [])).toMatchObject({ "x-node": "mx1" });
    }
  });

  it("of a call that failed has what is known", async () => {
    const { client } = clientOf(() => ({ status: 500, body: envelope(faultBody("S:Server", "no")) }));
    const future = client.future().ping();
    await future.settled();
    expect(future.meta).toMatchObject({ attempts: 1, httpStatus: 500 });
    expect(future.meta.durationMs).toBeGreaterThanOrEqual(0);
  });
});

describe("a deadline", () => {
  it.each([
    ["a Date", () => new Date(Date.now() + 30)],
    ["Unix milliseconds", () => Date.now() + 30],
  ])("may be %s, and ends futures and streams", async (_, at) => {
    const { client } = clientOf(never);
    expect(await client.future({ deadline: at() }).ping().settled()).toMatchObject({
      status: "timed_out",
      error: { code: "timeout", reason: "no complete answer before the deadline" },
    });
    expect(await failure(client.stream({ deadline: at() }).find({ filter: "" }).next())).toMatchObject({
      code: "timeout",
    });
  });

  it("of the past sends nothing", async () => {
    const { client, transport } = clientOf(() => ({ body: pong }));
    expect((await client.future({ deadline: 0 }).ping().settled()).status).toBe("timed_out");
    expect((await failure(client.stream({ deadline: 0 }).find({ filter: "" }).next())).code).toBe("timeout");
    expect(transport.requests).toEqual([]);
  });

  it("and a time limit hold both: the earlier ends the call", async () => {
    const { client } = clientOf(never);
    const late = Date.now() + 60_000;
    expect((await failure(client.future({ deadline: late, timeoutMs: 5 }).ping())).reason).toContain(
      "timeoutMs",
    );
    const soon = Date.now() + 5;
    expect((await failure(client.future({ deadline: soon, timeoutMs: 60_000 }).ping())).reason).toContain(
      "deadline",
    );
  });

  it("far in the future is one, and one that is no time is refused", async () => {
    const { client } = clientOf(() => ({ body: pong }));
    await client.future({ deadline: Date.now() + 2 ** 40 }).ping();
    for (const deadline of [NaN, Infinity, new Date("x")]) {
      expect(() => client.future({ deadline }).ping()).toThrow(/\[invalid_argument\]/);
    }
  });
});

describe("the methods of a client", () => {
  it("can be taken from it, and keep their options", async () => {
    const { client, transport } = clientOf(() => ({ body: pong }));
    const { ping } = client.future({ headers: { "X-A": "1" } });
    await ping();
    expect(transport.requests[0]?.headers["X-A"]).toBe("1");
    expect("nothing" in client.future()).toBe(false);
  });
});

describe("headers of an envelope", () => {
  const trace = { namespace: "urn:t", name: "trace", attributes: [], children: ["7"] };

  it("are sent with a call, those of the WSDL by key and others as elements", async () => {
    const descriptor = {
      ...shop,
      operations: shop.operations.map((operation) => ({
        ...operation,
        input: {
          ...operation.input,
          headers: [
            {
              key: "session",
              namespace: "urn:shop",
              name: "session",
              type: { kind: "builtin", name: "string" } as const,
              nillable: false,
            },
          ],
        },
      })),
    };
    const { client, transport } = clientOf(() => ({ body: pong }), descriptor);
    await client.future({ soapHeaders: { session: "s<1" }, headerElements: [trace] }).ping();
    const header = /<SOAP-ENV:Header>(.*)<\/SOAP-ENV:Header>/.exec(String(transport.requests[0]?.body))?.[1];
    expect(header).toContain("s&lt;1</");
    expect(header).toContain("urn:t");
    const error = await failure(client.future({ soapHeaders: { sesion: "" } }).ping());
    expect(error).toMatchObject({ code: "encode" });
    expect(transport.requests).toHaveLength(1);
  });

  it("of an answer are in its meta; one that must be understood and is not is refused", async () => {
    const block = (more: string): string =>
      pong.replace("<S:Header/>", `<S:Header><t:trace xmlns:t="urn:t"${more}>7</t:trace></S:Header>`);
    const { client } = clientOf(() => ({ body: block("") }));
    const future = client.future().ping();
    await future;
    expect(future.meta.headerElements).toMatchObject([trace]);
    const refusing = clientOf(() => ({ body: block(' S:mustUnderstand="1"') }));
    expect(await failure(refusing.client.ping())).toMatchObject({ code: "decode" });
    const knowing = createSoapClient<ShopService>({
      descriptor: shop,
      transport: createInMemoryTransport(() => ({ body: block(' S:mustUnderstand="1"') })),
      interceptors: [(next) => (call) => next({ ...call, understood: [trace] })],
    });
    await knowing.ping();
  });
});

describe("a one-way operation", () => {
  const oneWay = parseWsdl(
    shopWsdl
      .replace('<output message="tns:pingOut"/>', "")
      .replace(/<output>(?:(?!<output>)[^])*<\/output>(?=<\/operation>\s*<\/binding>)/, ""),
  );
  const answering = (response: InMemoryResponse): SoapClient<ShopService> =>
    clientOf(() => response, oneWay).client;

  it.each([
    ["202 and nothing", { status: 202, contentType: "", body: "" }],
    ["204 and nothing", { status: 204, contentType: "", body: "" }],
    ["200 and nothing", { status: 200, contentType: "text/html", body: "" }],
    ["200 and nothing, said to be XML", { status: 200, body: "" }],
    ["an empty envelope", { status: 200, body: envelope("") }],
  ])("is done when it is answered with %s", async (_, response) => {
    expect(oneWay.operations.find(({ name }) => name === "ping")?.output).toBeUndefined();
    expect(await answering(response).ping()).toEqual({});
  });

  it.each([
    ["a fault", { status: 500, body: envelope(faultBody("S:Server", "no")) }, "fault"],
    ["500 and nothing", { status: 500, contentType: "", body: "" }, "unexpected_response"],
    ["a page", { status: 200, contentType: "text/html", body: "<html>login" }, "unexpected_response"],
    ["something", { status: 200, body: pong }, "decode"],
    ["an envelope that is cut", { status: 200, body: pong.slice(0, 40) }, "decode"],
  ])("fails when it is answered with %s", async (_, response, code) => {
    expect((await failure(answering(response).ping())).code).toBe(code);
  });

  it("cannot be streamed", () => {
    const { ping } = answering({ body: "" }).stream() as unknown as { ping(): unknown };
    expect(() => ping()).toThrow(/\[invalid_argument\]/);
  });
});

describe("SOAP 1.2", () => {
  const soap12 = parseWsdl(shopWsdl.replaceAll(wsdl11, wsdl12));
  const of12 = (body: string): string =>
    body.replace("http://schemas.xmlsoap.org/soap/envelope/", envelope12);

  it("says its action in the content type, and has no SOAPAction", async () => {
    const { client, transport } = clientOf(
      () => ({ contentType: "application/soap+xml; charset=utf-8", body: of12(found) }),
      soap12,
    );
    await client.find({ filter: "" });
    expect(transport.requests[0]?.headers).toEqual({
      "Content-Type": 'application/soap+xml; charset=utf-8; action="urn:shop#find"',
    });
    expect(transport.requests[0]?.body).toContain(envelope12);
  });

  it.each(["text/xml", "application/soap+xml", "application/xml"])(
    "may be answered as %s",
    async (contentType) => {
      expect(await clientOf(() => ({ contentType, body: of12(pong) }), soap12).client.ping()).toEqual({});
      expect(await clientOf(() => ({ contentType, body: pong })).client.ping()).toEqual({});
    },
  );

  it("is not answered in SOAP 1.1, nor the other way round", async () => {
    const fault = envelope(faultBody("S:Server", "no"));
    for (const body of [pong, fault]) {
      expect(await failure(clientOf(() => ({ body }), soap12).client.ping())).toMatchObject({
        code: "decode",
        reason: "Only SOAP 1.2 envelopes are understood",
      });
    }
    expect((await failure(clientOf(() => ({ body: of12(pong) })).client.ping())).reason).toContain("1.1");
  });
});
