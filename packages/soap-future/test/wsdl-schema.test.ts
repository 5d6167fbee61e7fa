import { describe, expect, it } from "vitest";
import { parseWsdl } from "../src/wsdl/parse.ts";
import { failure, readSchema, schemaWsdl } from "./fixtures/wsdl/small.ts";

/** The element `in` with this inside its complex type. */
function inside(content: string, more = ""): string {
  return `<xsd:element name="in"><xsd:complexType>${content}</xsd:complexType></xsd:element>${more}`;
}

const a = `<xsd:element name="a" type="xsd:int"/>`;
const b = `<xsd:element name="b" type="xsd:string"/>`;

describe("a content model", () => {
  it.each<[title: string, content: string, expected: string]>([
    ["nothing", "", "sequence()"],
    ["an empty sequence", "<xsd:sequence/>", "sequence()"],
    ["a sequence", `<xsd:sequence>${a}${b}</xsd:sequence>`, "sequence(a:int, b:string)"],
    ["xsd:all", `<xsd:all minOccurs="0">${a}${b}</xsd:all>`, "all(a:int, b:string)?"],
    ["a choice", `<xsd:choice>${a}${b}</xsd:choice>`, "choice(a:int, b:string)"],
    [
      "a repeated choice, whose occurrences keep their order",
      `<xsd:choice maxOccurs="unbounded">${a}${b}</xsd:choice>`,
      "sequence($choice choice(a:int, b:string)+)",
    ],
    [
      "repeated groups side by side",
      `<xsd:sequence><xsd:choice maxOccurs="2">${a}${b}</xsd:choice><xsd:choice maxOccurs="3">${a}${b}</xsd:choice>
       <xsd:sequence minOccurs="0" maxOccurs="unbounded">${a}${b}</xsd:sequence></xsd:sequence>`,
      "sequence($choice choice(a:int, b:string){1,2}, $choice2 choice(a:int, b:string){1,3}, $sequence sequence(a:int, b:string)*)",
    ],
    [
      "a repeated group in a repeated group, each with its own keys",
      `<xsd:sequence maxOccurs="unbounded">${a}<xsd:choice maxOccurs="unbounded">${a}${b}</xsd:choice></xsd:sequence>`,
      "sequence($sequence sequence(a:int, $choice choice(a:int, b:string)+)+)",
    ],
    [
      "a repeated group of one element, which is a repeated element",
      `<xsd:sequence minOccurs="0" maxOccurs="unbounded">${a}</xsd:sequence>`,
      "sequence(a:int*)",
    ],
    [
      "a repeated choice of one sequence of two",
      `<xsd:choice maxOccurs="unbounded"><xsd:sequence>${a}${b}</xsd:sequence></xsd:choice>`,
      "sequence($sequence sequence(a:int, b:string)+)",
    ],
    [
      "any number of pairs, which is not any even number in one range",
      `<xsd:sequence minOccurs="0" maxOccurs="unbounded"><xsd:element name="a" type="xsd:int" minOccurs="2" maxOccurs="2"/></xsd:sequence>`,
      "sequence(sequence(a:int{2,2})*)",
    ],
    [
      "three times two to four",
      `<xsd:sequence minOccurs="3" maxOccurs="3"><xsd:element name="a" type="xsd:int" minOccurs="2" maxOccurs="4"/></xsd:sequence>`,
      "sequence(a:int{6,12})",
    ],
    [
      "sequences in a sequence, which are one",
      `<xsd:sequence>${a}<xsd:sequence>${b}<xsd:sequence/></xsd:sequence></xsd:sequence>`,
      "sequence(a:int, b:string)",
    ],
    [
      "an optional sequence in a sequence",
      `<xsd:sequence><xsd:sequence minOccurs="0">${a}${b}</xsd:sequence></xsd:sequence>`,
      "sequence(a:int, b:string)?",
    ],
    [
      "a choice with an empty branch, which is optional",
      `<xsd:choice>${a}${b}<xsd:sequence/></xsd:choice>`,
      "choice(a:int, b:string)?",
    ],
    [
      "an element that may not occur",
      `<xsd:sequence>${a}<xsd:element name="b" type="xsd:int" minOccurs="0" maxOccurs="0"/></xsd:sequence>`,
      "sequence(a:int)",
    ],
    [
      "xsd:any of each kind",
      `<xsd:sequence><xsd:any/><xsd:any namespace="##other" minOccurs="0"/><xsd:any namespace="##local ##targetNamespace urn:x" maxOccurs="unbounded" processContents="lax"/></xsd:sequence>`,
      "sequence($any ##any, $any2 ##other(urn:t)?, $any3 [ urn:t urn:x]+)",
    ],
    [
      "nil, default, fixed",
      `<xsd:sequence><xsd:element name="a" type="xsd:int" nillable="true"/><xsd:element name="b" type="xsd:int" default="1"/><xsd:element name="c" type="xsd:string" fixed=" x "/></xsd:sequence>`,
      "sequence(a:int nil, b:int=1, c:string== x )",
    ],
    [
      "elements without a type, and of any",
      `<xsd:sequence><xsd:element name="a"/><xsd:element name="b" type="xsd:anyType"/><xsd:element name="c" type="xsd:anySimpleType"/></xsd:sequence>`,
      "sequence(a:anyType, b:anyType, c:anySimpleType)",
    ],
    [
      "an element twice, which is one key",
      `<xsd:sequence>${a}${b}${a}</xsd:sequence>`,
      "sequence(a:int, b:string, a:int)",
    ],
    [
      "two namespaces with one local name",
      `<xsd:sequence>${a}<xsd:element name="a" type="xsd:string" form="qualified"/></xsd:sequence>`,
      "sequence(a:int, {urn:t}a:string)",
    ],
    [
      "names of properties of every object",
      `<xsd:sequence><xsd:element name="__proto__" type="xsd:int"/><xsd:element name="constructor" type="xsd:int"/><xsd:element name="toString" type="xsd:int"/></xsd:sequence>`,
      "sequence(__proto__:int, constructor:int, toString:int)",
    ],
  ])("reads %s", (_, content, expected) => {
    expect(readSchema(inside(content))["in"]).toBe(expected);
  });

  it("takes unprefixed elements into the namespace that elementFormDefault and form say", () => {
    const schema = inside(
      `<xsd:sequence>${a}<xsd:element name="b" type="xsd:int" form="unqualified"/></xsd:sequence>`,
    );
    const { types } = parseWsdl(schemaWsdl(schema, `elementFormDefault="qualified"`));
    expect(types[0]?.content).toMatchObject({
      group: {
        particles: [
          { namespace: "urn:t", name: "a" },
          { namespace: "", name: "b" },
        ],
      },
    });
  });

  it("follows references to elements, whose declaration says type, nil and default", () => {
    const schema = inside(
      `<xsd:sequence><xsd:element ref="t:g" minOccurs="0" maxOccurs="2"/></xsd:sequence>`,
      `<xsd:element name="g" type="xsd:int" nillable="true" default="7"/>`,
    );
    expect(readSchema(schema)["in"]).toBe("sequence(g:int nil=7{0,2})");
  });

  it("takes a schema inside a value, as .NET data sets have it, for what xsd:any takes", () => {
    const schema = inside(`<xsd:sequence><xsd:element ref="xsd:schema"/><xsd:any/></xsd:sequence>`);
    expect(readSchema(schema)["in"]).toBe("sequence($any [http://www.w3.org/2001/XMLSchema], $any2 ##any)");
  });

  it("follows named groups, also into each other", () => {
    const schema = inside(
      `<xsd:sequence>${a}<xsd:group ref="t:G" minOccurs="0"/></xsd:sequence>`,
      `<xsd:group name="G"><xsd:choice>${b}<xsd:group ref="t:H"/></xsd:choice></xsd:group>
       <xsd:group name="H"><xsd:sequence><xsd:element name="c"><xsd:complexType/></xsd:element></xsd:sequence></xsd:group>`,
    );
    expect(readSchema(schema)).toEqual({
      in: "sequence(a:int, choice(b:string, c:H_c)?)",
      H_c: "sequence()",
    });
  });

  it("puts substitution groups, nested ones too, as choices; an abstract head is not in them", () => {
    const schema = inside(
      `<xsd:sequence><xsd:element ref="t:shape" maxOccurs="unbounded"/><xsd:element ref="t:round"/><xsd:element ref="t:alone"/></xsd:sequence>`,
      `<xsd:element name="shape" abstract="true" type="xsd:string"/>
       <xsd:element name="round" type="xsd:string" substitutionGroup="t:shape"/>
       <xsd:element name="ball" type="xsd:string" substitutionGroup="t:round"/>
       <xsd:element name="square" substitutionGroup="t:shape"/>
       <xsd:element name="alone" type="xsd:int" block="substitution"/>
       <xsd:element name="other" type="xsd:int" substitutionGroup="t:alone"/>`,
    );
    expect(readSchema(schema)["in"]).toBe(
      "sequence($choice choice(round:string, square:string, ball:string)+, choice(round:string, ball:string), alone:int)",
    );
  });

  it("ignores annotations and identity constraints", () => {
    const schema = `<xsd:element name="in"><xsd:annotation><xsd:appinfo><x xmlns="urn:x"/></xsd:appinfo></xsd:annotation>
      <xsd:complexType><xsd:sequence>${a}</xsd:sequence></xsd:complexType>
      <xsd:key name="k"><xsd:selector xpath="."/><xsd:field xpath="a"/></xsd:key></xsd:element>`;
    expect(readSchema(schema)["in"]).toBe("sequence(a:int)");
  });
});

describe("derivation", () => {
  const base = `<xsd:complexType name="Base"><xsd:sequence>${a}</xsd:sequence><xsd:attribute name="x" type="xsd:int"/></xsd:complexType>`;

  it("extends and restricts complex content, and finds derived types that nothing refers to", () => {
    const schema = `<xsd:element name="in" type="t:Base"/>${base}
      <xsd:complexType name="More"><xsd:complexContent><xsd:extension base="t:Base"><xsd:choice maxOccurs="2">${a}${b}</xsd:choice><xsd:attribute name="y" use="required"/></xsd:extension></xsd:complexContent></xsd:complexType>
      <xsd:complexType name="Most"><xsd:complexContent><xsd:extension base="t:More"/></xsd:complexContent></xsd:complexType>
      <xsd:complexType name="Less"><xsd:complexContent><xsd:restriction base="t:Base"><xsd:sequence/><xsd:attribute name="x" use="prohibited"/></xsd:restriction></xsd:complexContent></xsd:complexType>`;
    expect(readSchema(schema)).toEqual({
      Base: "sequence(a:int) @x:int?",
      More: "Base -> sequence(a:int, $choice choice(a:int, b:string){1,2}) @x:int? @y:anySimpleType",
      Most: "More -> sequence(a:int, $choice choice(a:int, b:string){1,2}) @x:int? @y:anySimpleType",
      Less: "Base -> sequence()",
    });
  });

  it("knows abstract types, and has all named types where any may stand", () => {
    const schema = `${inside(`<xsd:sequence><xsd:element name="v" type="xsd:anyType"/></xsd:sequence>`)}
      <xsd:complexType name="A" abstract="true"/><xsd:simpleType name="N"><xsd:restriction base="xsd:int"/></xsd:simpleType>`;
    expect(readSchema(schema)).toEqual({ in: "sequence(v:anyType)", A: "abstract sequence()", N: "int" });
  });

  it("reads simple content, extended and restricted", () => {
    const schema = `<xsd:element name="in" type="t:Short"/>
      <xsd:complexType name="Money"><xsd:simpleContent><xsd:extension base="xsd:decimal"><xsd:attribute name="c" type="xsd:string" default="EUR"/></xsd:extension></xsd:simpleContent></xsd:complexType>
      <xsd:complexType name="Short"><xsd:simpleContent><xsd:restriction base="t:Money"><xsd:totalDigits value="3"/><xsd:attribute name="c" type="xsd:string" fixed="SEK" use="required"/></xsd:restriction></xsd:simpleContent></xsd:complexType>`;
    expect(readSchema(schema)).toEqual({
      Short: "Money -> text Short_value @c:string==SEK",
      Money: "text decimal @c:string=EUR?",
      Short_value: "decimal totalDigits=3",
    });
  });

  it.each([
    [
      "mixed on the type",
      `<xsd:complexType name="In" mixed="true"><xsd:sequence>${a}</xsd:sequence></xsd:complexType>`,
      "mixed",
    ],
    [
      "mixed on its content",
      `<xsd:complexType name="In"><xsd:complexContent mixed="true"><xsd:restriction base="xsd:anyType"/></xsd:complexContent></xsd:complexType>`,
      "mixed",
    ],
    [
      "a restriction of anyType, which is how a plain type may be written",
      `<xsd:complexType name="In"><xsd:complexContent><xsd:restriction base="xsd:anyType"><xsd:sequence>${a}</xsd:sequence></xsd:restriction></xsd:complexContent></xsd:complexType>`,
      "sequence(a:int)",
    ],
    [
      "an extension of mixed content",
      `<xsd:complexType name="In"><xsd:complexContent><xsd:extension base="t:M"/></xsd:complexContent></xsd:complexType><xsd:complexType name="M" mixed="true"/>`,
      "M -> mixed",
    ],
  ])("reads %s", (_, types, expected) => {
    expect(readSchema(`<xsd:element name="in" type="t:In"/>${types}`)["In"]).toBe(expected);
  });
});

describe("attributes", () => {
  it("reads them with groups, wildcards, references and forms", () => {
    const schema = inside(
      `<xsd:attribute name="id" type="xsd:long" use="required"/><xsd:attribute name="id" type="xsd:int" form="qualified"/>
       <xsd:attribute ref="xml:lang"/><xsd:attribute ref="t:g" default="1"/><xsd:attributeGroup ref="t:G"/>
       <xsd:attribute name="no" use="prohibited"/><xsd:anyAttribute namespace="urn:u urn:w"/>`,
      `<xsd:attribute name="g" type="xsd:int"/>
       <xsd:attributeGroup name="G"><xsd:attribute name="k"><xsd:simpleType><xsd:restriction base="xsd:string"><xsd:length value="2"/></xsd:restriction></xsd:simpleType></xsd:attribute><xsd:attributeGroup ref="t:H"/></xsd:attributeGroup>
       <xsd:attributeGroup name="H"><xsd:anyAttribute namespace="urn:w urn:v"/></xsd:attributeGroup>`,
    );
    expect(readSchema(schema)).toEqual({
      in: "sequence() @id:long @{urn:t}id:int? @lang:language? @g:int=1? @k:G_k? @any [urn:w]",
      G_k: "string length=2",
    });
  });

  it("unites the wildcards of an extension with those of its base", () => {
    const type = (name: string, content: string): string =>
      `<xsd:complexType name="${name}">${content}</xsd:complexType>`;
    const schema = `<xsd:element name="in" type="t:B"/>${type("A", `<xsd:anyAttribute namespace="##other"/>`)}${type(
      "B",
      `<xsd:complexContent><xsd:extension base="t:A"><xsd:anyAttribute namespace="##targetNamespace ##local"/></xsd:extension></xsd:complexContent>`,
    )}`;
    expect(readSchema(schema)["B"]).toBe("A -> sequence() @any ##any");
  });
});

describe("simple types", () => {
  it("reads restrictions with every facet, lists and unions, named and not", () => {
    const simple = (name: string, content: string): string =>
      `<xsd:simpleType name="${name}">${content}</xsd:simpleType>`;
    const facet = (name: string, value: string): string => `<xsd:${name} value="${value}"/>`;
    const schema = `<xsd:element name="in"><xsd:complexType><xsd:sequence>
      ${["Code", "Size", "Range", "Words", "Either", "Open"].map((name) => `<xsd:element name="${name}" type="t:${name}"/>`).join("")}
      </xsd:sequence></xsd:complexType></xsd:element>
      ${simple("Code", `<xsd:restriction base="xsd:string">${facet("pattern", "[A-Z]+")}${facet("pattern", "\\d")}${facet("enumeration", "A")}${facet("enumeration", "B C")}${facet("whiteSpace", "collapse")}${facet("length", "1")}</xsd:restriction>`)}
      ${simple("Size", `<xsd:restriction base="t:Code">${facet("minLength", "0")}${facet("maxLength", "9")}</xsd:restriction>`)}
      ${simple("Range", `<xsd:restriction base="xsd:decimal">${facet("minInclusive", "0")}${facet("maxExclusive", "1e9")}${facet("totalDigits", "9")}${facet("fractionDigits", "2")}</xsd:restriction>`)}
      ${simple("Words", `<xsd:list itemType="xsd:token"/>`)}
      ${simple("Either", `<xsd:union memberTypes="xsd:int t:Code"><xsd:simpleType><xsd:restriction base="xsd:string">${facet("minExclusive", "a")}${facet("maxInclusive", "b")}</xsd:restriction></xsd:simpleType></xsd:union>`)}
      ${simple("Open", `<xsd:list><xsd:simpleType><xsd:restriction><xsd:simpleType><xsd:restriction base="xsd:int"/></xsd:simpleType></xsd:restriction></xsd:simpleType></xsd:list>`)}`;
    expect(readSchema(schema)).toMatchObject({
      Code: "string whiteSpace=collapse length=1 patterns=[A-Z]+,\\d enumeration=A,B C",
      Size: "Code minLength=0 maxLength=9",
      Range: "decimal minInclusive=0 maxExclusive=1e9 totalDigits=9 fractionDigits=2",
      Words: "list token",
      Either: "union int Code Either_member",
      Either_member: "string minExclusive=a maxInclusive=b",
      Open: "list Open_item",
      Open_item: "Open_item_base",
      Open_item_base: "int",
    });
  });
});

describe("SOAP arrays", () => {
  const array = (name: string, content: string): string =>
    `<xsd:complexType name="${name}"><xsd:complexContent><xsd:restriction base="enc:Array">${content}</xsd:restriction></xsd:complexContent></xsd:complexType>`;
  const arrayType = (type: string): string => `<xsd:attribute ref="enc:arrayType" wsdl:arrayType="${type}"/>`;

  it.each<[title: string, content: string, expected: Record<string, string>]>([
    ["wsdl:arrayType", arrayType("t:Item[]"), { In: "array item Item" }],
    ["a size", arrayType("xsd:int[5]"), { In: "array item int" }],
    [
      "a sequence of one element",
      `<xsd:sequence><xsd:element name="entry" type="t:Item" minOccurs="0" maxOccurs="unbounded"/></xsd:sequence>`,
      { In: "array entry Item" },
    ],
    [
      "both",
      `<xsd:sequence><xsd:element name="entry" type="xsd:anyType" maxOccurs="unbounded"/></xsd:sequence>${arrayType("t:Item[]")}`,
      { In: "array entry Item" },
    ],
    [
      "arrays of arrays",
      arrayType("xsd:string[][]"),
      { In: "array item In_item", In_item: "array item string" },
    ],
    ["nothing", "", { In: "array item anyType" }],
  ])("are read from %s", (_, content, expected) => {
    const schema = `<xsd:import namespace="http://schemas.xmlsoap.org/soap/encoding/" schemaLocation="http://schemas.xmlsoap.org/soap/encoding/"/>
      <xsd:element name="in" type="t:In"/>${array("In", content)}<xsd:complexType name="Item"/>`;
    expect(readSchema(schema)).toMatchObject(expected);
  });

  it("may be SOAP-ENC:Array itself, and inherit their items", () => {
    const schema = `${inside(`<xsd:sequence><xsd:element name="a" type="enc:Array"/><xsd:element name="b" type="t:B"/><xsd:element name="c" type="enc:string"/></xsd:sequence>`)}
      ${array("A", arrayType("xsd:int[]"))}
      <xsd:complexType name="B"><xsd:complexContent><xsd:restriction base="t:A"/></xsd:complexContent></xsd:complexType>`;
    expect(readSchema(schema)).toEqual({
      in: "sequence(a:Array, b:B, c:string)",
      Array: "array item anyType",
      B: "A -> array item int",
      A: "array item int",
    });
  });
});

describe("names", () => {
  it("are unique, simple and complex types together, and anonymous ones follow what is around them", () => {
    const schema = `<xsd:element name="in"><xsd:complexType><xsd:sequence>
      <xsd:element name="a"><xsd:complexType><xsd:sequence><xsd:element name="a" type="t:in_a"/></xsd:sequence></xsd:complexType></xsd:element>
      <xsd:element name="b"><xsd:simpleType><xsd:restriction base="xsd:int"/></xsd:simpleType></xsd:element>
      <xsd:element name="c" type="t:in"/></xsd:sequence></xsd:complexType></xsd:element>
      <xsd:complexType name="in_a"/><xsd:complexType name="in"><xsd:sequence><xsd:element name="in" type="t:in" minOccurs="0"/></xsd:sequence></xsd:complexType>`;
    expect(readSchema(schema)).toEqual({
      in: "sequence(a:in_a, b:in_b, c:in2)",
      in_a: "sequence(a:in_a2)",
      in_a2: "sequence()",
      in_b: "int",
      in2: "sequence(in:in2?)",
    });
  });

  it("resolve by prefixes declared anywhere, in several schemas of one namespace, imported without a location", () => {
    const others = `<xsd:schema targetNamespace="urn:t"><xsd:complexType name="X"/></xsd:schema>
      <xsd:schema targetNamespace="urn:u" elementFormDefault="qualified"><xsd:element name="e" type="xsd:int"/></xsd:schema>`;
    const schema = `<xsd:import namespace="urn:u"/>${inside(
      `<xsd:sequence><xsd:element name="x" type="q1:X" xmlns:q1="urn:t"/><xsd:element ref="q2:e" xmlns:q2="urn:u"/></xsd:sequence>`,
    )}`;
    expect(readSchema(schema, "", others)).toEqual({ in: "sequence(x:X, e:int)", X: "sequence()" });
  });
});

describe("what cannot be read", () => {
  const complex = (content: string): string =>
    `<xsd:element name="in" type="t:In"/>\n<xsd:complexType name="In">\n${content}</xsd:complexType>`;
  const sequence = (content: string): string => complex(`<xsd:sequence>${content}</xsd:sequence>`);
  const simple = (content: string): string =>
    `${sequence(`<xsd:element name="s" type="t:S"/>`)}\n<xsd:simpleType name="S">${content}</xsd:simpleType>`;

  it.each<[title: string, schema: string, code: string, message: RegExp]>([
    [
      "an unknown type",
      sequence(`<xsd:element name="a" type="t:Nope"/>`),
      "wsdl_parse",
      /type \{urn:t\}Nope is not defined \(service.wsdl:4\)/,
    ],
    [
      "an unknown element",
      sequence(`<xsd:element ref="t:nope"/>`),
      "wsdl_parse",
      /\{urn:t\}nope is not declared .*:4/,
    ],
    ["an unknown group", sequence(`<xsd:group ref="t:nope"/>`), "wsdl_parse", /:4/],
    ["an unknown attribute", complex(`<xsd:attribute ref="t:nope"/>`), "wsdl_parse", /:4/],
    ["an unknown attribute group", complex(`<xsd:attributeGroup ref="t:nope"/>`), "wsdl_parse", /:4/],
    [
      "an unknown base",
      complex(`<xsd:complexContent><xsd:extension base="t:Nope"/></xsd:complexContent>`),
      "wsdl_parse",
      /:4/,
    ],
    [
      "a type that is its own base",
      complex(`<xsd:complexContent><xsd:extension base="t:In"/></xsd:complexContent>`),
      "wsdl_parse",
      /derived from itself.*:4/,
    ],
    [
      "a group that contains itself",
      `${sequence(`<xsd:group ref="t:G"/>`)}\n<xsd:group name="G"><xsd:sequence><xsd:group ref="t:G"/></xsd:sequence></xsd:group>`,
      "wsdl_parse",
      /contains itself.*:5/,
    ],
    [
      "an attribute group that contains itself",
      `${complex(`<xsd:attributeGroup ref="t:G"/>`)}\n<xsd:attributeGroup name="G"><xsd:attributeGroup ref="t:G"/></xsd:attributeGroup>`,
      "wsdl_parse",
      /contains itself.*:5/,
    ],
    [
      "a simple type that is its own base",
      simple(`<xsd:restriction base="t:S"/>`),
      "wsdl_parse",
      /made of itself.*:5/,
    ],
    [
      "a union that is its own member",
      simple(`<xsd:union memberTypes="xsd:int t:S"/>`),
      "wsdl_parse",
      /made of itself.*:5/,
    ],
    [
      "a substitution group that contains itself",
      `${sequence("")}\n<xsd:element name="x" substitutionGroup="t:y"/><xsd:element name="y" substitutionGroup="t:x"/>${`<xsd:complexType name="D"><xsd:complexContent><xsd:extension base="t:In"><xsd:sequence><xsd:element ref="t:x"/></xsd:sequence></xsd:extension></xsd:complexContent></xsd:complexType>`}`,
      "wsdl_parse",
      /contains itself.*:5/,
    ],
    [
      "one name with two types",
      sequence(`<xsd:element name="a" type="xsd:int"/>\n<xsd:element name="a" type="xsd:long"/>`),
      "wsdl_parse",
      /two types.*:5/,
    ],
    [
      "an attribute twice",
      complex(`<xsd:attribute name="a"/>\n<xsd:attribute name="a"/>`),
      "wsdl_parse",
      /twice.*:5/,
    ],
    [
      "a component twice",
      `${sequence("")}\n<xsd:complexType name="In"/>`,
      "wsdl_parse",
      /already \(line 3\) \(service.wsdl:5\)/,
    ],
    ["xsd:all in a sequence", sequence(`${a}<xsd:all>${a}${b}</xsd:all>`), "wsdl_unsupported", /xsd:all.*:4/],
    ["a repeated xsd:all", complex(`<xsd:all maxOccurs="2">${a}</xsd:all>`), "wsdl_parse", /:4/],
    [
      "minOccurs past maxOccurs",
      sequence(`<xsd:element name="a" minOccurs="2"/>`),
      "wsdl_parse",
      /minOccurs \(2\) is more/,
    ],
    [
      "occurrences that are no number",
      sequence(`<xsd:element name="a" maxOccurs="-1"/>`),
      "wsdl_parse",
      /maxOccurs="-1"/,
    ],
    [
      "occurrences past exact numbers",
      sequence(`<xsd:element name="a" maxOccurs="99999999999999999999"/>`),
      "wsdl_unsupported",
      /maxOccurs/,
    ],
    [
      "two types of an element",
      sequence(`<xsd:element name="a" type="xsd:int"><xsd:simpleType/></xsd:element>`),
      "wsdl_parse",
      /more than one type/,
    ],
    ["default and fixed", sequence(`<xsd:element name="a" default="1" fixed="1"/>`), "wsdl_parse", /exclude/],
    [
      "an abstract element without others",
      sequence(`<xsd:element ref="t:x"/>`) + `<xsd:element name="x" abstract="true"/>`,
      "wsdl_unsupported",
      /none may stand for/,
    ],
    [
      "a facet of XML Schema 1.1",
      simple(`<xsd:restriction base="xsd:int"><xsd:assertion test="1"/></xsd:restriction>`),
      "wsdl_unsupported",
      /assertion.*:5/,
    ],
    [
      "a facet that is no number",
      simple(`<xsd:restriction base="xsd:string"><xsd:length value="x"/></xsd:restriction>`),
      "wsdl_parse",
      /length="x"/,
    ],
    [
      "a simple type of a complex one",
      simple(`<xsd:restriction base="t:In"/>`),
      "wsdl_parse",
      /not a simple type.*:5/,
    ],
    [
      "an attribute of a complex type",
      complex(`<xsd:attribute name="a" type="t:In"/>`),
      "wsdl_parse",
      /not of a simple type/,
    ],
    [
      "simple content of elements",
      complex(`<xsd:simpleContent><xsd:extension base="t:E"/></xsd:simpleContent>`) +
        `<xsd:complexType name="E"/>`,
      "wsdl_parse",
      /has none/,
    ],
    [
      "xsd:redefine",
      `<xsd:redefine schemaLocation="x.xsd"/>${sequence("")}`,
      "wsdl_unsupported",
      /xsd:redefine.*:2/,
    ],
    ["openContent", complex("<xsd:openContent/>"), "wsdl_unsupported", /openContent.*:4/],
    ["an element of another namespace", complex(`<x xmlns="urn:x"/>`), "wsdl_unsupported", /:4/],
    [
      "an array of several dimensions",
      complex(
        `<xsd:complexContent><xsd:restriction base="enc:Array"><xsd:attribute ref="enc:arrayType" wsdl:arrayType="xsd:int[,]"/></xsd:restriction></xsd:complexContent>`,
      ),
      "wsdl_unsupported",
      /dimensions.*:4/,
    ],
    [
      "SOAP-ENC:Struct",
      sequence(`<xsd:element name="a" type="enc:Struct"/>`),
      "wsdl_unsupported",
      /Struct.*:4/,
    ],
    [
      "a word that is no boolean",
      sequence(`<xsd:element name="a" nillable="yes"/>`),
      "wsdl_parse",
      /nillable="yes"/,
    ],
    [
      "a form that there is not",
      sequence(`<xsd:element name="a" form="maybe"/>`),
      "wsdl_parse",
      /form="maybe"/,
    ],
    [
      "an undeclared prefix",
      sequence(`<xsd:element name="a" type="no:Type"/>`),
      "wsdl_parse",
      /prefix no is not declared.*:4/,
    ],
  ])("%s is an error with its place", (_, schema, code, message) => {
    const error = failure(() => parseWsdl(schemaWsdl(schema)));
    expect(error.reason).toMatch(message);
    expect(error).toMatchObject({ code, context: { file: "bundle:/service.wsdl" } });
    expect(error.context.path).toMatch(/^definitions\/types\/schema/);
  });
});
