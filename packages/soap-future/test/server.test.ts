import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { parseWsdl, type SoapFault, type XmlElement } from "../src/index.ts";
import { createSoapService } from "../src/server/index.ts";
import { envelopeOf, envelopes, type NotesDialect, notesWsdl, startNotes } from "./server-notes.ts";

const dialects: NotesDialect[] = (["1.1", "1.2"] as const).flatMap((soap) => [
  { soap, style: "document", use: "literal" },
  { soap, style: "rpc", use: "literal" },
  { soap, style: "rpc", use: "encoded" },
]);

/** The value of `tag`, as each dialect has it. */
const tags = ({ style, use }: NotesDialect, list: string[]): string[] =>
  (style === "rpc" && use === "literal" ? { item: list } : list) as string[];

describe.each(dialects)("a service in SOAP $soap, $style/$use", (dialect) => {
  const argumentsOf = (title: string) => ({
    title,
    body: Buffer.from([0, 255]),
    tag: tags(dialect, ["a", "<b>"]),
  });

  it("answers our client", async () => {
    const { client, calls } = await startNotes({ dialect });
    expect(await client().add(argumentsOf("é <&>"))).toEqual({ id: 5, size: 2 });
    expect(calls[0]?.args).toMatchObject({ title: "é <&>", tag: tags(dialect, ["a", "<b>"]) });
  });

  it("takes an empty answer for a one-way operation, and tells the client nothing of what becomes of it", async () => {
    const failure = new Error("disk full");
    const { client, errors, calls } = await startNotes({
      dialect,
      handlers: {
        log: () => {
          throw failure;
        },
      },
    });
    expect(await client().log({ text: "x" })).toEqual({});
    expect(calls).toHaveLength(1);
    expect(errors).toEqual([{ error: failure, operation: "log" }]);
  });

  it("answers a one-way operation before its handler is done", async () => {
    let finish = (): void => undefined;
    const { post, calls } = await startNotes({
      dialect,
      handlers: { log: () => new Promise<void>((resolve) => (finish = resolve)) },
    });
    const response = await post(envelopeOf("<q:log><text>x</text></q:log>", "", dialect.soap ?? "1.1"));
    expect([response.status, await response.text()]).toEqual([202, ""]);
    expect(calls).toHaveLength(1);
    finish();
  });

  it("writes declared faults by their schema", async () => {
    const { client, errors } = await startNotes({ dialect });
    const fault = await client()
      .read({ id: 9007199254740993n })
      .catch((error: unknown) => error as SoapFault);
    expect(fault).toMatchObject({
      code: "fault",
      faultcode: dialect.soap === "1.2" ? "SOAP-ENV:Sender" : "SOAP-ENV:Client",
      faultstring: "No such note",
      httpStatus: dialect.soap === "1.2" ? 400 : 500,
      detail: { NotFound: { id: 9007199254740993n, hint: "look <elsewhere>" } },
    });
    expect(errors).toEqual([]);
  });

  it("leaves out a detail that does not fit its schema, and tells its owner", async () => {
    const { client, errors } = await startNotes({
      dialect,
      handlers: {
        read: async ({ id }) => {
          const { SoapFault } = await import("../src/index.ts");
          throw new SoapFault({
            faultcode: "Server",
            faultstring: "f",
            detail: { NotFound: { id: `${id}x` } },
          });
        },
      },
    });
    await expect(client().read({ id: 1 })).rejects.toMatchObject({ faultstring: "f" });
    expect(errors).toMatchObject([{ operation: "read", error: { code: "encode" } }]);
  });

  it("tells nobody but its owner of a handler's mistakes", async () => {
    const failure = new Error("password=hunter2");
    const { post, errors } = await startNotes({
      dialect,
      handlers: { add: () => Promise.reject(failure), read: () => ({ title: 7 }) as never },
    });
    const wrong = await post(
      envelopeOf("<q:add><title>t</title><body/><tag/></q:add>", "", dialect.soap ?? "1.1"),
    );
    const text = await wrong.text();
    expect(wrong.status).toBe(500);
    expect(text).toContain("Internal error");
    expect(text).not.toContain("hunter2");
    const shape = await post(envelopeOf("<q:read><id>1</id></q:read>", "", dialect.soap ?? "1.1"));
    expect(await shape.text()).toContain("Internal error");
    expect(errors).toMatchObject([
      { operation: "add", error: failure },
      { operation: "read", error: { code: "encode" } },
    ]);
  });

  it("reads declared headers and writes its own", async () => {
    const trace: XmlElement = { namespace: "urn:x", name: "Trace", attributes: [], children: ["t-1"] };
    const { client, calls } = await startNotes({
      dialect,
      handlers: {
        add: (_, { soapHeaders, headerElements, answer }) => {
          answer.soapHeaders = { Session: { user: `${(soapHeaders["Session"] as { user: string }).user}!` } };
          answer.headerElements = headerElements;
          return { id: 1, size: 2 };
        },
      },
    });
    const future = client()
      .future({ soapHeaders: { Session: { user: "ü" } }, headerElements: [trace] })
      .add(argumentsOf("t"));
    await future;
    expect(calls[0]?.context.headerElements).toMatchObject([{ name: "Trace", children: ["t-1"] }]);
    expect(future.meta.soapHeaders).toEqual({ Session: { user: "ü!" } });
    expect(future.meta.headerElements).toMatchObject([{ namespace: "urn:x", name: "Trace" }]);
  });

  it("is spoken to in its own version only", async () => {
    const { post, calls } = await startNotes({ dialect });
    const other = dialect.soap === "1.2" ? "1.1" : "1.2";
    const response = await post(envelopeOf("<q:log><text>x</text></q:log>", "", other));
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(response.headers.get("content-type")).toBe("text/xml; charset=utf-8");
    expect(text).toContain(`<SOAP-ENV:Envelope xmlns:SOAP-ENV="${envelopes["1.1"]}"`);
    expect(text).toContain("<faultcode>SOAP-ENV:VersionMismatch</faultcode>");
    expect(text.includes(`xmlns:env="${envelopes["1.2"]}"`)).toBe(dialect.soap === "1.2");
    expect(text.includes('SupportedEnvelope qname="env:Envelope"')).toBe(dialect.soap === "1.2");
    expect(calls).toEqual([]);
  });

  it("says its media type", async () => {
    const { post } = await startNotes({ dialect });
    const type = dialect.soap === "1.2" ? "application/soap+xml; charset=utf-8" : "text/xml; charset=utf-8";
    const soap = dialect.soap ?? "1.1";
    for (const body of ["<q:add><title>t</title><body/><tag/></q:add>", "<q:unknown/>"]) {
      const response = await post(envelopeOf(body, "", soap));
      expect(response.headers.get("content-type")).toBe(type);
    }
  });

  it("refuses headers that must be understood and are not", async () => {
    const soap = dialect.soap ?? "1.1";
    const block = '<x:Pay xmlns:x="urn:x" S:mustUnderstand="1">5</x:Pay>';
    const body = envelopeOf("<q:log><text>x</text></q:log>", block, soap);
    const strict = await startNotes({ dialect });
    const refused = await strict.post(body);
    expect(refused.status).toBe(500);
    expect(await refused.text()).toContain("SOAP-ENV:MustUnderstand");
    expect(strict.calls).toEqual([]);
    const knowing = await startNotes({ dialect, understands: ({ namespace }) => namespace === "urn:x" });
    expect((await knowing.post(body)).status).toBe(202);
    expect(knowing.calls[0]?.context.headerElements).toMatchObject([{ name: "Pay", children: ["5"] }]);
  });
});

describe("a service", () => {
  it("finds the operation without parts by an empty Body", async () => {
    const { client, post } = await startNotes();
    expect(await client().status({})).toEqual({ state: "ready" });
    const response = await post(envelopeOf(""));
    expect(await response.text()).toContain(">ready</");
  });

  it("tells operations that take the same element apart by SOAPAction", async () => {
    const one = notesWsdl().replaceAll(
      '<message name="read"><part name="parameters" element="t:read"/>',
      '<message name="read"><part name="parameters" element="t:log"/>',
    );
    const seen: string[] = [];
    const see = (_: unknown, { operation }: { operation: string }): object => {
      seen.push(operation);
      return { title: "t" };
    };
    const service = createSoapService({
      descriptor: parseWsdl(one),
      wsdl: one,
      authenticate: () => undefined,
      handlers: { add: see, read: see, log: see, status: see },
    });
    const { createServer } = await import("node:http");
    const server = createServer(service.listener).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const body = envelopeOf("<q:log><text>x</text></q:log>");
    const post = (headers: Record<string, string>): Promise<Response> =>
      fetch(`http://127.0.0.1:${port}/`, { method: "POST", body, headers });
    await post({ SOAPAction: '"urn:notes#read"' });
    await post({ SOAPAction: "urn:notes#log" });
    await post({ "Content-Type": 'application/soap+xml; action="urn:notes#read"' });
    const neither = await post({ SOAPAction: '""' });
    expect(seen).toEqual(["read", "log", "read"]);
    expect(await neither.text()).toContain("SOAPAction does not say which is meant");
    server.closeAllConnections();
    server.close();
  });

  it("writes subcodes of SOAP 1.2 with their namespaces", async () => {
    const { SoapFault } = await import("../src/index.ts");
    const { client } = await startNotes({
      dialect: { soap: "1.2" },
      handlers: {
        read: () => {
          throw new SoapFault({ faultcode: "Client", faultstring: "f", subcodes: ["{urn:x}Gone", "Long"] });
        },
      },
    });
    const fault = await client()
      .read({ id: 1 })
      .catch((error: unknown) => error as SoapFault);
    expect(fault).toMatchObject({
      faultcode: "SOAP-ENV:Sender",
      subcodes: [expect.stringMatching(/:Gone$/), "Long"],
    });
  });

  it("gives handlers the attachments of a request, and sends those of the answer", async () => {
    const { client, calls } = await startNotes({
      handlers: {
        add: (_, { attachments, answer }) => {
          answer.attachments = attachments.map(({ content }) => ({
            contentId: "back",
            contentType: "text/plain",
            content: Buffer.from(content).reverse(),
          }));
          return { id: 1, size: 2 };
        },
      },
    });
    const content = Buffer.from([1, 2, 3]);
    const future = client()
      .future({ attachments: [{ contentId: "a", contentType: "text/plain", content }] })
      .add({ title: "t", tag: [] });
    expect(await future).toEqual({ id: 1, size: 2 });
    expect(calls[0]?.context.attachments).toMatchObject([{ contentId: "a", contentType: "text/plain" }]);
    expect(future.meta.attachments).toMatchObject([{ contentId: "back", content: Buffer.from([3, 2, 1]) }]);
  });

  it.each(["1.1", "1.2"] as const)("takes and sends MTOM in SOAP %s", async (soap) => {
    const bytes = Buffer.alloc(5000, 7);
    const { client, calls } = await startNotes({
      dialect: { soap },
      mtom: true,
      handlers: { read: () => ({ title: "t", body: bytes }) },
    });
    const mtom = client({ mtom: true });
    expect(await mtom.add({ title: "t", body: bytes, tag: [] })).toEqual({ id: 1, size: 5000 });
    expect(calls[0]?.context.attachments).toEqual([]);
    const future = mtom.future().read({ id: 1 });
    expect(Buffer.compare((await future).body ?? Buffer.of(), bytes)).toBe(0);
    expect(future.meta.headers?.get("content-type")).toMatch(
      /^multipart\/related; type="application\/xop\+xml"/,
    );
    expect(future.meta.headers?.has("soapaction")).toBe(false);
  });

  it("tells handlers what the schema does not know", async () => {
    const { post, calls } = await startNotes();
    await post(envelopeOf("<q:add><title>t</title><new>x</new></q:add>"));
    expect(calls[0]?.context.unknownElements).toEqual(["add/new"]);
  });

  it("needs a handler of its own for every operation", () => {
    const wsdl = notesWsdl();
    const options = { descriptor: parseWsdl(wsdl), wsdl, authenticate: () => undefined };
    const handlers = { add: () => ({}), read: () => ({}), log: () => ({}) };
    expect(() => createSoapService({ ...options, handlers })).toThrow("the operation status has no handler");
  });

  it("is not ended by an error in what is told of errors", async () => {
    const { post } = await startNotes({
      handlers: { add: () => Promise.reject(new Error("first")) },
      onError: () => {
        throw new Error("second");
      },
    });
    expect((await post(envelopeOf("<q:add><title>t</title></q:add>"))).status).toBe(500);
    expect((await post(envelopeOf(""))).status).toBe(200);
  });
});
