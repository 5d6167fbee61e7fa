import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { createSoapClient, type Interceptor, type SoapClient, SoapError } from "../src/index.ts";
import { createInMemoryTransport, type InMemoryResponse } from "../src/testing/index.ts";
import { type SoapTransport } from "../src/transport.ts";
import { envelope, shop, type ShopService } from "./shop.ts";

const found = envelope("<q:findResponse><result><item><id>1</id></item></result></q:findResponse>");
const hangs = (): Promise<never> => new Promise(() => {});

function clientOf(
  interceptors: readonly Interceptor[],
  answer: () => InMemoryResponse | Promise<InMemoryResponse> = () => ({ body: found }),
): SoapClient<ShopService> {
  const transport = createInMemoryTransport(answer);
  return createSoapClient<ShopService>({ descriptor: shop, transport, interceptors });
}

async function failure(work: PromiseLike<unknown>): Promise<SoapError> {
  const reason: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(reason).toBeInstanceOf(SoapError);
  return reason as SoapError;
}

const bug = new TypeError("a mistake in a program");

describe("an error that is none of SOAP's", () => {
  it("is of the transport only when it comes from there", async () => {
    const transport: SoapTransport = {
      endpoint: "memory://broken/",
      send: () => Promise.reject(bug),
      close: () => Promise.resolve(),
    };
    const client = createSoapClient<ShopService>({ descriptor: shop, transport });
    expect(await failure(client.find({ filter: "" }))).toMatchObject({ code: "transport", cause: bug });
  });

  it("is of the encoder when an argument throws while it is read", async () => {
    const args = {
      get filter(): string {
        throw bug;
      },
    };
    const error = await failure(clientOf([]).find(args));
    expect(error).toMatchObject({ code: "encode", cause: bug, context: { operation: "find" } });
    expect(error.reason).toBe("the request could not be written: a mistake in a program");
  });

  const throwing: readonly [string, Interceptor][] = [
    [
      "at once",
      () => () => {
        throw bug;
      },
    ],
    ["later", () => () => Promise.reject(bug)],
    ["with the answer", (next) => (call) => next(call).then(() => Promise.reject(bug))],
  ];
  it.each(throwing)("is the interceptor's when one throws it %s", async (_, interceptor) => {
    const client = clientOf([interceptor]);
    for (const work of [client.find({ filter: "" }), client.stream().find({ filter: "" }).next()]) {
      const error = await failure(work);
      expect(error).toMatchObject({ code: "invalid_argument", cause: bug });
      expect(error.reason).toBe("an interceptor failed: a mistake in a program");
    }
  });

  it.each([undefined, null, {}, 7, { kind: "neither" }])(
    "is the interceptor's when one answers %j",
    async (reply) => {
      const client = clientOf([() => () => Promise.resolve(reply as never)]);
      for (const work of [client.find({ filter: "" }), client.stream().find({ filter: "" }).next()])
        expect((await failure(work)).reason).toMatch(/^an interceptor answered a (future|stream) with/);
    },
  );

  it("does not grow when one error ends many calls", async () => {
    const shared = new SoapError("unexpected_response", "no session");
    const client = clientOf([() => () => Promise.reject(shared)]);
    for (let count = 0; count < 3; count++) await failure(client.find({ filter: "" }));
    expect(shared.stack?.split("at the call").length).toBe(2);
  });
});

describe("a stream whose interceptor never answers", () => {
  it("ends a read that waits when it is cancelled", async () => {
    const stream = clientOf([() => hangs])
      .stream()
      .find({ filter: "" });
    const read = failure(stream.next());
    stream.cancel();
    expect((await read).code).toBe("cancelled");
  });
});

describe("ten thousand calls", () => {
  it("leave no listeners behind, whichever way they end", async () => {
    const { signal } = new AbortController();
    const client = clientOf([]);
    const listeners = (): number => getEventListeners(signal, "abort").length;
    for (let round = 0; round < 100; round++) {
      const futures = Array.from({ length: 98 }, () => client.future({ signal }).find({ filter: "" }));
      for (const future of futures.slice(50)) future.cancel();
      await Promise.allSettled(futures);
      for await (const _ of client.stream({ signal }).find({ filter: "" })) break;
      for await (const _ of client.stream({ signal }).find({ filter: "" }));
      expect(listeners()).toBe(0);
    }
    expect(process.getActiveResourcesInfo().filter((each) => each === "Timeout").length).toBeLessThan(10);
  });
});
