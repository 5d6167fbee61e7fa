import { describe, expect, it } from "vitest";
import { parseWsdl } from "../src/wsdl/parse.ts";
import { readDocument } from "../src/wsdl/read-document.ts";
import { failure, readSchema, schemaWsdl } from "./fixtures/wsdl/small.ts";

const list = (length: number, each: (index: number) => string): string =>
  Array.from({ length }, (_, index) => each(index)).join("\n");

describe("nesting", () => {
  const extension = (name: string, base: string): string =>
    `<xsd:complexType name="${name}"><xsd:complexContent><xsd:extension base="t:${base}"/></xsd:complexContent></xsd:complexType>`;

  it.each<[what: string, most: number, schema: (depth: number) => string]>([
    [
      "derivation, from the last type",
      64,
      (depth) =>
        `<xsd:element name="in" type="t:T${depth}"/><xsd:complexType name="T0"/>${list(depth, (i) => extension(`T${i + 1}`, `T${i}`))}`,
    ],
    [
      "derivation, from the first type",
      64,
      (depth) =>
        `<xsd:element name="in" type="t:T0"/><xsd:complexType name="T0"/>${list(depth, (i) => extension(`T${i + 1}`, `T${i}`))}`,
    ],
    [
      "derivation of simple types",
      64,
      (depth) =>
        `<xsd:element name="in"><xsd:complexType><xsd:attribute name="a" type="t:S${depth}"/></xsd:complexType></xsd:element><xsd:simpleType name="S1"><xsd:restriction base="xsd:int"/></xsd:simpleType>${list(depth - 1, (i) => `<xsd:simpleType name="S${i + 2}"><xsd:list itemType="t:S${i + 1}"/></xsd:simpleType>`)}`,
    ],
    [
      "groups",
      64,
      (depth) =>
        `<xsd:element name="in"><xsd:complexType>${"<xsd:choice>".repeat(depth)}<xsd:any/>${"</xsd:choice>".repeat(depth)}</xsd:complexType></xsd:element>`,
    ],
    [
      "named groups",
      65,
      (depth) =>
        `<xsd:element name="in"><xsd:complexType><xsd:group ref="t:G1"/></xsd:complexType></xsd:element>${list(depth, (i) => `<xsd:group name="G${i + 1}"><xsd:sequence>${i + 1 < depth ? `<xsd:group ref="t:G${i + 2}"/>` : ""}</xsd:sequence></xsd:group>`)}`,
    ],
    [
      "attribute groups",
      64,
      (depth) =>
        `<xsd:element name="in"><xsd:complexType><xsd:attributeGroup ref="t:G1"/></xsd:complexType></xsd:element>${list(depth, (i) => `<xsd:attributeGroup name="G${i + 1}">${i + 1 < depth ? `<xsd:attributeGroup ref="t:G${i + 2}"/>` : ""}</xsd:attributeGroup>`)}`,
    ],
  ])("of %s has a limit", (_, most, schema) => {
    expect(readSchema(schema(most))["in"] ?? readSchema(schema(most))["T0"]).toBeDefined();
    expect(failure(() => readSchema(schema(most + 1))).reason).toMatch(
      /deeper than maxNesting \(64\) \(service\.wsdl:\d+\)/,
    );
  });

  it("of elements by their types has none: ten thousand types, each inside the one before", () => {
    const schema = `<xsd:element name="in" type="t:T0"/>${list(10_000, (i) => `<xsd:complexType name="T${i}"><xsd:sequence><xsd:element name="next" type="t:T${(i + 1) % 10_000}"/></xsd:sequence></xsd:complexType>`)}`;
    expect(Object.keys(readSchema(schema))).toHaveLength(10_000);
  });

  it("of tags has a limit", () => {
    const nested = (depth: number): string => "<a>".repeat(depth) + "</a>".repeat(depth);
    expect(readDocument(nested(128), "x:/a.xsd").name).toBe("a");
    expect(failure(() => readDocument(nested(129), "x:/a.xsd"))).toMatchObject({ code: "wsdl_parse" });
  });
});

describe("what a short schema may grow to", () => {
  it("is bounded, in particles", () => {
    const doubled = (depth: number): string =>
      `<xsd:element name="in"><xsd:complexType><xsd:group ref="t:G0"/></xsd:complexType></xsd:element>
       <xsd:group name="G${depth}"><xsd:sequence><xsd:element name="a" type="xsd:int"/></xsd:sequence></xsd:group>
       ${list(depth, (i) => `<xsd:group name="G${i}"><xsd:sequence><xsd:group ref="t:G${i + 1}"/><xsd:group ref="t:G${i + 1}"/></xsd:sequence></xsd:group>`)}`;
    expect(readSchema(doubled(10))["in"]?.split(", ")).toHaveLength(1024);
    expect(failure(() => readSchema(doubled(25))).reason).toMatch(
      /more particles than maxParticles \(500000\)/,
    );
  });

  it("is bounded, in attributes", () => {
    const groups = `<xsd:element name="in"><xsd:complexType><xsd:attributeGroup ref="t:G0"/></xsd:complexType></xsd:element>
      <xsd:attributeGroup name="G30"><xsd:attribute name="a"/></xsd:attributeGroup>
      ${list(30, (i) => `<xsd:attributeGroup name="G${i}"><xsd:attributeGroup ref="t:G${i + 1}"/><xsd:attributeGroup ref="t:G${i + 1}"/></xsd:attributeGroup>`)}`;
    expect(failure(() => readSchema(groups)).reason).toMatch(/maxAttributes \(10000\)/);
  });

  it("takes work in proportion to its length", () => {
    const schema = (size: number): string =>
      schemaWsdl(
        `<xsd:element name="in" type="t:T0"/>${list(size, (i) => `<xsd:complexType name="T${i}"><xsd:sequence><xsd:element name="next" type="t:T${(i + 1) % size}"/><xsd:element name="same"><xsd:complexType><xsd:attribute name="k" type="t:S${i}"/></xsd:complexType></xsd:element></xsd:sequence></xsd:complexType><xsd:simpleType name="S${i}"><xsd:restriction base="xsd:string"><xsd:enumeration value="x"/></xsd:restriction></xsd:simpleType><xsd:complexType name="same${i}"><xsd:complexContent><xsd:extension base="t:T${i}"/></xsd:complexContent></xsd:complexType>`)}`,
      );
    const [small, large] = [schema(500), schema(1000)].map((wsdl) => countWork(() => parseWsdl(wsdl)));
    expect(small).toBeGreaterThan(10_000);
    expect((large ?? Infinity) / (small ?? 1)).toBeLessThan(2.2);
  });

  it("takes work in proportion to its length in one line too", () => {
    const work = (size: number): number =>
      countWork(() => readDocument(`<a>${"<b/>".repeat(size)}</a>`, "x:/a.xsd"));
    expect(work(4000) / work(2000)).toBeLessThan(2.2);
  });

  it("takes work in proportion to its length where elements have the type of a far head", () => {
    const schema = (size: number): string =>
      schemaWsdl(
        `<xsd:element name="in"><xsd:complexType><xsd:sequence><xsd:element ref="t:e0"/></xsd:sequence></xsd:complexType></xsd:element><xsd:element name="e0"/>${list(size, (i) => `<xsd:element name="e${i + 1}" substitutionGroup="t:e${i}"/>`)}`,
      );
    const [small, large] = [schema(400), schema(800)].map((wsdl) => countWork(() => parseWsdl(wsdl)));
    expect((large ?? Infinity) / (small ?? 1)).toBeLessThan(2.2);
  });

  it("is bounded where many elements refer to a large substitution group", () => {
    const schema = schemaWsdl(
      `<xsd:element name="in"><xsd:complexType><xsd:sequence>${list(1000, () => `<xsd:element ref="t:h"/>`)}</xsd:sequence></xsd:complexType></xsd:element><xsd:element name="h" type="xsd:int"/>${list(1000, (i) => `<xsd:element name="e${i}" substitutionGroup="t:h"/>`)}`,
    );
    expect(failure(() => parseWsdl(schema)).reason).toMatch(/maxParticles \(500000\)/);
  });

  it("takes as many names as there are, however they clash", () => {
    const schema = (size: number): string =>
      schemaWsdl(
        `<xsd:element name="in"><xsd:complexType><xsd:sequence>${list(size, (i) => `<xsd:element name="a${i}" type="u${i}:X" xmlns:u${i}="urn:${i}"/>`)}</xsd:sequence></xsd:complexType></xsd:element>`,
        "",
        list(size, (i) => `<xsd:schema targetNamespace="urn:${i}"><xsd:complexType name="X"/></xsd:schema>`),
      );
    expect(parseWsdl(schema(3)).types.map(({ name }) => name)).toEqual(["in", "X", "X2", "X3"]);
    const [small, large] = [schema(1000), schema(2000)].map((wsdl) => countWork(() => parseWsdl(wsdl)));
    expect((large ?? Infinity) / (small ?? 1)).toBeLessThan(2.2);
  });
});

describe("readDocument", () => {
  it("knows the line of each element, whatever ends a line", () => {
    const lines = (text: string): number[] => readDocument(text, "x:/a.xsd").children.map(({ line }) => line);
    expect(lines("<?xml version='1.0'?>\n<!--\n\n--><a\n x='1'><b/>\n\n<c/><d\n/></a>")).toEqual([5, 7, 7]);
    expect(lines("\ufeff<a>\r\n<b/>\r\n<c/></a>")).toEqual([2, 3]);
  });

  it("says in which line a document is broken, however long it is, and without much work", () => {
    const broken = (lines: number): string => `<a>${"\n".repeat(lines - 1)}<b></a>`;
    for (const lines of [1, 2, 70_000, 3_000_000])
      expect(failure(() => readDocument(broken(lines), "x:/a.xsd")).context.line).toBe(lines);
    expect(failure(() => readDocument("<a>\n\n</b>\n</a>", "x:/a.xsd")).context.line).toBe(3);
    expect(failure(() => readDocument("<a>\n", "x:/a.xsd")).context.line).toBe(2);
  });

  it("has names and values as the strict tokenizer reads them", () => {
    const root = readDocument(
      `<p:a xmlns:p="urn:p" x="1&#x41;&amp;\n2" p:x="3" __proto__x="4"><p:b xmlns:p="urn:q" xmlns="urn:d">t<![CDATA[<&]]>&lt;</p:b></p:a>`,
      "x:/a.xsd",
    );
    expect(root).toMatchObject({ namespace: "urn:p", name: "a" });
    expect([...root.attributes]).toEqual([
      ["x", "1A& 2"],
      ["{urn:p}x", "3"],
      ["__proto__x", "4"],
    ]);
    expect(root.children[0]).toMatchObject({ namespace: "urn:q", name: "b", text: "t<&<" });
  });

  it("takes more predefined entities than fast-xml-parser does by itself", () => {
    expect(readDocument(`<a>${"&amp;".repeat(200_000)}</a>`, "x:/a.xsd").text).toHaveLength(200_000);
  });

  it.each([
    ["a document type", "<a>\n<!DOCTYPE a>\n</a>", 2],
    ["crossed tags", "<a>\n\n<b>\n</a></b>\n", 4],
    ["an undeclared prefix", "<a>\n<p:b/>\n\n\n</a>", 2],
    ["an entity of nobody", "<a>\n\n&nbsp; </a>", 3],
    ["an attribute twice", "\n<a x='1'\nx='2'/>", 3],
    ["an end that does not come", "<a>\n\n", 3],
    ["two roots", "<a/>\n<a/>", 2],
    ["nothing", "", 1],
    ["an encoding that it is not in", "<?xml version='1.0' encoding='UTF-16'?>\n<a/>", 1],
  ])("refuses %s, and says in which line", (_, text, line) => {
    const error = failure(() => readDocument(text, "https://host.example/x/a.xsd?y"));
    expect(error).toMatchObject({
      code: "wsdl_parse",
      context: { file: "https://host.example/x/a.xsd?y", line },
    });
    expect(error.reason).toMatch(new RegExp(`\\(a\\.xsd\\?y:${line}\\)$`));
  });

  it.each(["__proto__", "constructor", "prototype", "hasOwnProperty", "toString"])(
    "reads an element %s, or refuses it",
    (name) => {
      let found: string;
      try {
        found = readDocument(`<a><${name} x="1"/></a>`, "x:/a.xsd").children[0]?.name ?? "";
      } catch (error) {
        expect(error).toMatchObject({ code: "wsdl_parse" });
        return;
      }
      expect(found).toBe(name);
    },
  );
});

/** How often a function looks into maps and sets, and over how much of arrays and strings it may walk. */
function countWork(run: () => void): number {
  let work = 0;
  const restore: (() => void)[] = [];
  type Cost = (self: { length?: number }, from: unknown, result: unknown) => number;
  const spy = (prototype: object, name: string, cost: Cost): void => {
    const original = Reflect.get(prototype, name) as (...args: unknown[]) => unknown;
    Object.defineProperty(prototype, name, {
      configurable: true,
      writable: true,
      value(this: { length?: number }, ...args: unknown[]) {
        const result = original.apply(this, args);
        work += cost(this, args[1], result);
        return result;
      },
    });
    restore.push(() =>
      Object.defineProperty(prototype, name, { configurable: true, writable: true, value: original }),
    );
  };
  for (const name of ["get", "set", "has"]) spy(Map.prototype, name, () => 1);
  for (const name of ["add", "has"]) spy(Set.prototype, name, () => 1);
  for (const name of [
    "map",
    "filter",
    "find",
    "findIndex",
    "some",
    "every",
    "includes",
    "indexOf",
    "flatMap",
    "slice",
    "concat",
    "join",
  ])
    spy(Array.prototype, name, ({ length = 0 }) => length);
  // From where it begins to what it finds, or to the end.
  spy(String.prototype, "indexOf", ({ length = 0 }, from, result) => {
    const begin = typeof from === "number" ? from : 0;
    return (typeof result === "number" && result !== -1 ? result : length) - begin;
  });
  try {
    run();
  } finally {
    for (const each of restore) each();
  }
  return work;
}
