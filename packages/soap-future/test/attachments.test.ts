import { describe, expect, it } from "vitest";
import {
  createSoapClient,
  parseWsdl,
  type ServiceDescriptor,
  type SoapClient,
  SoapError,
} from "../src/index.ts";
import { contentIdOf } from "../src/mime/content-id.ts";
import { parseContentType } from "../src/mime/content-type.ts";
import { defaultMimeLimits } from "../src/mime/limits.ts";
import { writeMultipart } from "../src/mime/multipart-writer.ts";
import { type Attachment, RelatedReader } from "../src/mime/related-reader.ts";
import {
  createInMemoryTransport,
  type InMemoryResponse,
  type InMemoryTransport,
} from "../src/testing/index.ts";

type Files = {
  store: {
    input: { name: string; content: Uint8Array[] };
    output: { file: { name: string; content?: Uint8Array }[] };
  };
};

const wsdl = (soap: string): string => `<definitions name="Files" targetNamespace="urn:files"
 xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="${soap}" xmlns:x="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:files">
 <types><x:schema targetNamespace="urn:files">
  <x:element name="store"><x:complexType><x:sequence>
   <x:element name="name" type="x:string"/><x:element name="content" type="x:base64Binary" maxOccurs="unbounded"/>
  </x:sequence></x:complexType></x:element>
  <x:element name="storeResponse"><x:complexType><x:sequence>
   <x:element name="file" minOccurs="0" maxOccurs="unbounded"><x:complexType><x:sequence>
    <x:element name="name" type="x:string"/><x:element name="content" type="x:base64Binary" minOccurs="0"/>
   </x:sequence></x:complexType></x:element>
  </x:sequence></x:complexType></x:element>
 </x:schema></types>
 <message name="in"><part name="p" element="t:store"/></message><message name="out"><part name="p" element="t:storeResponse"/></message>
 <portType name="P"><operation name="store"><input message="t:in"/><output message="t:out"/></operation></portType>
 <binding name="B" type="t:P"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
  <operation name="store"><soap:operation soapAction="urn:files#store"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>
 </binding>
 <service name="S"><port name="Q" binding="t:B"><soap:address location="http://elsewhere.example/"/></port></service>
</definitions>`;
const soap11 = parseWsdl(wsdl("http://schemas.xmlsoap.org/wsdl/soap/"));
const soap12 = parseWsdl(wsdl("http://schemas.xmlsoap.org/wsdl/soap12/"));

const envelope = (content: string, namespace = "http://schemas.xmlsoap.org/soap/envelope/"): string =>
  `<S:Envelope xmlns:S="${namespace}"><S:Body><q:storeResponse xmlns:q="urn:files">${content}</q:storeResponse></S:Body></S:Envelope>`;
const include = (href: string): string =>
  `<i:Include xmlns:i="http://www.w3.org/2004/08/xop/include" href="${href}"/>`;
const file = (name: string, content: string): string =>
  `<file><name>${name}</name><content>${content}</content></file>`;

interface Part {
  id?: string;
  type?: string;
  content: string | Uint8Array;
}

/** An answer of several parts, the envelope first. */
function related(xml: string, parts: readonly Part[], type = "application/xop+xml"): InMemoryResponse {
  const root = type === "application/xop+xml" ? `${type}; charset=utf-8; type="text/xml"` : type;
  const body = writeMultipart("bb", [
    {
      headers: [
        ["Content-Type", root],
        ["Content-ID", "<root>"],
      ],
      content: Buffer.from(xml),
    },
    ...parts.map(({ id, type: partType = "application/octet-stream", content }) => ({
      headers: [
        ["Content-Type", partType],
        ...(id === undefined ? [] : [["Content-ID", `<${id}>`] as const]),
      ] as const,
      content: Buffer.from(content),
    })),
  ]);
  return { contentType: `multipart/related; type="${type}"; start="<root>"; boundary=bb`, body };
}

function clientOf(
  answer: InMemoryResponse = { body: envelope("") },
  options: {
    descriptor?: ServiceDescriptor;
    mtom?: boolean | { thresholdBytes: number };
    maxParts?: number;
  } = {},
): { client: SoapClient<Files>; transport: InMemoryTransport } {
  const { descriptor = soap11, mtom, maxParts } = options;
  const transport = createInMemoryTransport(() => answer);
  const client = createSoapClient<Files>({
    descriptor,
    transport,
    ...(mtom === undefined ? {} : { mtom }),
    ...(maxParts === undefined ? {} : { mimeLimits: { maxParts } }),
  });
  return { client, transport };
}

const failure = async (promise: PromiseLike<unknown>): Promise<SoapError> => {
  const reason: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(reason).toBeInstanceOf(SoapError);
  return reason as SoapError;
};

const args = { name: "n", content: [Buffer.from("small"), Buffer.alloc(2000, 7)] };

/** Reads what was sent as another party would. */
function readSent({ requests }: InMemoryTransport): {
  type: ReturnType<typeof parseContentType>;
  headers: Readonly<Record<string, string>>;
  rootType: string;
  root: string;
  attachments: Attachment[];
} {
  const [request] = requests;
  if (request === undefined) throw new Error("nothing was sent");
  const { headers, body } = request;
  const type = parseContentType(headers["Content-Type"] ?? "");
  let root = "";
  let rootType = "";
  const handler = {
    start: (value: string) => (rootType = value),
    push: (bytes: Uint8Array) => (root += String(bytes)),
  };
  const reader = new RelatedReader(type, handler, defaultMimeLimits);
  reader.push(Buffer.from(body as Uint8Array));
  reader.finish();
  return { type, headers, rootType, root, attachments: reader.attachments };
}

describe("MTOM", () => {
  it("sends binary values as parts from its threshold on, and smaller ones in the envelope", async () => {
    const { client, transport } = clientOf(undefined, { mtom: true });
    await client.store(args);
    const { type, headers, rootType, root, attachments } = readSent(transport);
    expect(type.type).toBe("multipart/related");
    expect(Object.fromEntries(type.parameters)).toMatchObject({
      type: "application/xop+xml",
      "start-info": "text/xml",
    });
    expect(headers.SOAPAction).toBe('"urn:files#store"');
    expect(rootType).toBe('application/xop+xml; charset=UTF-8; type="text/xml"');
    expect(root).toContain("<content>c21hbGw=</content>");
    const href = /<content><xop:Include [^>]*href="([^"]*)"\/><\/content>/.exec(root)?.[1] ?? "";
    expect(attachments).toEqual([
      { contentId: contentIdOf(href), contentType: "application/octet-stream", content: args.content[1] },
    ]);
  });

  it("takes its threshold from the option, and sends a plain envelope when nothing reaches it", async () => {
    const all = clientOf(undefined, { mtom: { thresholdBytes: 0 } });
    await all.client.store(args);
    expect(readSent(all.transport).attachments).toHaveLength(2);
    const none = clientOf(undefined, { mtom: { thresholdBytes: 3000 } });
    await none.client.store(args);
    expect(none.transport.requests[0]?.headers["Content-Type"]).toBe("text/xml; charset=utf-8");
    expect(typeof none.transport.requests[0]?.body).toBe("string");
  });

  it("says the action beside the type in SOAP 1.2", async () => {
    const answer = {
      contentType: "application/soap+xml",
      body: envelope("", "http://www.w3.org/2003/05/soap-envelope"),
    };
    const { client, transport } = clientOf(answer, { descriptor: soap12, mtom: true });
    await client.store(args);
    const { type, headers, rootType } = readSent(transport);
    expect(Object.fromEntries(type.parameters)).toMatchObject({
      "start-info": "application/soap+xml",
      action: "urn:files#store",
    });
    expect(rootType).toContain('type="application/soap+xml"');
    expect(headers).not.toHaveProperty("SOAPAction");
  });

  it("answers are filled in from their parts; the others are attachments", async () => {
    const xml = envelope(
      file("a", include("cid:one%40x")) + file("b", "AAEC") + file("c", include("cid:two")),
    );
    const { client } = clientOf(
      related(xml, [
        { id: "two", content: "second" },
        { id: "more", type: "text/plain", content: "beside" },
        { id: "one@x", content: Uint8Array.of(0, 13, 10, 45, 45) },
      ]),
    );
    const future = client.future().store(args);
    const files = (await future).file.map(({ name, content }) => [name, [...(content ?? [])]]);
    expect(files).toEqual([
      ["a", [0, 13, 10, 45, 45]],
      ["b", [0, 1, 2]],
      ["c", [...Buffer.from("second")]],
    ]);
    expect(future.meta.attachments).toMatchObject([{ contentId: "more", contentType: "text/plain" }]);
  });

  it("answers in a stream give an item when its part has come", async () => {
    const xml = envelope(file("a", "AAEC") + file("b", include("cid:one")) + file("c", "AAEC"));
    const { body, ...head } = related(xml, [{ id: "one", content: "late" }]);
    const bytes = body as Uint8Array;
    const cut = Buffer.from(bytes).indexOf("<name>b");
    const { client } = clientOf({ ...head, body: [bytes.subarray(0, cut), bytes.subarray(cut)] });
    const stream = client.stream().store(args);
    const seen: string[] = [];
    for await (const { name, content } of stream)
      seen.push(`${name}:${Buffer.from(content ?? []).toString("latin1")}`);
    expect(seen).toEqual(["a:\u0000\u0001\u0002", "b:late", "c:\u0000\u0001\u0002"]);
    expect(stream.meta.attachments).toEqual([]);
  });

  it.each([
    ["an address on the network", file("a", include("http://169.254.169.254/")), "other than a part"],
    ["a file", file("a", include("file:///etc/passwd")), "other than a part"],
    ["a part that is not there", file("a", include("cid:none")), "not there"],
    ["one part twice", file("a", include("cid:one")) + file("b", include("cid:one")), "same part"],
    [
      "a part, from an element that is not binary",
      `<file><name>${include("cid:one")}</name></file>`,
      "Include",
    ],
    ["a part, beside text", file("a", `AA==${include("cid:one")}`), "Include"],
  ])("answers that refer to %s are refused, and nothing is fetched", async (_, content, reason) => {
    const { client, transport } = clientOf(related(envelope(content), [{ id: "one", content: "1" }]));
    const error = await failure(client.store(args));
    expect(error.code).toBe("decode");
    expect(error.reason).toContain(reason);
    expect(transport.requests).toHaveLength(1);
  });

  it("references in an answer that has no parts are refused", async () => {
    const { client } = clientOf({ body: envelope(file("a", include("cid:one"))) });
    expect((await failure(client.store(args))).code).toBe("decode");
  });
});

describe("attachments", () => {
  it("go beside the envelope, as they are", async () => {
    const { client, transport } = clientOf();
    const attachments = [
      { contentId: "a@b", contentType: "image/png", content: Uint8Array.of(1, 13, 10) },
      { contentType: "text/plain", content: Buffer.from("no id") },
    ];
    await client.future({ attachments }).store(args);
    const sent = readSent(transport);
    expect(sent.type.parameters.get("type")).toBe("text/xml");
    expect(sent.rootType).toBe("text/xml; charset=UTF-8");
    expect(sent.root).toContain("<content>c21hbGw=</content>");
    expect(sent.attachments.map((each) => ({ ...each, content: [...each.content] }))).toEqual(
      attachments.map((each) => ({ ...each, content: [...each.content] })),
    );
  });

  it("of an answer are in the meta of the call", async () => {
    const { client } = clientOf(related(envelope(""), [{ id: "x", content: "hello" }], "text/xml"));
    const future = client.future().store(args);
    expect(await future).toEqual({ file: [] });
    expect(future.meta.attachments?.map(({ content }) => Buffer.from(content).toString())).toEqual(["hello"]);
    expect(future.meta.responseBytes).toBeGreaterThan(100);
  });

  const part = { contentType: "text/plain", content: Buffer.from("") };
  it.each([
    [
      "two of one name",
      [
        { ...part, contentId: "a" },
        { ...part, contentId: "a" },
      ],
    ],
    ["a line break in the type", [{ ...part, contentType: "a/b\r\nX: y" }]],
    ["a name with brackets", [{ ...part, contentId: "a>" }]],
    ["content that is no bytes", [{ ...part, content: "text" as unknown as Uint8Array }]],
  ])("are refused before anything is sent: %s", async (_, attachments) => {
    const { client, transport } = clientOf();
    expect((await failure(client.future({ attachments }).store(args))).code).toBe("encode");
    expect(transport.requests).toEqual([]);
  });

  it.each([
    ["cut off", { body: "--bb\r\n\r\n" }],
    ["without a boundary", { contentType: "multipart/related; type=text/xml" }],
    ["with a first part that is HTML", related("<html/>", [], "text/html")],
  ])("of an answer that is %s are refused", async (_, change) => {
    const answer = { ...related(envelope(""), []), ...change };
    expect((await failure(clientOf(answer).client.store(args))).code).toBe("decode");
  });

  it("are limited in number", async () => {
    const answer = related(envelope(""), [{ id: "x", content: "1" }], "text/xml");
    await clientOf(answer, { maxParts: 2 }).client.store(args);
    const error = await failure(clientOf(answer, { maxParts: 1 }).client.store(args));
    expect(error.reason).toContain("maxParts (1)");
  });
});
