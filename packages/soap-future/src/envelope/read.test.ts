import { describe, expect, it } from "vitest";
import { everySplit } from "@mailmux/http-tls/testing";
import {
  builtin,
  complex,
  complexType,
  descriptorOf,
  element,
  message,
  namespace,
  sequence,
} from "../../test/sample-descriptor.ts";
import { type GlobalElementDescriptor, type SoapVersion } from "../descriptor.ts";
import { SoapFault } from "../errors.ts";
import { DecodePlans } from "../schema/decode-plan.ts";
import { envelopeNamespaces } from "./names.ts";
import { type EnvelopeContent, EnvelopeReader } from "./read.ts";

const global = (name: string, type: GlobalElementDescriptor["type"]): GlobalElementDescriptor => ({
  ...{ key: name, namespace, name, type, nillable: false },
});
const anything = { kind: "any", key: "$any", namespaces: "##any", min: 0, max: "unbounded" } as const;
const descriptor = descriptorOf([
  complexType("Order", sequence(element("a", "string", { min: 0 }), anything)),
  complexType("Base", sequence(element("code", "QName"))),
  complexType("Derived", sequence(element("code", "QName"), element("inner", complex(1), { min: 0 })), {
    base: 1,
  }),
  complexType("Abstract", sequence(), { abstract: true }),
]);
const plans = new DecodePlans(descriptor);
const faults = [
  global("base", complex(1)),
  global("text", builtin("string")),
  global("any", builtin("anyType")),
  global("abstract", complex(3)),
];
const output = message({ headers: faults });
const operation = { name: "test", soapAction: "", input: output, output, faults };

const e = 'xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"';
const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const order = `<t:order xmlns:t="${namespace}"><a>1</a></t:order>`;

function read(sections: string, pieces?: (bytes: Uint8Array) => readonly Uint8Array[]): EnvelopeContent {
  const reader = new EnvelopeReader(plans, {
    namespaces: "service",
    entry: (_, name) => (name === "order" ? { operation, message: output } : undefined),
    faults,
  });
  const bytes = Buffer.from(`<e:Envelope ${e}>${sections}</e:Envelope>`);
  for (const piece of pieces?.(bytes) ?? [bytes]) reader.push(piece);
  return reader.finish();
}

function faultWith(detail: string): Readonly<Record<string, unknown>> | undefined {
  const fault = `<e:Fault><faultcode>e:Server</faultcode><faultstring>no</faultstring><detail>${detail}</detail></e:Fault>`;
  try {
    read(`<e:Body>${fault}</e:Body>`);
  } catch (error) {
    if (error instanceof SoapFault) return error.detail;
    throw error;
  }
  throw new Error("it was no fault");
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("an envelope", () => {
  it.each([
    ["two Headers", `<e:Header/><e:Header/><e:Body>${order}</e:Body>`],
    ["a Header behind the Body", `<e:Body>${order}</e:Body><e:Header/>`],
    ["two Bodies", `<e:Body>${order}</e:Body><e:Body>${order}</e:Body>`],
    ["two entries", `<e:Body>${order}${order}</e:Body>`],
    ["a fault beside an entry", `<e:Body>${order}<e:Fault><faultcode>x</faultcode></e:Fault></e:Body>`],
    ["an entry beside a fault", `<e:Body><e:Fault><faultcode>x</faultcode></e:Fault>${order}</e:Body>`],
    ["an element beside the Body", `<other/><e:Body>${order}</e:Body>`],
    ["text beside the Body", `text<e:Body>${order}</e:Body>`],
    ["text in the Body", `<e:Body>text${order}</e:Body>`],
    ["text behind the entry", `<e:Body>${order}text</e:Body>`],
    ["text in the Header", `<e:Header>text</e:Header><e:Body>${order}</e:Body>`],
    ["no Body", "<e:Header/>"],
    ["an empty Body", "<e:Body/>"],
    ["a Body inside the Header", `<e:Header><e:Body>${order}</e:Body></e:Header>`],
    ["a Body of another version", `<f:Body xmlns:f="${envelopeNamespaces["1.2"]}">${order}</f:Body>`],
  ])("with %s is refused", (_, sections) => {
    expect(() => read(sections)).toThrow(expect.objectContaining({ code: "decode" }));
  });

  it("may have attributes on all its parts, and a block that is called Fault", () => {
    const { value, headerElements } = read(
      `<e:Header x="1"><e:Fault/></e:Header><e:Body id="2" e:encodingStyle="">${order}</e:Body>`,
    );
    expect(value).toMatchObject({ a: "1" });
    expect(headerElements).toMatchObject([{ name: "Fault" }]);
  });
});

describe("a header block that must be understood", () => {
  const refused: readonly [SoapVersion, string][] = [
    ["1.1", 'e:mustUnderstand="1"'],
    ["1.1", 'e:mustUnderstand=" 1 "'],
    ["1.1", 'e:mustUnderstand="1" e:actor="http://schemas.xmlsoap.org/soap/actor/next"'],
    ["1.2", 'e:mustUnderstand="true"'],
    ["1.2", 'e:mustUnderstand="1" e:role="http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver"'],
    ["1.2", 'e:mustUnderstand="1" e:role="http://www.w3.org/2003/05/soap-envelope/role/next" e:relay="true"'],
  ];
  const taken: readonly [SoapVersion, string][] = [
    ["1.1", 'e:mustUnderstand="0"'],
    ["1.1", 'mustUnderstand="1"'],
    ["1.1", 'e:mustUnderstand="1" e:actor="urn:somebody"'],
    ["1.2", 'e:mustUnderstand="1" e:role="http://www.w3.org/2003/05/soap-envelope/role/none"'],
    ["1.2", 'e:mustUnderstand="false"'],
  ];
  const readBlock = (version: SoapVersion, attributes: string): EnvelopeContent => {
    const reader = new EnvelopeReader(plans, {
      ...{ namespaces: "service", version },
      entry: () => ({ operation, message: output }),
    });
    reader.push(
      Buffer.from(
        `<e:Envelope xmlns:e="${envelopeNamespaces[version]}"><e:Header><x:y xmlns:x="urn:x" ${attributes}/></e:Header><e:Body>${order}</e:Body></e:Envelope>`,
      ),
    );
    return reader.finish();
  };

  it.each(refused)("is refused when it is not: SOAP %s %s", (version, attributes) => {
    expect(() => readBlock(version, attributes)).toThrow(
      expect.objectContaining({ faultcode: "SOAP-ENV:MustUnderstand" }),
    );
  });

  it.each(taken)("is passed over when that is asked of others: SOAP %s %s", (version, attributes) => {
    expect(readBlock(version, attributes).headerElements).toHaveLength(1);
  });
});

describe("what is kept of a message until its end", () => {
  it("is bounded in the prefixes that are in force around it", () => {
    const declared = Array.from({ length: 60 }, (_, i) => `xmlns:p${i}="urn:${i}"`).join(" ");
    const wrap = (depth: number, content: string): string =>
      depth === 0
        ? content
        : `<w ${declared.replaceAll("xmlns:p", `xmlns:p${depth}`)}>${wrap(depth - 1, content)}</w>`;
    const elements = Array.from({ length: 20_000 }, (_, i) => `<i xmlns:x="urn:x${i}"/>`).join("");
    const limit = "prefixes in force around elements past 4000000";
    expect(() => read(`<e:Header>${wrap(4, elements)}</e:Header><e:Body>${order}</e:Body>`)).toThrow(limit);
  });
});

describe("what a fault's detail holds", () => {
  it("may say a derived type, as .NET does it without a prefix", () => {
    const detail = faultWith(
      `<base xmlns="${namespace}" ${xsi} xsi:type="Derived"><code xmlns="" xmlns:c="urn:c">c:x</code></base>`,
    );
    expect(plain(detail)).toEqual({ base: { $type: `{${namespace}}Derived`, code: "{urn:c}x" } });
  });

  it("is read with the prefixes of each element, though the same one means another thing further out", () => {
    const detail = faultWith(
      `<p:base xmlns:p="${namespace}" ${xsi} xsi:type="p:Derived"><code xmlns:p="urn:1">p:x</code>` +
        `<inner xmlns:p="urn:2"><code>p:y</code></inner></p:base>`,
    );
    expect(plain(detail)).toMatchObject({ base: { code: "{urn:1}x", inner: { code: "{urn:2}y" } } });
  });

  it("is refused when it is not of its type", () => {
    const t = `xmlns:t="${namespace}" ${xsi}`;
    expect(() => faultWith(`<t:text ${t}><b>bold</b></t:text>`)).toThrow("stands inside a value");
    expect(() => faultWith(`<t:abstract ${t}/>`)).toThrow("abstract");
    expect(() => faultWith(`<t:base ${t} xsi:type="t:Order"/>`)).toThrow("not derived");
    expect(() => faultWith(`<t:base ${t} xsi:nil=" 1 "/>`)).toThrow("cannot be nil");
  });

  it("loses none of several entries of one name, and keeps one as it is", () => {
    expect(plain(faultWith("<i>1</i><i>2</i><j>3</j><i>4</i>"))).toEqual({ i: ["1", "2", "4"], j: "3" });
    expect(plain(faultWith("<__proto__>1</__proto__><constructor>2</constructor>"))).toEqual(
      JSON.parse('{"__proto__":"1","constructor":"2"}'),
    );
  });

  it("is kept as it is where any type may stand", () => {
    const detail = faultWith(`<t:any xmlns:t="${namespace}" x="1">a<b/></t:any>`);
    expect(plain(detail)).toEqual({
      any: { $mixed: ["a", { namespace: "", name: "b", attributes: [], children: [] }], "@any": { x: "1" } },
    });
  });
});

describe("an element that is kept as it is", () => {
  it("brings the prefixes of names in its texts along, however it was cut", () => {
    const content = `<t:order xmlns:t="${namespace}" xmlns:q="urn:q"><x:y xmlns:x="urn:x">q:name<x:z xmlns:q="urn:inner">q:other</x:z></x:y></t:order>`;
    const bytes = Buffer.from(`<e:Envelope ${e}><e:Body>${content}</e:Body></e:Envelope>`);
    for (const pieces of everySplit(bytes)) {
      const { value } = read(`<e:Body>${content}</e:Body>`, () => pieces);
      expect(plain(value["$any"])).toMatchObject([{ name: "y", prefixes: { q: "urn:q" } }]);
    }
  });
});
