import { describe, expect, it } from "vitest";
import {
  createSoapClient,
  type Interceptor,
  type SoapCall,
  type SoapClient,
  SoapError,
  type SoapReply,
} from "../src/index.ts";
import {
  basicAuth,
  bearerAuth,
  type CallLogEntry,
  type CallMeasurement,
  logCalls,
  measureCalls,
  setHeaders,
} from "../src/interceptors/index.ts";
import {
  createInMemoryTransport,
  type InMemoryResponse,
  type InMemoryTransport,
} from "../src/testing/index.ts";
import { envelope, faultBody, shop, type ShopService } from "./shop.ts";

type Answer = Parameters<typeof createInMemoryTransport>[0];

const found: InMemoryResponse = {
  body: envelope(
    "<q:findResponse><result><item><id>1</id></item><item><id>2</id></item></result></q:findResponse>",
  ),
};
const fault: InMemoryResponse = { status: 500, body: envelope(faultBody("S:Server", "no")) };
const never = (): Promise<InMemoryResponse> => new Promise(() => {});

function clientOf(
  interceptors: readonly Interceptor[],
  answer: Answer = () => found,
): { client: SoapClient<ShopService>; transport: InMemoryTransport } {
  const transport = createInMemoryTransport(answer);
  return { client: createSoapClient<ShopService>({ descriptor: shop, transport, interceptors }), transport };
}

const collect = async (items: AsyncIterable<unknown>): Promise<unknown[]> => {
  const list: unknown[] = [];
  for await (const item of items) list.push(item);
  return list;
};

describe("interceptors", () => {
  it("stand around a call, the first outermost, and pass on a changed copy", async () => {
    const order: string[] = [];
    const step =
      (name: string): Interceptor =>
      (next) =>
      async (call) => {
        order.push(`${name}>`);
        const reply = await next({ ...call, headers: { ...call.headers, [name]: "1" } });
        order.push(`<${name}`);
        return reply;
      };
    const { client, transport } = clientOf([step("a"), step("b")]);
    await client.find({ filter: "" });
    expect(order).toEqual(["a>", "b>", "<b", "<a"]);
    expect(transport.requests[0]?.headers).toMatchObject({ a: "1", b: "1" });
  });

  it("see what the call is, and change what it asks and what it gives", async () => {
    let seen: SoapCall | undefined;
    const { client, transport } = clientOf([
      (next) => async (call) => {
        seen = call;
        const reply = await next({ ...call, args: { filter: "changed" } });
        return reply.kind === "value" ? { ...reply, value: "mine" } : reply;
      },
    ]);
    const future = client.future({ timeoutMs: 1000, headers: { X: "y" } }).find({ filter: "asked" });
    expect(await future).toBe("mine");
    expect(seen).toMatchObject({
      operation: { name: "find" },
      endpoint: "memory://service/",
      soapVersion: "1.1",
      args: { filter: "asked" },
      headers: { X: "y" },
      readOnly: false,
      items: undefined,
      deadline: future.meta.startedAt + 1000,
    });
    expect(seen?.meta).toBe(future.meta);
    expect(transport.requests[0]?.body).toContain("changed");
  });

  it("may answer without sending", async () => {
    const { client, transport } = clientOf([() => () => Promise.resolve({ kind: "value", value: "kept" })]);
    const future = client.future().find({ filter: "" });
    expect(await future).toBe("kept");
    expect(future.meta.attempts).toBe(0);
    expect(transport.requests).toEqual([]);
  });

  it("stand around streams too, whose items they see", async () => {
    async function* doubled(items: AsyncIterable<unknown>): AsyncGenerator<unknown, void> {
      for await (const item of items) yield* [item, item];
    }
    const { client } = clientOf([
      (next) => async (call) => {
        expect(call.items).toEqual(["result", "item"]);
        const reply = await next(call);
        return reply.kind === "items" ? { ...reply, items: doubled(reply.items) } : reply;
      },
    ]);
    const stream = client.stream().find({ filter: "" });
    expect(await collect(stream)).toMatchObject([{ id: 1 }, { id: 1 }, { id: 2 }, { id: 2 }]);
    expect(stream.rest).toEqual({ result: { item: [] } });
  });

  it("that answer with the wrong kind of reply are told so", async () => {
    const items: SoapReply = { kind: "items", items: (async function* () {})(), rest: () => undefined };
    const { client } = clientOf([
      () => (call) => Promise.resolve(call.items ? { kind: "value", value: 1 } : items),
    ]);
    await expect(client.find({ filter: "" })).rejects.toMatchObject({ code: "invalid_argument" });
    await expect(client.stream().find({ filter: "" }).next()).rejects.toMatchObject({
      code: "invalid_argument",
    });
  });

  it("that take too long do not send a call that was cancelled meanwhile", async () => {
    let go = (): void => {};
    const { client, transport } = clientOf([
      (next) => async (call) => {
        await new Promise<void>((resolve) => (go = resolve));
        return next(call);
      },
    ]);
    const future = client.future().find({ filter: "" });
    future.cancel();
    go();
    expect((await future.settled()).status).toBe("cancelled");
    await new Promise((resolve) => setImmediate(resolve));
    expect(transport.requests).toEqual([]);
  });
});

describe("header fields", () => {
  it("are set on every call, and replace others whatever their spelling", async () => {
    let count = 0;
    const { client, transport } = clientOf([
      setHeaders({ "x-one": "1", soapaction: '"other"' }),
      setHeaders(() => Promise.resolve({ "X-Two": String(++count) })),
      basicAuth({ username: "é", password: "p:w" }),
    ]);
    await client.future({ headers: { "X-ONE": "0", "X-Mine": "m" } }).find({ filter: "" });
    await client.find({ filter: "" });
    expect(transport.requests[0]?.headers).toEqual({
      "Content-Type": "text/xml; charset=utf-8",
      soapaction: '"other"',
      "x-one": "1",
      "X-Two": "1",
      "X-Mine": "m",
      Authorization: `Basic ${Buffer.from("é:p:w").toString("base64")}`,
    });
    expect(transport.requests[1]?.headers["X-Two"]).toBe("2");
  });

  it("of a bearer are asked for at each call, and fail it when there is none", async () => {
    const tokens = ["first", "second"];
    const { client, transport } = clientOf([
      bearerAuth(() => {
        const token = tokens.shift();
        if (token === undefined) throw new Error("no more");
        return token;
      }),
    ]);
    await client.find({ filter: "" });
    await client.find({ filter: "" });
    expect(transport.requests.map(({ headers }) => headers.Authorization)).toEqual([
      "Bearer first",
      "Bearer second",
    ]);
    await expect(client.find({ filter: "" })).rejects.toMatchObject({ code: "invalid_argument" });
    expect(transport.requests).toHaveLength(2);
  });

  it.each([
    ["a:b", "x"],
    ["a\n", "x"],
    ["a", "x\u0000"],
  ])("of Basic authentication refuse %j and %j", (username, password) => {
    expect(() => basicAuth({ username, password })).toThrow(SoapError);
  });
});

describe("measurements", () => {
  const measured = (answer?: Answer): { client: SoapClient<ShopService>; events: CallMeasurement[] } => {
    const events: CallMeasurement[] = [];
    return { client: clientOf([measureCalls((event) => events.push(event))], answer).client, events };
  };

  it("tell of a call what it was and what it cost", async () => {
    const { client, events } = measured();
    await client.find({ filter: "x" });
    const number = expect.any(Number) as number;
    expect(events).toEqual([
      {
        operation: "find",
        endpoint: "memory://service/",
        outcome: "ok",
        durationMs: number,
        attempts: 1,
        encodeMs: number,
        headersMs: number,
        bodyMs: number,
        requestBytes: number,
        responseBytes: Buffer.byteLength(String(found.body)),
        httpStatus: 200,
      },
    ]);
  });

  it("tell how a call ended, once, also when it hangs", async () => {
    const failing = measured(() => fault);
    await failing.client.future().ping().settled();
    expect(failing.events).toMatchObject([{ outcome: "failed", code: "fault", httpStatus: 500 }]);
    const hanging = measured(never);
    await hanging.client.future({ timeoutMs: 5 }).ping().settled();
    const future = hanging.client.future().ping();
    future.cancel();
    await future.settled();
    expect(hanging.events).toMatchObject([
      { outcome: "timed_out", code: "timeout" },
      { outcome: "cancelled", code: "cancelled" },
    ]);
  });

  it("of a stream come at its end, with the number of its items", async () => {
    const { client, events } = measured();
    const stream = client.stream().find({ filter: "" });
    await stream.next();
    expect(events).toEqual([]);
    await collect(stream);
    expect(events).toMatchObject([{ outcome: "ok", items: 2 }]);
    for await (const _ of client.stream().find({ filter: "" })) break;
    expect(events[1]).toMatchObject({ outcome: "cancelled", items: 1 });
  });

  it("that throw do not fail the call", async () => {
    const { client } = clientOf([
      measureCalls(() => {
        throw new Error("full disk");
      }),
    ]);
    expect((await client.find({ filter: "" })).result.item).toHaveLength(2);
  });
});

describe("a log", () => {
  const canary = "hunter2-canary";
  const logged = async (
    options: { args?: boolean; maskKeys?: string[] },
    call: (client: SoapClient<ShopService>) => PromiseLike<unknown>,
    answer?: Answer,
  ): Promise<{ entry: CallLogEntry; text: string }> => {
    const entries: CallLogEntry[] = [];
    const { client } = clientOf(
      [logCalls({ log: (entry) => entries.push(entry), ...options }), bearerAuth(canary)],
      answer,
    );
    await call(client).then(
      () => {},
      () => {},
    );
    expect(entries).toHaveLength(1);
    const [entry] = entries;
    if (!entry) throw new Error("unreachable");
    return { entry, text: JSON.stringify(entry) };
  };

  it("says what happened, and nothing of what was asked", async () => {
    const { entry, text } = await logged({}, (client) => client.find({ filter: "private" }));
    expect(entry).toMatchObject({
      operation: "find",
      outcome: "ok",
      attempts: 1,
      httpStatus: 200,
      headers: {},
    });
    expect(text).not.toContain("private");
  });

  it("masks secrets wherever they stand, by key, and WS-Security altogether", async () => {
    const secret = { namespace: "", attributes: [], children: [canary] };
    const wsse = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    const answer: Interceptor = () => () => Promise.resolve({ kind: "value", value: {} });
    const entries: CallLogEntry[] = [];
    const client = createSoapClient<ShopService>({
      descriptor: shop,
      transport: createInMemoryTransport(() => found),
      interceptors: [
        logCalls({ log: (entry) => entries.push(entry), args: true, maskKeys: ["pin code"] }),
        answer,
      ],
    });
    const args = {
      filter: "seen",
      userPassword: canary,
      nested: [{ "API-Key": canary, PinCode: canary, "@token": canary }],
      data: Buffer.from(canary),
    };
    await client
      .future({
        headers: { authorization: canary, Cookie: canary, "X-Auth-Token": canary, "X-Trace": "7" },
        soapHeaders: { session: canary },
        headerElements: [
          { ...secret, name: "Password" },
          { ...secret, namespace: wsse, name: "Security", children: [{ ...secret, name: "Username" }] },
          { ...secret, name: "trace", children: ["seen too"] },
        ],
      })
      .find(args);
    const text = JSON.stringify(entries);
    expect(text).not.toContain(canary);
    for (const shown of ["seen", "seen too", '"X-Trace":"7"', `(${canary.length} bytes)`])
      expect(text).toContain(shown);
  });

  it("shows no arguments in the messages of errors, and no secrets when it shows arguments", async () => {
    const args = { filter: "seen", limit: "private-text" as never };
    const quiet = await logged({}, (client) => client.find(args));
    expect(quiet.entry.error).toEqual({
      code: "encode",
      message: "[encode] the value at find/limit cannot be sent",
    });
    const secret = await logged({ args: true, maskKeys: ["limit"] }, (client) => client.find(args));
    expect(secret.text).not.toContain("private-text");
    const open = await logged({ args: true }, (client) => client.find(args));
    expect(open.entry.error?.message).toContain("private-text");
  });

  it("takes out of a fault what it repeats of secrets", async () => {
    const answer = { status: 500, body: envelope(faultBody("S:Server", `the token ${canary} is not known`)) };
    const { entry } = await logged(
      {},
      (client) => client.future({ headers: { "X-Auth-Token": canary } }).find({ filter: "x" }),
      () => answer,
    );
    expect(entry.error?.message).toContain("the token *** is not known");
  });

  it("shows control characters, and cuts what is long, deep or endless", async () => {
    const deep: Record<string, unknown> = {};
    deep.again = deep;
    const args = { filter: "\u001b[2J\n\u202e", long: "x".repeat(10_000), many: Array(10_000).fill(1), deep };
    const { text } = await logged({ args: true }, (client) => client.find(args));
    expect(text).toContain(String.raw`\\u001b[2J\\n\\u202e`);
    expect(text.length).toBeLessThan(2000);
    const { entry } = await logged(
      {},
      (client) => client.ping(),
      () => ({
        status: 500,
        body: envelope(faultBody("S:Server", `line\none\u009b${"x".repeat(5000)}`)),
      }),
    );
    expect(entry.error).toMatchObject({ code: "fault" });
    expect(entry.error?.message).toMatch(/line\\none\\u009bx+…$/);
    expect(entry.error?.message.length).toBeLessThan(260);
  });
});
