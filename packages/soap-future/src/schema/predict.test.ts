import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { everySplit } from "@mailmux/http-tls/testing";
import { type ElementDescriptor, type ServiceDescriptor, type TypeReference } from "../descriptor.ts";
import { EnvelopeReader } from "../envelope/read.ts";
import { SoapError } from "../errors.ts";
import { type XmlLimits } from "../xml/limits.ts";
import { DecodePlans } from "./decode-plan.ts";
import { type ItemSink } from "./frames.ts";

function element(
  name: string,
  type: TypeReference,
  more: Partial<ElementDescriptor> = {},
): ElementDescriptor {
  return { kind: "element", key: name, name, namespace: "", type, min: 1, max: 1, nillable: false, ...more };
}

const builtin = (
  name: "string" | "long" | "int" | "boolean" | "base64Binary" | "decimal",
): TypeReference => ({
  kind: "builtin",
  name,
});
const sequence = (...particles: ElementDescriptor[]): ServiceDescriptor["types"][number]["content"] => ({
  kind: "elements",
  group: { kind: "sequence", min: 1, max: 1, particles },
});

const descriptor: ServiceDescriptor = {
  name: "Test",
  targetNamespace: "urn:t",
  port: "Test",
  soapVersion: "1.1",
  operations: [],
  simpleTypes: [],
  types: [
    {
      name: "response",
      content: sequence(
        element("result", { kind: "complex", index: 1 }),
        element("total", builtin("int"), { min: 0 }),
      ),
      attributes: [],
    },
    {
      name: "list",
      content: sequence(element("item", { kind: "complex", index: 2 }, { min: 0, max: "unbounded" })),
      attributes: [],
    },
    {
      name: "row",
      content: sequence(
        element("id", builtin("long")),
        element("name", builtin("string"), { nillable: true }),
        element("names", builtin("string"), { min: 0, max: "unbounded" }),
        element("flag", builtin("boolean"), { min: 0 }),
        element("bytes", builtin("base64Binary"), { min: 0 }),
        element("price", builtin("decimal"), { min: 0 }),
        element("inner", { kind: "complex", index: 1 }, { min: 0 }),
      ),
      attributes: [],
    },
  ],
};

const message = {
  body: "element",
  use: "literal",
  namespace: "urn:t",
  name: "response",
  type: 0,
  headers: [],
} as const;
const operation = { name: "test", soapAction: "", input: message, output: message, faults: [] };
const plans = new DecodePlans(descriptor);

interface Reading {
  readonly predict: boolean;
  readonly limits?: Partial<XmlLimits>;
  readonly items?: ItemSink;
}

/** The value as text, or the error. */
function read(pieces: readonly Uint8Array[], { predict, limits, items }: Reading): string {
  const reader = new EnvelopeReader(plans, {
    namespaces: "service",
    entry: (_, name) => (name === "response" ? { operation, message } : undefined),
    predict,
    limits,
    items,
  });
  try {
    for (const piece of pieces) reader.push(piece);
    const { value, unknownElements } = reader.finish();
    const text = JSON.stringify(value, (_, held: unknown) => (typeof held === "bigint" ? `${held}n` : held));
    return text + unknownElements.join();
  } catch (error) {
    if (error instanceof SoapError) return `${error.code} ${error.reason}`;
    throw error;
  }
}

const envelope = (result: string, more = ""): string =>
  `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="urn:t" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><e:Body><t:response><result>${result}</result>${more}</t:response></e:Body></e:Envelope>`;

const row = (id: number, more = ""): string =>
  `<item><id>${id}</id><name>n${id}</name><names>a</names><names>ü]</names>${more}</item>`;
const plain = envelope(
  row(1) + row(2) + row(3, "<flag>true</flag><bytes>AQI=</bytes><price>1.50</price>"),
  "<total>3</total>",
);

/** Rows of which the second and third differ from the first in one way. */
const variations: readonly [what: string, document: string][] = [
  ["what it has seen before", plain],
  ["white space between elements", plain.replaceAll("><", ">\n  <")],
  ["references", envelope(row(1) + row(2).replace("n2", "a &amp; b &#x1F600;") + row(3))],
  ["CDATA", envelope(row(1) + row(2).replace("n2", "<![CDATA[<x>&]]>") + row(3))],
  ["comments", envelope(row(1) + row(2).replace("n2", "a<!-- x -->b") + row(3))],
  ["line ends", envelope(row(1) + row(2).replace("n2", "a\r\nb\rc") + row(3))],
  ["nil", envelope(row(1) + row(2).replace("<name>n2</name>", '<name xsi:nil="true"/>') + row(3))],
  ["an attribute", envelope(row(1) + row(2).replace("<name>", '<name lang="de">') + row(3))],
  ["an unknown element", envelope(row(1) + row(2, "<more><id>9</id></more>") + row(3))],
  ["an element that comes twice", envelope(row(1) + row(2, "<name>again</name>") + row(3))],
  ["a missing element", envelope(row(1) + row(2).replace("<id>2</id>", "") + row(3))],
  ["another order", envelope(row(1) + row(2, "<price>2</price><flag>0</flag>") + row(3, "<flag>1</flag>"))],
  [
    "an item inside an item",
    envelope(row(1, `<inner>${row(4)}${row(5)}</inner>`) + row(2, `<inner>${row(6)}</inner>`)),
  ],
  [
    "empty elements",
    envelope(row(1) + row(2).replace("<name>n2</name>", "<name/>").replace("<names>a</names>", "<names/>")),
  ],
  ["an empty number", envelope(row(1) + row(2).replace("<id>2</id>", "<id/>"))],
  ["an empty list", envelope(row(1, "<inner/>") + row(2, "<inner></inner>"))],
  [
    "large and odd numbers",
    envelope(
      row(1) + row(2).replace("<id>2<", "<id> 9223372036854775807 <") + row(3).replace("<id>3<", "<id>+007<"),
    ),
  ],
  ["a number out of range", envelope(row(1) + row(2).replace("<id>2<", "<id>9223372036854775808<"))],
  ["text that is no number", envelope(row(1) + row(2).replace("<id>2<", "<id>2x<"))],
  ["base64 with spaces", envelope(row(1, "<bytes>AQID</bytes>") + row(2, "<bytes>AQ ID\nBA==</bytes>"))],
  ["base64 that is none", envelope(row(1, "<bytes>AQID</bytes>") + row(2, "<bytes>AQI</bytes>"))],
  ["another prefix", envelope(row(1) + row(2)).replace("<item><id>2", '<item xmlns:q="urn:t"><id>2')],
  [
    "a prefix that changes its meaning",
    envelope(row(1) + row(2).replace("<item>", '<item xmlns="urn:other">') + row(3)),
  ],
  [
    "a tag that is another's beginning",
    envelope(row(1) + row(2).replace("<name>n2</name>", "<names>x</names><name>y</name>") + row(3)),
  ],
  ["an end tag with a space", envelope(row(1) + row(2).replace("</name>", "</name >") + row(3))],
  ["an end tag of something else", envelope(row(1) + row(2).replace("</name>", "</names>") + row(3))],
  ["]]> in text", envelope(row(1) + row(2).replace("n2", "a]]>b") + row(3))],
  ["brackets in text", envelope(row(1) + row(2).replace("n2", "a]b]]c]") + row(3))],
  ["a control character", envelope(row(1) + row(2).replace("n2", "a\u0001b") + row(3))],
  ["U+FFFE", envelope(row(1) + row(2).replace("n2", "a\ufffeb") + row(3))],
  ["U+FFFD and others beyond ASCII", envelope(row(1) + row(2).replace("n2", "a\ufffdü漢😀") + row(3))],
  ["a document that is cut", plain.slice(0, -60)],
];

describe("an answer that is read by comparing", () => {
  it.each(variations)("gives the same as one that is read the long way: %s", (_, document) => {
    const bytes = Buffer.from(document);
    const long = read([bytes], { predict: false });
    expect(read([bytes], { predict: true })).toBe(long);
    expect(
      read(
        [...bytes].map((byte) => Uint8Array.of(byte)),
        { predict: true },
      ),
    ).toBe(long);
    for (const pieces of everySplit(bytes)) expect(read(pieces, { predict: true })).toBe(long);
  });

  it("gives the same for whatever bytes are changed, and however they are cut", () => {
    const changes = fc.array(
      fc.record({
        document: fc.nat(variations.length - 1),
        at: fc.nat(),
        cut: fc.nat(8),
        put: fc.oneof(
          fc.constantFrom(
            "<",
            ">",
            "/",
            "&",
            "&lt;",
            "]",
            "]]>",
            " ",
            "\r",
            "<id>",
            "</item>",
            "<item>",
            "<name/>",
            "ü",
            '"',
            "=",
          ),
          fc.string({ maxLength: 3, unit: "binary" }),
        ),
      }),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(
        fc.nat(variations.length - 1),
        changes,
        fc.array(fc.nat(4000), { maxLength: 6 }),
        (which, list, cuts) => {
          let text = variations[which]?.[1] ?? "";
          for (const { at, cut, put } of list) {
            const place = at % text.length;
            text = text.slice(0, place) + put + text.slice(place + cut);
          }
          const bytes = Buffer.from(text);
          const long = read([bytes], { predict: false });
          expect(read([bytes], { predict: true })).toBe(long);
          const places = [
            0,
            ...cuts.map((each) => each % (bytes.length + 1)).toSorted((a, b) => a - b),
            bytes.length,
          ];
          const pieces = places.slice(1).map((place, index) => bytes.subarray(places[index], place));
          expect(read(pieces, { predict: true })).toBe(long);
        },
      ),
      { numRuns: 3000, seed: 20261124 },
    );
  });

  it.each([
    ["maxDepth", 3, 12],
    ["maxElements", 1, 40],
    ["maxTextLength", 0, 12],
    ["maxMarkupLength", 4, 200],
  ] as const)("keeps to %s exactly", (limit, least, most) => {
    const bytes = Buffer.from(plain);
    for (let value = least; value <= most; value++) {
      const limits = { [limit]: value };
      expect(read([bytes], { predict: true, limits }), String(value)).toBe(
        read([bytes], { predict: false, limits }),
      );
    }
  });

  it("gives the items of a stream one by one, and keeps none", () => {
    const taken: unknown[] = [];
    const items: ItemSink = { path: ["result", "item"], take: (item) => taken.push(item) };
    const whole = read([Buffer.from(plain)], { predict: true, items });
    expect(whole).toBe('{"result":{"item":[]},"total":3}');
    expect(taken).toHaveLength(3);
    expect(taken[2]).toMatchObject({ id: 3, name: "n3", names: ["a", "ü]"], flag: true, price: "1.50" });
  });

  it("does compare: rows after the first are not tokenized", () => {
    // 500 rows of 5 elements in one piece: what was told to the handler as an event is counted.
    const document = Buffer.from(envelope(Array.from({ length: 500 }, (_, index) => row(index)).join("")));
    const reader = new EnvelopeReader(plans, {
      namespaces: "service",
      entry: () => ({ operation, message }),
    });
    let started = 0;
    const { start } = reader;
    reader.start = function (...all) {
      started++;
      start.apply(this, all);
    };
    reader.push(document);
    expect((reader.finish().value["result"] as { item: unknown[] }).item).toHaveLength(500);
    expect(started).toBeLessThan(15);
  });
});
