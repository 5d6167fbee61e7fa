import { once } from "node:events";
import { type ServerResponse } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo } from "node:net";
import { createTestCertificate } from "@mailmux/http-tls/testing";
import { afterEach, describe, expect, expectTypeOf, it } from "vitest";
import { createSoapClient, parseWsdl, type SoapClient, SoapError, SoapFault } from "../src/index.ts";
import { createInMemoryTransport, type InMemoryResponse } from "../src/testing/index.ts";
import { envelope, faultBody, type Row, shop, type ShopService, shopWsdl } from "./shop.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const row = (id: number): string => `<item><id>${id}</id><tags>a</tags><tags>b</tags></item>`;
const [opening = "", closing = ""] = envelope(
  "<q:findResponse><result>@</result><total>3</total></q:findResponse>",
).split("@");

const answering = (response: InMemoryResponse): SoapClient<ShopService> =>
  createSoapClient<ShopService>({ descriptor: shop, transport: createInMemoryTransport(() => response) });

/** A service over TLS whose answers the test writes by hand. */
async function startServer(respond: (response: ServerResponse) => void): Promise<SoapClient<ShopService>> {
  const { key, cert, fingerprint } = await createTestCertificate();
  const server = createServer({ key, cert }, (request, response) => {
    request.resume();
    request.on("end", () => respond(response.writeHead(200, { "Content-Type": "text/xml" })));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const client = createSoapClient<ShopService>({
    descriptor: shop,
    endpoint: `https://127.0.0.1:${port}/`,
    tls: { fingerprints: [fingerprint] },
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

async function failure(run: () => Promise<unknown>): Promise<SoapError> {
  const reason: unknown = await run().then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(reason).toBeInstanceOf(SoapError);
  return reason as SoapError;
}

async function read<T>(stream: AsyncIterable<T>, into: T[] = []): Promise<T[]> {
  for await (const item of stream) into.push(item);
  return into;
}

describe("a stream", () => {
  it("gives the items that a call gives, typed alike, and the rest of the answer", async () => {
    const pieces = [opening, row(1), row(2).slice(0, 9), row(2).slice(9) + row(3), closing];
    const client = answering({ body: pieces });
    const stream = client.stream().find({ filter: "x" });
    expectTypeOf(stream).toExtend<AsyncIterable<Row>>();
    const items = await read(stream);
    const called = await client.find({ filter: "x" });
    expect(items).toEqual(called.result.item);
    expect(stream.rest).toEqual({ result: { item: [] }, total: 3 });
    expect(stream.meta).toMatchObject({ operation: "find", httpStatus: 200, unknownElements: [] });
  });

  it("gives none for an answer without items", async () => {
    expect(
      await read(
        answering({ body: [opening, closing] })
          .stream()
          .find({ filter: "" }),
      ),
    ).toEqual([]);
  });

  it("gives an item while the next one has not been sent", async () => {
    let send = (_text: string): void => {};
    const client = await startServer((response) => {
      send = (text) => response.write(text);
      response.write(opening + row(1));
    });
    const stream = client.stream().find({ filter: "" });
    expect((await stream.next()).value).toMatchObject({ id: 1 });
    send(row(2));
    expect((await stream.next()).value).toMatchObject({ id: 2 });
    await stream.return();
  });

  it("does not run ahead of its reader, and keeps no item that was read", async () => {
    let written = 0;
    let stalled = false;
    const many = row(7).repeat(1000);
    const client = await startServer((response) => {
      const more = (): void => {
        while (!response.destroyed && written < 200_000_000) {
          written += many.length;
          if (!response.write(many)) {
            stalled = true;
            response.once("drain", more);
            return;
          }
        }
      };
      response.write(opening);
      more();
    });
    const stream = client.stream().find({ filter: "" });
    for (let count = 0; count < 5000; count++) expect((await stream.next()).value).toMatchObject({ id: 7 });
    expect(stalled).toBe(true);
    expect(written).toBeLessThan(50_000_000);
    await stream.return();
  });

  it("closes the connection when its reader leaves in the middle, and on cancel", async () => {
    let closed = 0;
    const client = await startServer((response) => {
      response.on("close", () => closed++);
      response.write(opening + row(1));
    });
    for await (const item of client.stream().find({ filter: "" })) {
      expect(item.id).toBe(1);
      break;
    }
    await expect.poll(() => closed).toBe(1);
    const stream = client.stream().find({ filter: "" });
    await stream.next();
    const next = failure(() => stream.next());
    stream.cancel("enough");
    expect(await next).toMatchObject({ code: "cancelled", cause: "enough", context: { operation: "find" } });
    await expect.poll(() => closed).toBe(2);
  });

  it("ends with the caller's signal, before the answer and in it", async () => {
    const client = await startServer((response) => void response.write(opening + row(1)));
    const already = AbortSignal.abort("early");
    expect(await failure(() => client.stream({ signal: already }).find({ filter: "" }).next())).toMatchObject(
      {
        code: "cancelled",
        cause: "early",
      },
    );
    const controller = new AbortController();
    const stream = client.stream({ signal: controller.signal }).find({ filter: "" });
    await stream.next();
    const next = failure(() => stream.next());
    controller.abort("late");
    expect(await next).toMatchObject({ code: "cancelled", cause: "late" });
  });

  it("ends with timeout when a limit of its own passes, whole answer included", async () => {
    const client = await startServer((response) => void response.write(opening + row(1)));
    const items: Row[] = [];
    const error = await failure(() => read(client.stream({ timeoutMs: 300 }).find({ filter: "" }), items));
    expect(error).toMatchObject({ code: "timeout", context: { operation: "find" } });
    expect(items.length).toBe(1);
  });

  it("gives what came whole before the connection died, then the error", async () => {
    const client = await startServer((response) => {
      response.write(opening + row(1) + row(2).slice(0, 20), () => response.destroy());
    });
    const items: Row[] = [];
    const error = await failure(() => read(client.stream().find({ filter: "" }), items));
    expect(items.map(({ id }) => id)).toEqual([1]);
    expect(error).toMatchObject({ code: "transport" });
  });

  it("gives what came whole before a wrong item, whose place the error tells", async () => {
    const wrong = "<item><id>many</id></item>";
    const items: Row[] = [];
    const client = answering({ body: [opening, row(1), row(2), wrong, closing] });
    const error = await failure(() => read(client.stream().find({ filter: "" }), items));
    expect(items.map(({ id }) => id)).toEqual([1, 2]);
    expect(error).toMatchObject({ code: "decode", context: { path: "findResponse/result/item[2]/id" } });
  });

  it("rejects with the fault, and gives no items of an answer with another status", async () => {
    const faulty = answering({ status: 500, body: envelope(faultBody("S:Server", "no")) });
    const fault = await failure(() => read(faulty.stream().find({ filter: "" })));
    expect(fault).toBeInstanceOf(SoapFault);
    expect(fault).toMatchObject({ faultstring: "no", httpStatus: 500 });
    const items: Row[] = [];
    const odd = answering({ status: 500, body: opening + row(1) + closing });
    expect(await failure(() => read(odd.stream().find({ filter: "" }), items))).toMatchObject({
      code: "unexpected_response",
    });
    expect(items).toEqual([]);
  });

  it("refuses an argument that does not fit, and sends nothing", async () => {
    const transport = createInMemoryTransport(() => ({ body: opening + closing }));
    const client = createSoapClient<ShopService>({ descriptor: shop, transport });
    const args = { filter: "", limit: 2 ** 40 };
    expect(await failure(() => read(client.stream().find(args)))).toMatchObject({ code: "encode" });
    expect(transport.requests).toEqual([]);
  });

  it("that nobody reads does not crash the process", async () => {
    const client = answering({ status: 404, contentType: "text/html", body: "no" });
    client.stream().find({ filter: "" });
    await new Promise((resolve) => setImmediate(resolve));
  });
});

describe("the streamed element", () => {
  const notThere = (run: () => unknown): void => {
    expect(run).toThrow(expect.objectContaining({ code: "invalid_argument" }));
  };

  it("may be named, and must exist", async () => {
    const client = answering({ body: opening + row(1) + closing });
    expect(await read(client.stream({ element: "result/item" }).find({ filter: "" }))).toHaveLength(1);
    notThere(() => client.stream({ element: "result/tags" }).find({ filter: "" }));
    notThere(() => (client.stream() as unknown as { ping(): unknown }).ping());
  });

  it("must be named where there are several", async () => {
    const several = parseWsdl(
      shopWsdl.replace(
        '<xsd:element name="total"',
        '<xsd:element name="extra" type="xsd:string" minOccurs="0" maxOccurs="unbounded"/><xsd:element name="total"',
      ),
    );
    const body = opening + row(1) + closing.replace("<total>", "<extra>x</extra><extra>y</extra><total>");
    const client = createSoapClient<ShopService>({
      descriptor: several,
      transport: createInMemoryTransport(() => ({ body })),
    });
    expect(() => client.stream().find({ filter: "" })).toThrow("result/item, extra");
    const extra = client.stream({ element: "extra" }).find({ filter: "" });
    expect(await read(extra as unknown as AsyncIterable<string>)).toEqual(["x", "y"]);
    expect(extra.rest).toMatchObject({ result: { item: [{ id: 1 }] } });
  });
});
