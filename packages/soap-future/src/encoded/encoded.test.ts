import { describe, expect, it } from "vitest";
import {
  bodyOf,
  builtin,
  complex,
  complexType,
  descriptorOf,
  element,
  message,
  namespace,
  sequence,
  simple,
  simpleType,
} from "../../test/sample-descriptor.ts";
import { type SoapVersion } from "../descriptor.ts";
import { buildEnvelope } from "../envelope/build.ts";
import { SoapError } from "../errors.ts";
import { createEncodedDecoder, type EncodedContent } from "./decode.ts";

const descriptor = descriptorOf(
  [
    complexType(
      "Order",
      sequence(
        element("n", "int", { min: 0 }),
        element("s", simple(0), { min: 0, nillable: true }),
        element("d", "decimal", { min: 0 }),
        element("row", complex(1), { min: 0 }),
        element("other", complex(1), { min: 0 }),
        element("rows", complex(3), { min: 0 }),
        element("any", "anyType", { min: 0 }),
        element("numbers", complex(4), { min: 0 }),
      ),
    ),
    complexType(
      "Row",
      sequence(
        element("id", "long"),
        element("next", complex(1), { min: 0 }),
        element("twice", complex(1), { min: 0 }),
      ),
    ),
    complexType(
      "WideRow",
      sequence(element("id", "long"), element("next", complex(1), { min: 0 }), element("wide", "boolean")),
      { base: 1 },
    ),
    complexType("Rows", { kind: "array", item: complex(1), itemName: "item" }),
    complexType("Numbers", { kind: "array", item: builtin("int"), itemName: "item" }),
    complexType("Hidden", sequence(), { abstract: true, base: 1 }),
  ],
  [simpleType("Kind", "string", { enumeration: ["a", "b"] })],
);
const order = message({ body: "rpc", use: "encoded" });
const decode = createEncodedDecoder(descriptor);

const namespaces =
  `xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/" ` +
  `xmlns:enc12="http://www.w3.org/2003/05/soap-encoding" ` +
  `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:t="${namespace}"`;

function read(content: string, more = ""): EncodedContent {
  return decode(
    order,
    bodyOf(`<e:Envelope ${namespaces}><e:Body><t:order>${content}</t:order>${more}</e:Body></e:Envelope>`),
  );
}

function refused(content: string, more = ""): SoapError {
  try {
    read(content, more);
  } catch (error) {
    expect(error).toBeInstanceOf(SoapError);
    expect((error as SoapError).code).toBe("decode");
    return error as SoapError;
  }
  throw new Error("nothing was refused");
}

describe("what an encoded message makes its reader keep", () => {
  const rows = (count: number, each: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => each(index)).join("");

  it("is bounded in the prefixes that are in force around its elements", () => {
    const wrap = (depth: number, content: string): string => {
      const declared = rows(60, (i) => ` xmlns:p${depth}_${i}="urn:${i}"`);
      return depth === 0 ? content : `<w${declared}>${wrap(depth - 1, content)}</w>`;
    };
    const elements = rows(20_000, (i) => `<u xmlns:x="urn:x${i}"/>`);
    expect(refused(wrap(4, elements)).reason).toMatch(/^too much of one thing: prefixes/);
  });

  it("has the prefixes around elements of any type once, and not for each of them", () => {
    const declared = rows(60, (i) => ` xmlns:p${i}="urn:${i}"`);
    const { value } = read(`<any xsi:type="xsd:anyType"${declared}>${rows(3, () => "<x/>")}</any>`);
    const { $mixed } = value["any"] as { $mixed: readonly { prefixes: object }[] };
    expect($mixed).toHaveLength(3);
    expect(Object.keys($mixed[0]?.prefixes ?? {})).toContain("p59");
    expect($mixed[2]?.prefixes).toBe($mixed[0]?.prefixes);
  });
});

describe("an encoded message", () => {
  it("says the type of each value", () => {
    expect(buildEnvelope(descriptor, order, { n: 5, s: null, rows: [{ id: 1 }], any: "x" })).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="urn:sample" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/"><SOAP-ENV:Body>' +
        '<ns1:order SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">' +
        '<n xsi:type="xsd:int">5</n><s xsi:nil="true"/>' +
        '<rows xsi:type="ns1:Rows" SOAP-ENC:arrayType="ns1:Row[1]"><item xsi:type="ns1:Row"><id xsi:type="xsd:long">1</id></item></rows>' +
        '<any xsi:type="xsd:string">x</any>' +
        "</ns1:order></SOAP-ENV:Body></SOAP-ENV:Envelope>\n",
    );
  });

  it.each<SoapVersion>(["1.1", "1.2"])("of SOAP %s comes back as it was", (soapVersion) => {
    const wide = { $type: `{${namespace}}WideRow`, id: 2n ** 60n, wide: true };
    const value = {
      n: -7,
      s: "b",
      d: "1.50",
      row: { id: 1, next: { id: 2 } },
      other: wide,
      rows: [{ id: 1 }, wide],
      any: { $type: "{http://www.w3.org/2001/XMLSchema}date", $: "2026-01-01" },
      numbers: [1, 2, 3],
    };
    const { value: back, unknownElements } = decode(
      order,
      bodyOf(buildEnvelope(descriptor, order, value, { soapVersion })),
    );
    expect(back).toEqual(value);
    expect(unknownElements).toEqual([]);
    expect(
      decode(order, bodyOf(buildEnvelope(descriptor, order, { numbers: [] }, { soapVersion }))).value,
    ).toEqual({ numbers: [] });
  });

  it("may hold arrays of anything where any type is allowed", () => {
    const any = {
      $type: "{http://schemas.xmlsoap.org/soap/encoding/}Array",
      $: [{ $type: "{http://www.w3.org/2001/XMLSchema}int", $: 1 }, null],
    };
    expect(decode(order, bodyOf(buildEnvelope(descriptor, order, { any }))).value).toEqual({ any });
    const numbers = { $type: `{${namespace}}Numbers`, $: [1, 2] };
    expect(decode(order, bodyOf(buildEnvelope(descriptor, order, { any: numbers }))).value).toEqual({
      any: numbers,
    });
    const row = { $type: `{${namespace}}Row`, id: 1 };
    expect(decode(order, bodyOf(buildEnvelope(descriptor, order, { any: row }))).value).toEqual({ any: row });
  });

  it("may have its accessors in any order, and others that are skipped", () => {
    expect(read("<d>1</d><x><y/></x><n>5</n>")).toEqual({
      value: { d: "1", n: 5 },
      unknownElements: ["order/x"],
    });
  });

  it("keeps XML of no type", () => {
    expect(read('<any z="1">a<b/></any>').value).toMatchObject({
      any: { $mixed: ["a", { name: "b" }], "@any": { z: "1" } },
    });
  });

  it("may call the return value as it likes", () => {
    const one = createEncodedDecoder(descriptorOf([complexType("R", sequence(element("return", "int")))]));
    const body = bodyOf(
      `<e:Envelope ${namespaces}><e:Body><t:order><orderReturn>5</orderReturn></t:order></e:Body></e:Envelope>`,
    );
    expect(one(order, body).value).toEqual({ return: 5 });
  });
});

describe("references", () => {
  it.each([
    ["SOAP 1.1", '<row href="#a"/><other href="#a"/>', '<t:x id="a" xsi:type="t:Row"><id>1</id></t:x>'],
    ["PHP in SOAP 1.2", '<row enc12:id="a"><id>1</id></row><other enc12:ref="#a"/>', ""],
    ["SOAP 1.2", '<row enc12:id="a"><id>1</id></row><other enc12:ref="a"/>', ""],
  ])("of %s are followed, and their target is shared", (_, content, more) => {
    const { value } = read(content, more);
    expect(value).toEqual({ row: { id: 1 }, other: { id: 1 } });
    expect(value["row"]).toBe(value["other"]);
  });

  it("may stand for simple values, and for items of arrays", () => {
    expect(
      read(
        '<n href="#a"/><numbers enc:arrayType="xsd:int[2]"><i href="#a"/><i>2</i></numbers>',
        '<x id="a">7</x>',
      ).value,
    ).toEqual({ n: 7, numbers: [7, 2] });
  });

  it.each([
    ["to nothing", '<n href="#b"/>', ""],
    ["to a file", '<n href="file:///etc/passwd"/>', ""],
    ["to another document", '<n href="http://127.0.0.1/x#a"/>', ""],
    ["with content", '<n href="#a">5</n>', '<x id="a">7</x>'],
    ["to themselves", '<n href="#a" id="a"/>', ""],
    [
      "around a circle",
      '<row href="#a"/>',
      '<x id="a"><id>1</id><next href="#b"/></x><x id="b"><id>2</id><next href="#a"/></x>',
    ],
    ["to an id that is there twice", '<n href="#a"/>', '<x id="a">1</x><x id="a">2</x>'],
  ])("%s are refused", (_, content, more) => {
    refused(content, more);
  });

  it("to references stand for a bounded number of values", () => {
    const bomb = Array.from(
      { length: 40 },
      (_, n) =>
        `<x id="r${n}"><id>1</id>${n === 39 ? "" : `<next href="#r${n + 1}"/><twice href="#r${n + 1}"/>`}</x>`,
    ).join("");
    expect(refused('<row href="#r0"/>', bomb).reason).toMatch(/behind references past 1000000/);
  });

  it("to references are not deeper than a message may be", () => {
    const chain = Array.from(
      { length: 5000 },
      (_, n) => `<x id="r${n}"><id>1</id>${n === 4999 ? "" : `<next href="#r${n + 1}"/>`}</x>`,
    ).join("");
    expect(refused('<row href="#r0"/>', chain).reason).toMatch(/nested values past 200/);
  });
});

describe("xsi:type", () => {
  it("may say a derived type, a base of a simple one, or what the encoding calls it", () => {
    expect(read('<row xsi:type="t:WideRow"><id>1</id><wide>1</wide></row>').value).toEqual({
      row: { $type: `{${namespace}}WideRow`, id: 1, wide: true },
    });
    expect(
      read(
        '<n xsi:type="enc:int">5</n><s xsi:type="xsd:string">a</s><row xsi:type="enc:Struct"><id>1</id></row>',
      ).value,
    ).toEqual({ n: 5, s: "a", row: { id: 1 } });
    // A decimal stays a text, whichever of its derived types is said.
    expect(read('<d xsi:type="xsd:int">5</d>').value).toEqual({ d: "5" });
  });

  it.each([
    ["a type that is not derived", '<n xsi:type="xsd:string">5</n>'],
    ["a complex type for a simple one", '<n xsi:type="t:Row"><id>1</id></n>'],
    ["a simple type for a complex one", '<row xsi:type="xsd:string">x</row>'],
    ["an abstract type", '<row xsi:type="t:Hidden"/>'],
    ["a type that nobody knows", '<row xsi:type="t:Nope"/>'],
    ["a Map of Apache", '<row xmlns:m="http://xml.apache.org/xml-soap" xsi:type="m:Map"/>'],
    ["a prefix that is not declared", '<row xsi:type="q:Row"/>'],
    ["a narrower type that the value is not of", '<d xsi:type="xsd:int">1.5</d>'],
    ["a base type whose value does not fit", '<s xsi:type="xsd:string">c</s>'],
  ])("cannot say %s", (_, content) => {
    refused(content);
  });
});

it("an xsd:int may be as great as the declared type: PHP has no other integers", () => {
  const row = '<row><id xsi:type="xsd:int">9007199254740993</id></row>';
  expect(read(row).value).toEqual({ row: { id: 9007199254740993n } });
  expect(refused('<n xsi:type="xsd:int">9007199254740993</n>').reason).toContain("xsd:int");
});

describe("an encoded array", () => {
  it.each([
    [
      "of two dimensions",
      '<numbers enc:arrayType="xsd:int[2,1]"><i>1</i><i>2</i></numbers>',
      /more than one dimension/,
    ],
    [
      "of two dimensions in SOAP 1.2",
      '<numbers enc12:arraySize="2 1"><i>1</i><i>2</i></numbers>',
      /more than one dimension/,
    ],
    [
      "that is only a part",
      '<numbers enc:arrayType="xsd:int[5]" enc:offset="[2]"><i>1</i></numbers>',
      /offset/,
    ],
    [
      "that is sparse",
      '<numbers enc:arrayType="xsd:int[5]"><i enc:position="[3]">1</i><i/><i/><i/><i/></numbers>',
      /position/,
    ],
    [
      "of another size than it says",
      '<numbers enc:arrayType="xsd:int[900000000]"><i>1</i></numbers>',
      /says that it has 900000000 items, and has 1/,
    ],
    ["of another type", '<numbers enc:arrayType="xsd:string[1]"><i>1</i></numbers>', /not derived/],
    ["without a size", '<numbers enc:arrayType="xsd:int"><i>1</i></numbers>', /no size/],
    ["with text in it", "<numbers>1 2</numbers>", /text between/],
  ])("%s is refused", (_, content, reason) => {
    expect(refused(content).reason).toMatch(reason);
  });

  it("may leave its size open, and say nothing at all", () => {
    expect(read('<numbers enc:arrayType="xsd:int[]"><i>1</i></numbers>').value).toEqual({ numbers: [1] });
    expect(read("<numbers><i>1</i></numbers>").value).toEqual({ numbers: [1] });
    expect(read('<rows enc:arrayType="t:WideRow[1]"><i><id>1</id><wide>0</wide></i></rows>').value).toEqual({
      rows: [{ $type: `{${namespace}}WideRow`, id: 1, wide: false }],
    });
  });
});

describe("what is wrong in an encoded message", () => {
  it.each([
    ["a missing accessor", "<row/>", "order/row"],
    ["an accessor that comes twice", "<n>1</n><n>2</n>", "order/n"],
    ["a wrong value", "<row><id>x</id></row>", "order/row/id"],
    ["nil where it cannot be", '<row><id xsi:nil="true"/></row>', "order/row/id"],
    ["an element in a value", "<n><x/></n>", "order/n"],
    ["text between elements", "<row>x<id>1</id></row>", "order/row"],
    ["a wrong item", "<numbers><i>1</i><i>x</i></numbers>", "order/numbers[1]"],
  ])("is named with its path: %s", (_, content, path) => {
    expect(refused(content).context.path).toBe(path);
  });

  it("is not nil for something that may be left out", () => {
    expect(read('<n xsi:nil="true"/><s xsi:nil="1"/>').value).toEqual({ s: null });
  });
});
