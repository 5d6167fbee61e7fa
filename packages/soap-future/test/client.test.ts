import { describe, expect, expectTypeOf, it } from "vitest";
import { everySplit } from "@mailmux/http-tls/testing";
import { createSoapClient, type SoapClient, SoapError, SoapFault, SoapFuture } from "../src/index.ts";
import {
  createInMemoryTransport,
  type InMemoryResponse,
  type InMemoryTransport,
} from "../src/testing/index.ts";
import { envelope, faultBody, type Row, shop, type ShopService } from "./shop.ts";

type Answer = Parameters<typeof createInMemoryTransport>[0];

function clientOf(answer: Answer): { client: SoapClient<ShopService>; transport: InMemoryTransport } {
  const transport = createInMemoryTransport(answer);
  return { client: createSoapClient<ShopService>({ descriptor: shop, transport }), transport };
}

const answering = (response: InMemoryResponse | string): SoapClient<ShopService> =>
  clientOf(() => (typeof response === "string" ? { body: response } : response)).client;

const failure = async (promise: PromiseLike<unknown>): Promise<SoapError> => {
  const reason: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(reason).toBeInstanceOf(SoapError);
  return reason as SoapError;
};

const found = (items: string, more = ""): string =>
  envelope(`<q:findResponse><result>${items}</result>${more}</q:findResponse>`);

describe("a request", () => {
  it("is an envelope with the parameters in the order of the schema, escaped", async () => {
    const { client, transport } = clientOf(() => ({ body: found("") }));
    await client.find({ limit: 5, filter: 'a<b && "c" ]]>\r' });
    expect(transport.requests[0]?.headers).toEqual({
      "Content-Type": "text/xml; charset=utf-8",
      SOAPAction: '"urn:shop#find"',
    });
    expect(transport.requests[0]?.body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="urn:shop"><SOAP-ENV:Body>' +
        '<ns1:find><filter>a&lt;b &amp;&amp; "c" ]]&gt;&#13;</filter><limit>5</limit></ns1:find>' +
        "</SOAP-ENV:Body></SOAP-ENV:Envelope>\n",
    );
  });

  it("without parameters is an empty element", async () => {
    const { client, transport } = clientOf(() => ({ body: envelope("<q:pingResponse/>") }));
    expect(await client.ping()).toEqual({});
    expect(transport.requests[0]?.body).toContain("<ns1:ping/>");
  });

  it.each([
    ["a missing parameter", {}, "find/filter"],
    ["an unknown parameter", { filter: "", limitt: 1 }, "find"],
    ["a wrong type", { filter: "", limit: "many" }, "find/limit"],
    ["a number that does not fit", { filter: "", limit: 2 ** 40 }, "find/limit"],
    ["a control character", { filter: "\u0000" }, "find/filter"],
    ["half a surrogate pair", { filter: "\ud83d" }, "find/filter"],
  ])("with %s is refused before anything is sent", async (_, args, path) => {
    const { client, transport } = clientOf(() => ({ body: found("") }));
    expect(await failure(client.find(args as { filter: string }))).toMatchObject({
      code: "encode",
      context: { path, operation: "find" },
    });
    expect(transport.requests).toEqual([]);
  });
});

describe("a response", () => {
  it.each([
    ["none", "", 0],
    ["one", "<item><id>1</id></item>", 1],
    ["many", "<item><id>1</id></item><item><id>2</id></item>", 2],
  ])("has its repeated elements as an array for %s", async (_, items, count) => {
    const { result } = await answering(found(items)).find({ filter: "" });
    expect(Array.isArray(result.item)).toBe(true);
    expect(result.item).toHaveLength(count);
    for (const row of result.item) expect(row.tags).toEqual([]);
  });

  it("keeps every value exactly, however the bytes are cut", async () => {
    const body = found(
      "<item><id>9223372036854775807</id><name> a &amp; b <![CDATA[ <c> ]]> d </name><data>AAEC/w==</data>" +
        "<tags>x</tags><tags/><parent><id>7</id><note xsi:nil='true' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'/></parent></item>",
      "<total>1</total>",
    );
    for (const pieces of everySplit(Buffer.from(body))) {
      const { result, total } = await answering({ body: pieces }).find({ filter: "" });
      expect(total).toBe(1);
      expect(result.item).toEqual([
        {
          id: 9223372036854775807n,
          name: " a & b  <c>  d ",
          data: Buffer.from([0, 1, 2, 255]),
          tags: ["x", ""],
          parent: { id: 7, tags: [], note: null },
        },
      ]);
    }
  });

  it("tells absent and empty apart", async () => {
    const { result } = await answering(found("<item><id>1</id><name/></item><item><id>2</id></item>")).find({
      filter: "",
    });
    expect(result.item[0]?.name).toBe("");
    expect(result.item[1] && "name" in result.item[1]).toBe(false);
  });

  it("may be qualified although the schema says otherwise", async () => {
    const body = envelope(
      '<findResponse xmlns="urn:shop"><result><item><id>1</id></item></result></findResponse>',
    );
    expect((await answering(body).find({ filter: "" })).result.item).toHaveLength(1);
  });

  it("with elements that nobody knows is read, and they are named", async () => {
    const client = answering(
      found("<item><newer><x>1</x></newer><id>1</id></item>", "<__proto__>x</__proto__>"),
    );
    const future = client.future().find({ filter: "" });
    expect((await future).result.item).toEqual([{ id: 1, tags: [] }]);
    expect(future.meta.unknownElements).toEqual([
      "findResponse/result/item[0]/newer",
      "findResponse/__proto__",
    ]);
  });

  it.each([
    ["a missing element", found("<item/>"), "findResponse/result/item[0]"],
    [
      "a wrong value",
      found("<item><id>1</id></item><item><id>x</id></item>"),
      "findResponse/result/item[1]/id",
    ],
    ["an element twice", found("<item><id>1</id><id>2</id></item>"), "findResponse/result/item[0]"],
    [
      "nil where there is none",
      found("<item><id xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='1'/></item>"),
      "findResponse/result/item[0]/id",
    ],
    [
      "content in an element that is nil",
      found(
        "<item><id>1</id><note xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='1'>x</note></item>",
      ),
      "findResponse/result/item[0]/note",
    ],
    ["text between elements", found("<item>x<id>1</id></item>"), "findResponse/result/item[0]"],
  ])("with %s is a decode error that says where", async (_, body, path) => {
    expect(await failure(answering(body).find({ filter: "" }))).toMatchObject({
      code: "decode",
      context: { path, operation: "find" },
    });
  });

  it.each([
    ["another operation's answer", envelope("<q:pingResponse/>")],
    [
      "the answer in another namespace",
      envelope('<x:findResponse xmlns:x="urn:other"><result/></x:findResponse>'),
    ],
    [
      "two answers",
      envelope("<q:findResponse><result/></q:findResponse><q:findResponse><result/></q:findResponse>"),
    ],
    ["an empty Body", envelope("")],
    ["SOAP's envelope without SOAP's namespace", "<Envelope><Body/></Envelope>"],
    ["another document", "<html/>"],
    ["a cut document", found("").slice(0, -20)],
    [
      "a header that must be understood",
      envelope("").replace("<S:Header/>", '<S:Header><h S:mustUnderstand="1"/></S:Header>'),
    ],
  ])("that is %s is refused", async (_, body) => {
    expect((await failure(answering(body).find({ filter: "" }))).code).toBe("decode");
  });

  it.each([
    ["HTML with status 200", 200, "text/html", "<html>login</html>"],
    ["HTML with status 500", 500, "text/html; charset=utf-8", "<h1>502</h1>"],
    ["nothing with status 202", 202, "", ""],
    ["nothing with status 401", 401, "", ""],
  ])("of %s is an unexpected response with its beginning", async (_, status, contentType, body) => {
    const error = await failure(answering({ status, contentType, body }).find({ filter: "" }));
    expect(error).toMatchObject({
      code: "unexpected_response",
      context: { httpStatus: status, excerpt: body },
    });
  });

  it("never shows control characters of a response in an error", async () => {
    const error = await failure(
      answering({ contentType: "text/plain", body: "\u001b[2J\u202e\u0007x" }).find({ filter: "" }),
    );
    expect(error.context.excerpt).toBe("\\u001b[2J\\u202e\\u0007x");
  });
});

describe("a fault", () => {
  it.each([500, 401, 200])("with status %i is a SoapFault", async (status) => {
    const error = await failure(
      answering({ status, body: envelope(faultBody("S:Server", "queueid not found")) }).find({ filter: "" }),
    );
    expect(error).toBeInstanceOf(SoapFault);
    expect(error).toMatchObject({
      code: "fault",
      faultcode: "S:Server",
      faultstring: "queueid not found",
      detail: { reason: "because" },
      httpStatus: status,
      context: { operation: "find", endpoint: "memory://service/", httpStatus: status },
    });
  });
});

describe("a long fault", () => {
  it("is cut: it is for people to read", async () => {
    const body = envelope(faultBody("S:Server", "x".repeat(1_000_000)));
    expect(
      (await failure(answering({ status: 500, body }).find({ filter: "" }))).message.length,
    ).toBeLessThan(5000);
  });
});

describe("a future", () => {
  const never = (): Promise<InMemoryResponse> => new Promise(() => {});

  it("starts at once, and is awaited or asked", async () => {
    const { client, transport } = clientOf(() => ({ body: found("<item><id>1</id></item>") }));
    const future = client.future().find({ filter: "" });
    expectTypeOf(future).toEqualTypeOf<SoapFuture<{ result: { item: Row[] }; total?: number | bigint }>>();
    expect(transport.requests).toHaveLength(1);
    expect(future.state).toBe("sent");
    expect((await future.get()).result.item).toHaveLength(1);
    expect((await future).result.item).toHaveLength(1);
    expect(future.state).toBe("done");
    expect(future.meta).toMatchObject({ operation: "find", httpStatus: 200 });
    expect(future.meta.durationMs).toBeGreaterThanOrEqual(0);
  });

  it("that fails and that nobody reads does not crash the process", async () => {
    const future = clientOf(() => Promise.reject(new Error("boom")))
      .client.future()
      .ping();
    await new Promise((resolve) => setImmediate(resolve));
    expect(future.state).toBe("done");
    expect(await future.settled()).toMatchObject({ status: "failed", error: { code: "transport" } });
  });

  it("is cancelled at once, tells the transport, and says why", async () => {
    const { client, transport } = clientOf(never);
    const future = client.future().ping();
    future.cancel("not needed");
    expect(await future.settled()).toMatchObject({
      status: "cancelled",
      error: { code: "cancelled", cause: "not needed" },
    });
    expect(transport.requests[0]?.signal.aborted).toBe(true);
  });

  it.each([0, -1, 1.5, NaN, Infinity, 2 ** 31])("refuses %d as a time limit", (timeoutMs) => {
    expect(() => clientOf(never).client.future({ timeoutMs }).ping()).toThrowError(/\[invalid_argument\]/);
  });

  it("ends with its own time limit, or with the caller's signal", async () => {
    const { client } = clientOf(never);
    expect(await client.future({ timeoutMs: 5 }).ping().settled()).toMatchObject({
      status: "timed_out",
      error: { code: "timeout" },
    });
    expect(await client.future({ signal: AbortSignal.abort() }).ping().settled()).toMatchObject({
      status: "cancelled",
    });
  });

  it("shows in its error where the call was made", async () => {
    const callerOfPing = (): SoapFuture<object> =>
      clientOf(() => Promise.reject(new Error("boom")))
        .client.future()
        .ping();
    expect((await failure(callerOfPing())).stack).toContain("callerOfPing");
  });

  it("can be waited for with others: all, any, asCompleted, select", async () => {
    const answers = new Map<string, (response: InMemoryResponse) => void>();
    const { client } = clientOf(
      ({ body }) =>
        new Promise((resolve) =>
          answers.set(/<filter>(.*)<\/filter>/.exec(String(body))?.[1] ?? "", resolve),
        ),
    );
    const [a, b, c] = ["a", "b", "c"].map((filter) => client.future().find({ filter }));
    if (!a || !b || !c) throw new Error("unreachable");
    const { done, pending } = await SoapFuture.select([a, b, c], 1);
    expect([done.length, pending.length]).toEqual([0, 3]);
    const order = SoapFuture.asCompleted([a, b, c]);
    answers.get("b")?.({ body: found("") });
    expect((await order.next()).value).toBe(b);
    expect((await SoapFuture.select([a, b, c], 1000)).done).toEqual([b]);
    expect((await SoapFuture.any([a, b, c])).result.item).toEqual([]);
    answers.get("c")?.({ status: 500, body: envelope(faultBody("S:Server", "no")) });
    expect((await order.next()).value).toBe(c);
    await expect(SoapFuture.all([a, b, c])).rejects.toThrowError(SoapFault);
    answers.get("a")?.({ body: found("") });
    expect((await order.next()).value).toBe(a);
    expect((await order.next()).done).toBe(true);
  });

  it("is given out once by asCompleted, also to those who ask at the same time", async () => {
    const { client } = clientOf(() => ({ body: envelope("<q:pingResponse/>") }));
    const futures = Array.from({ length: 500 }, () => client.future().ping());
    const order = SoapFuture.asCompleted(futures);
    const seen = await Promise.all(
      Array.from({ length: 500 }, async () => ({ future: (await order.next()).value })),
    );
    expect(new Set(seen.map(({ future }) => future)).size).toBe(500);
  });
});
