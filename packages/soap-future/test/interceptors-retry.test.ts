import { HttpTlsError } from "@mailmux/http-tls";
import { describe, expect, it } from "vitest";
import { createSoapClient, type SoapClient } from "../src/index.ts";
import { retryReads, type RetryReadsOptions } from "../src/interceptors/index.ts";
import {
  createInMemoryTransport,
  type InMemoryResponse,
  type InMemoryTransport,
} from "../src/testing/index.ts";
import { envelope, faultBody, shop, type ShopService } from "./shop.ts";

const row = (id: number): string => `<item><id>${id}</id></item>`;
const [opening = "", closing = ""] = envelope("<q:findResponse><result>@</result></q:findResponse>").split(
  "@",
);
const found: InMemoryResponse = { body: opening + row(1) + closing };
const broken = (): Error => new HttpTlsError("closed", "the connection was closed");
const busy = (headers: Record<string, string> = {}, status = 503): InMemoryResponse => ({
  status,
  contentType: "text/html",
  headers,
  body: "busy",
});

/** A client whose answers come in this order; the last again and again. Time does not pass but by waiting. */
function clientOf(
  answers: readonly (InMemoryResponse | Error)[],
  options: RetryReadsOptions = {},
  readOnly: string[] = ["find"],
): { client: SoapClient<ShopService>; transport: InMemoryTransport; waits: number[] } {
  const waits: number[] = [];
  let now = Date.now();
  const clock = {
    now: () => now,
    sleep: (ms: number) => {
      waits.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
  const transport = createInMemoryTransport(() => {
    const answer = answers[Math.min(transport.requests.length, answers.length) - 1];
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error("no answer");
    return answer;
  });
  const interceptors = [retryReads({ clock, random: () => 1, ...options })];
  const client = createSoapClient<ShopService>({ descriptor: shop, transport, readOnly, interceptors });
  return { client, transport, waits };
}

describe("a read that fails", () => {
  it.each([
    ["a connection that died", broken()],
    ["no connection", new HttpTlsError("connect_refused", "refused")],
    ["503", busy()],
    ["502", busy({}, 502)],
    ["429", busy({}, 429)],
    ["a fault with 503", { status: 503, body: envelope(faultBody("S:Server", "busy")) }],
  ])("with %s is sent again", async (_, failure) => {
    const { client, transport, waits } = clientOf([failure, failure, found]);
    const future = client.future().find({ filter: "" });
    expect((await future).result.item).toHaveLength(1);
    expect(future.meta.attempts).toBe(3);
    expect(future.meta.httpStatus).toBe(200);
    expect(transport.requests).toHaveLength(3);
    expect(waits).toEqual([100, 200]);
  });

  it.each([
    ["a wrong certificate", new HttpTlsError("tls_pin_mismatch", "no")],
    ["an answer past a limit", new HttpTlsError("too_large", "no")],
    ["a fault", { status: 500, body: envelope(faultBody("S:Server", "no")) }],
    ["401", busy({}, 401)],
    ["an answer that cannot be read", { body: "<html/>" }],
  ])("with %s is not", async (_, failure) => {
    const { client, transport } = clientOf([failure, found]);
    await client.future().find({ filter: "" }).settled();
    expect(transport.requests).toHaveLength(1);
  });

  it("is sent no more often than it may be", async () => {
    const { client, transport } = clientOf([broken()], { maxAttempts: 5 });
    await expect(client.find({ filter: "" })).rejects.toMatchObject({ code: "transport" });
    expect(transport.requests).toHaveLength(5);
  });

  it("waits a random part of a time that doubles up to a cap", async () => {
    const options = { maxAttempts: 6, baseDelayMs: 100, maxDelayMs: 500, random: () => 0.5 };
    const { client, waits } = clientOf([broken()], options);
    await client.future().find({ filter: "" }).settled();
    expect(waits).toEqual([50, 100, 200, 250, 250]);
  });

  it("waits as long as Retry-After says, in seconds or as a date, and not for ever", async () => {
    const inTwo = new Date(Math.ceil(Date.now() / 1000) * 1000 + 2000).toUTCString();
    const { client, waits } = clientOf([
      busy({ "Retry-After": "7" }),
      busy({ "Retry-After": inTwo }, 429),
      found,
    ]);
    await client.find({ filter: "" });
    expect(waits[0]).toBe(7000);
    expect(waits[1]).toBe(0); // seven seconds have passed by then
    const long = clientOf([busy({ "Retry-After": "3600" }), found]);
    await expect(long.client.find({ filter: "" })).rejects.toMatchObject({ code: "unexpected_response" });
    const odd = clientOf([busy({ "Retry-After": "soon" }), found]);
    await odd.client.find({ filter: "" });
    expect(odd.waits).toEqual([100]);
  });

  it("does not wait past its deadline: then the error is the last one", async () => {
    const { client, waits } = clientOf([busy({ "Retry-After": "20" }), found]);
    const future = client.future({ timeoutMs: 10_000 }).find({ filter: "" });
    expect(await future.settled()).toMatchObject({
      status: "failed",
      error: { code: "unexpected_response" },
    });
    expect(waits).toEqual([]);
  });

  it("stops waiting when it is cancelled", async () => {
    const transport = createInMemoryTransport(() => busy({ "Retry-After": "20" }));
    const client = createSoapClient<ShopService>({
      descriptor: shop,
      transport,
      readOnly: ["find"],
      interceptors: [retryReads()],
    });
    const future = client.future().find({ filter: "" });
    await new Promise((resolve) => setImmediate(resolve));
    future.cancel();
    expect((await future.settled()).status).toBe("cancelled");
    expect(transport.requests).toHaveLength(1);
  });
});

describe("what changes something", () => {
  it("is never sent again", async () => {
    const { client, transport } = clientOf([broken(), found], {}, []);
    await client.future().find({ filter: "" }).settled();
    expect(transport.requests).toHaveLength(1);
  });
});

describe("a stream", () => {
  const read = async (
    client: SoapClient<ShopService>,
  ): Promise<{ ids: unknown[]; error: unknown; rest: unknown }> => {
    const ids: unknown[] = [];
    const stream = client.stream().find({ filter: "" });
    try {
      for await (const { id } of stream) ids.push(id);
    } catch (error) {
      return { ids, error, rest: stream.rest };
    }
    return { ids, error: undefined, rest: stream.rest };
  };
  /** An answer whose connection dies behind these pieces. */
  const dying = (...pieces: string[]): InMemoryResponse => ({
    body: Object.assign([...pieces], {
      *[Symbol.iterator](): Generator<string> {
        yield* pieces;
        throw broken();
      },
    }),
  });

  it("is sent again when its answer broke before the first item", async () => {
    const { client, transport } = clientOf([busy(), dying(opening), found]);
    expect(await read(client)).toEqual({ ids: [1], error: undefined, rest: { result: { item: [] } } });
    expect(transport.requests).toHaveLength(3);
  });

  it("is not sent again behind its first item", async () => {
    const { client, transport } = clientOf([dying(opening + row(1)), found]);
    expect(await read(client)).toMatchObject({ ids: [1], error: { code: "transport" } });
    expect(transport.requests).toHaveLength(1);
  });
});

describe("the options of a retry", () => {
  it.each([{ maxAttempts: 0 }, { baseDelayMs: -1 }, { maxDelayMs: NaN }, { maxRetryAfterMs: 1.5 }])(
    "refuse %j",
    (options) => {
      expect(() => retryReads(options)).toThrow(/\[invalid_argument\]/);
    },
  );
});
