import { describe, expect, it } from "vitest";
import {
  builtin,
  complex,
  complexType,
  descriptorOf,
  element,
  namespace,
  sequence,
  simple,
  simpleType,
} from "../../test/sample-descriptor.ts";
import {
  type ComplexTypeDescriptor,
  type GroupDescriptor,
  type ParticleDescriptor,
  type SimpleTypeDescriptor,
} from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { createPrefixes, type EncodeContext, type MtomSink } from "./encode-context.ts";
import { createEncoder } from "./encode.ts";

function encodeWith(
  types: readonly ComplexTypeDescriptor[],
  value: unknown,
  { simpleTypes = [], mtom }: { simpleTypes?: readonly SimpleTypeDescriptor[]; mtom?: MtomSink } = {},
): string {
  const encoder = createEncoder(descriptorOf(types, simpleTypes));
  const { prefixOf } = createPrefixes("urn:envelope");
  const context: EncodeContext = { prefixOf, encoding: undefined, mtom, depth: 0 };
  return encoder.element("order", complex(0), value, "order", context);
}

/** The content of an element whose type is a group of these particles. */
function encode(particles: readonly ParticleDescriptor[], value: unknown): string {
  const xml = encodeWith([complexType("Order", sequence(...particles))], value);
  return xml.replace(/^<order\/>$|^<order>|<\/order>$/g, "");
}

function failing(run: () => unknown): { path: string | undefined; reason: string } {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(SoapError);
    expect((error as SoapError).code).toBe("encode");
    const { context, reason } = error as SoapError;
    return { path: context.path, reason };
  }
  throw new Error("nothing was refused");
}

const group = (
  kind: GroupDescriptor["kind"],
  particles: ParticleDescriptor[],
  more: Partial<GroupDescriptor> = {},
): GroupDescriptor => ({
  kind,
  min: 1,
  max: 1,
  particles,
  ...more,
});

const a = element("a", "int");
const b = element("b", "int");
const c = element("c", "int");

describe("elements", () => {
  it("come in the order of the schema, whatever the order of the keys", () => {
    expect(encode([a, b], { b: 2, a: 1 })).toBe("<a>1</a><b>2</b>");
    expect(encode([group("all", [a, b])], { b: 2, a: 1 })).toBe("<a>1</a><b>2</b>");
  });

  it("that are absent, undefined, nil and empty are told apart", () => {
    const text = element("t", "string", { min: 0, nillable: true });
    expect([{}, { t: undefined }, { t: "" }, { t: " " }].map((value) => encode([text], value))).toEqual([
      "",
      "",
      "<t/>",
      "<t> </t>",
    ]);
    expect(encode([text], { t: null })).toBe(
      '<t xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>',
    );
  });

  it("of one key in several places are taken in their order", () => {
    const particles = [a, b, element("a", "int", { min: 0, max: 2 }), c, element("a", "int")];
    expect(encode(particles, { a: [1, 2], b: 0, c: 0 })).toBe("<a>1</a><b>0</b><c>0</c><a>2</a>");
    expect(encode(particles, { a: [1, 2, 3, 4], b: 0, c: 0 })).toBe(
      "<a>1</a><b>0</b><a>2</a><a>3</a><c>0</c><a>4</a>",
    );
    expect(failing(() => encode(particles, { a: [1], b: 0, c: 0 })).path).toBe("order/a");
    expect(failing(() => encode(particles, { a: [1, 2, 3, 4, 5], b: 0, c: 0 })).reason).toMatch(
      /at most 4 times/,
    );
  });

  it.each<[string, ParticleDescriptor, unknown, string, RegExp]>([
    ["a missing one", a, {}, "order/a", /is required/],
    ["null without nillable", a, { a: null }, "order/a", /cannot be null/],
    ["a wrong type", a, { a: "1" }, "order/a", /cannot be sent as xsd:int/],
    ["an array for a single one", a, { a: [1] }, "order/a", /an array/],
    [
      "no array for a repeated one",
      element("a", "int", { max: "unbounded" }),
      { a: 1 },
      "order/a",
      /must be an array/,
    ],
    ["too few", element("a", "int", { min: 2, max: 3 }), { a: [1] }, "order/a", /at least 2/],
    ["none at all of some", element("a", "int", { min: 1, max: "unbounded" }), {}, "order/a", /at least 1/],
    ["too many", element("a", "int", { min: 2, max: 3 }), { a: [1, 2, 3, 4] }, "order/a", /at most 3 times/],
    ["a wrong item", element("a", "int", { max: 5 }), { a: [1, 2, 2.5] }, "order/a[2]", /xsd:int/],
    ["a hole in an array", element("a", "int", { max: 5 }), { a: [1, undefined] }, "order/a[1]", /undefined/],
    [
      "another than the fixed value",
      element("a", "int", { fixed: "07" }),
      { a: 8 },
      "order/a",
      /fixed to "07"/,
    ],
    [
      "an empty text that would be the default",
      element("a", "string", { default: "x" }),
      { a: "" },
      "order/a",
      /default "x"/,
    ],
    ["no object", a, 5, "order", /must be an object/],
    ["a Map", a, new Map([["a", 1]]), "order", /must be an object/],
    ["bytes", a, new Uint8Array(2), "order", /must be an object/],
    ["a control character", element("a", "string"), { a: "\u0000" }, "order/a", /character/],
  ])("with %s are refused", (_, particle, value, path, reason) => {
    const error = failing(() => encode([particle], value));
    expect(error).toEqual({ path, reason: expect.stringMatching(reason) as string });
  });

  it("of a fixed value may be written in any of its forms", () => {
    expect(encode([element("a", "decimal", { fixed: "1.0" })], { a: "1.0" })).toBe("<a>1.0</a>");
    expect(encode([element("a", "int", { fixed: "07" })], { a: 7 })).toBe("<a>7</a>");
  });

  it("are written so that a reader gets the same text", () => {
    expect(encode([element("a", "string")], { a: "<&>]]>\r\n\t\"'" })).toBe(
      "<a>&lt;&amp;&gt;]]&gt;&#13;\n\t\"'</a>",
    );
  });
});

describe("a choice", () => {
  const choice = group("choice", [a, group("sequence", [b, element("c", "int", { min: 0 })])]);

  it("is one of its branches", () => {
    expect(encode([choice], { a: 1 })).toBe("<a>1</a>");
    expect(encode([choice], { b: 1, c: 2 })).toBe("<b>1</b><c>2</c>");
  });

  it("of none or two is refused, and says what is there", () => {
    expect(failing(() => encode([choice], {}))).toEqual({
      path: "order",
      reason: "order needs one of a, b, c",
    });
    expect(failing(() => encode([choice], { a: 1, b: 1 })).reason).toBe(
      "order may have only one of a, b, c, and has a, b",
    );
    expect(failing(() => encode([choice], { c: 1 }))).toMatchObject({ path: "order/b" });
  });

  it("that may be left out, or may be empty, can be absent", () => {
    expect(encode([group("choice", [a, b], { min: 0 })], {})).toBe("");
    expect(encode([group("choice", [element("a", "int", { min: 0 }), b])], {})).toBe("");
  });

  it("takes the branch that has all that is there", () => {
    const branches = group("choice", [group("sequence", [a, b]), group("sequence", [a, c])]);
    expect(encode([branches], { a: 1, c: 3 })).toBe("<a>1</a><c>3</c>");
  });

  it("that repeats keeps the order of its occurrences", () => {
    const repeated = group("choice", [a, b], { min: 1, max: 3, key: "$choice" });
    expect(encode([repeated], { $choice: [{ b: 1 }, { a: 2 }, { b: 3 }] })).toBe("<b>1</b><a>2</a><b>3</b>");
    expect(failing(() => encode([repeated], { $choice: [{ b: 1 }, { a: 2, b: 2 }] })).path).toBe(
      "order/$choice[1]",
    );
    expect(failing(() => encode([repeated], { $choice: [] })).path).toBe("order/$choice");
    expect(failing(() => encode([repeated], { $choice: [{ d: 1 }] })).path).toBe("order/$choice[0]");
    expect(failing(() => encode([repeated], { $choice: Array(4).fill({ a: 1 }) })).reason).toMatch(
      /at most 3 times/,
    );
  });
});

describe("a sequence", () => {
  it("that may be left out is there as a whole", () => {
    const optional = group("sequence", [a, b], { min: 0 });
    expect(encode([optional], {})).toBe("");
    expect(encode([optional], { a: 1, b: 2 })).toBe("<a>1</a><b>2</b>");
    expect(failing(() => encode([optional], { a: 1 })).path).toBe("order/b");
  });

  it("of one element that repeats is an array", () => {
    const repeated = group("sequence", [a], { min: 0, max: "unbounded" });
    expect(encode([repeated], { a: [1, 2, 3] })).toBe("<a>1</a><a>2</a><a>3</a>");
    expect(encode([repeated], {})).toBe("");
  });

  it("that repeats is an array of objects", () => {
    const repeated = group("sequence", [a, b], { min: 0, max: "unbounded", key: "$sequence" });
    expect(
      encode([repeated, c], {
        $sequence: [
          { a: 1, b: 2 },
          { a: 3, b: 4 },
        ],
        c: 5,
      }),
    ).toBe("<a>1</a><b>2</b><a>3</a><b>4</b><c>5</c>");
    expect(failing(() => encode([repeated], { $sequence: [{ a: 1, b: 2 }, { a: 3 }] })).path).toBe(
      "order/$sequence[1]/b",
    );
  });
});

describe("keys", () => {
  it("that nobody knows are refused, with what may have been meant", () => {
    const error = failing(() =>
      encode([element("filter", "string", { min: 0 }), element("limit", "int", { min: 0 })], { limitt: 5 }),
    );
    expect(error).toEqual({
      path: "order",
      reason: 'order has no key "limitt", did you mean "limit"? It has filter, limit',
    });
  });

  it.each(["__proto__", "constructor", "toString", "a><b", "a xmlns='urn:x'", "", "$", "@id", "\u0000"])(
    "such as %j never get to the wire",
    (key) => {
      const value: unknown = JSON.parse(`{${JSON.stringify(key)}: 1, "a": 1}`);
      expect(failing(() => encode([a], value)).path).toBe("order");
    },
  );

  it("that an object inherits are not part of the value", () => {
    expect(failing(() => encode([a], Object.create({ a: 1 }))).path).toBe("order/a");
  });

  it("called __proto__ and constructor are elements like any other, if the schema has them", () => {
    const particles = [element("__proto__", "int"), element("constructor", "int")];
    expect(encode(particles, JSON.parse('{"__proto__": 1, "constructor": 2}'))).toBe(
      "<__proto__>1</__proto__><constructor>2</constructor>",
    );
    expect(failing(() => encode(particles, {})).path).toBe("order/__proto__");
  });
});

describe("attributes", () => {
  const attribute = (name: string, more: object = {}) => ({
    namespace: "",
    name,
    key: `@${name}`,
    type: builtin("int"),
    required: false,
    ...more,
  });
  const type = complexType("Order", sequence(element("line", complex(1), { min: 0, max: "unbounded" })));
  const line = (...attributes: ReturnType<typeof attribute>[]): ComplexTypeDescriptor =>
    complexType("Line", sequence(), { attributes });

  it("are keys with an @", () => {
    const xml = encodeWith(
      [
        type,
        line(
          attribute("id"),
          attribute("lang", { namespace: "http://www.w3.org/XML/1998/namespace", type: builtin("string") }),
        ),
      ],
      {
        line: [{ "@id": 1, "@lang": 'a"<\n\t' }, {}],
      },
    );
    expect(xml).toBe('<order><line id="1" xml:lang="a&quot;&lt;&#10;&#9;"/><line/></order>');
  });

  it("are checked, and named in the path", () => {
    const required = line(attribute("id", { required: true }));
    expect(failing(() => encodeWith([type, required], { line: [{ "@id": 1 }, {}] }))).toMatchObject({
      path: "order/line[1]/@id",
      reason: expect.stringContaining("required") as string,
    });
    expect(failing(() => encodeWith([type, required], { line: [{ "@id": "x" }] })).path).toBe(
      "order/line[0]/@id",
    );
    expect(
      failing(() => encodeWith([type, line(attribute("id", { fixed: "5" }))], { line: [{ "@id": 6 }] }))
        .reason,
    ).toMatch(/fixed to "5"/);
  });

  it("of any name go by their expanded names", () => {
    const any = complexType("Order", sequence(), {
      attributes: [attribute("id")],
      anyAttribute: { namespaces: "##any" },
    });
    const write = (others: unknown) => encodeWith([any], { "@any": others });
    expect(write({ x: "1", "{urn:o}y": "2" })).toBe('<order x="1" ns1:y="2"/>');
    for (const name of [
      "id",
      "xmlns",
      "a b",
      'a="',
      "{http://www.w3.org/2001/XMLSchema-instance}type",
      "{http://www.w3.org/2000/xmlns/}p",
      "p:x",
    ])
      expect(failing(() => write({ [name]: "1" })).path).toMatch(/^order\/@any/);
    expect(failing(() => write({ x: 1 })).path).toBe("order/@any/x");
  });
});

describe("contents", () => {
  it("that are text have the key $", () => {
    const type = complexType(
      "Price",
      { kind: "simple", type: simple(0) },
      {
        attributes: [{ namespace: "", name: "unit", key: "@unit", type: builtin("string"), required: true }],
      },
    );
    const simpleTypes = [simpleType("Amount", "decimal", { fractionDigits: 2 })];
    expect(encodeWith([type], { $: "1.50", "@unit": "EUR" }, { simpleTypes })).toBe(
      '<order unit="EUR">1.50</order>',
    );
    expect(failing(() => encodeWith([type], { $: "1.505", "@unit": "EUR" }, { simpleTypes })).path).toBe(
      "order/$",
    );
    expect(failing(() => encodeWith([type], { "@unit": "EUR" }, { simpleTypes })).path).toBe("order/$");
  });

  const em = { namespace: "", name: "em", attributes: [], children: ["x"] };

  it("that are mixed keep text and elements in their order", () => {
    const type = complexType("Note", { kind: "mixed" });
    expect(encodeWith([type], { $mixed: ["a<", em, "b"] })).toBe("<order>a&lt;<em>x</em>b</order>");
    expect(encodeWith([type], {})).toBe("<order/>");
    expect(failing(() => encodeWith([type], { $mixed: ["a", 5] })).path).toBe("order/$mixed[1]");
  });

  it("of any elements are written as they are, of the namespaces that are allowed", () => {
    const any = { kind: "any", key: "$any", min: 0, max: 2, namespaces: "##other", not: namespace } as const;
    const other = { ...em, namespace: "urn:o" };
    expect(encode([a, any], { a: 1, $any: [other] })).toBe('<a>1</a><n1:em xmlns:n1="urn:o">x</n1:em>');
    expect(failing(() => encode([any], { $any: [{ ...em, namespace }] })).path).toBe("order/$any[0]");
    expect(failing(() => encode([any], { $any: [{}] })).path).toBe("order/$any[0]");
    expect(failing(() => encode([any], { $any: [other, other, other] })).reason).toMatch(/at most 2/);
  });

  it("go into an attachment when the sink takes them", () => {
    const data = element("data", "base64Binary", { max: 2 });
    const types = [complexType("Order", sequence(data))];
    const mtom: MtomSink = (bytes) => (bytes.length > 1 ? "a b@c" : undefined);
    expect(encodeWith(types, { data: [new Uint8Array(1), new Uint8Array(2)] }, { mtom })).toBe(
      '<order><data>AA==</data><data><xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:a%20b@c"/></data></order>',
    );
  });
});

describe("derived types", () => {
  const types = [
    complexType("Order", sequence(element("shape", complex(1)))),
    complexType("Shape", sequence(a), { abstract: true }),
    complexType("Circle", sequence(a, b), { base: 1 }),
    complexType("Other", sequence(a)),
  ];

  it("are said by $type", () => {
    expect(encodeWith(types, { shape: { $type: `{${namespace}}Circle`, a: 1, b: 2 } })).toBe(
      '<order><shape xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="ns1:Circle"><a>1</a><b>2</b></shape></order>',
    );
  });

  it.each([
    ["an abstract type", { a: 1 }, "order/shape"],
    ["an abstract type that is said", { $type: `{${namespace}}Shape`, a: 1 }, "order/shape"],
    ["a type that is not derived", { $type: `{${namespace}}Other`, a: 1 }, "order/shape/$type"],
    ["a type that nobody knows", { $type: "{urn:x}Nope", a: 1 }, "order/shape/$type"],
    ["a simple type", { $type: "{http://www.w3.org/2001/XMLSchema}int", a: 1 }, "order/shape/$type"],
    ["no name", { $type: 5, a: 1 }, "order/shape/$type"],
  ])("cannot be %s", (_, shape, path) => {
    expect(failing(() => encodeWith(types, { shape })).path).toBe(path);
  });
});

describe("a value of any type", () => {
  const types = [
    complexType("Order", sequence(element("v", "anyType", { nillable: true }))),
    complexType("Point", sequence(a)),
  ];
  const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
  const write = (v: unknown): string => encodeWith(types, { v }).replace(/^<order>|<\/order>$/g, "");

  it.each<[unknown, string, string]>([
    ["a", "string", "a"],
    [true, "boolean", "true"],
    [5, "int", "5"],
    [2 ** 31, "long", "2147483648"],
    [1.5, "double", "1.5"],
    [-0, "double", "-0"],
    [2n ** 63n, "unsignedLong", "9223372036854775808"],
    [2n ** 64n, "integer", "18446744073709551616"],
    [new Uint8Array([1]), "base64Binary", "AQ=="],
    [new Date(0), "dateTime", "1970-01-01T00:00:00.000Z"],
    [{ $type: "{http://www.w3.org/2001/XMLSchema}date", $: "2026-01-01" }, "date", "2026-01-01"],
  ])("%s says that it is xsd:%s", (value, type, text) => {
    expect(write(value)).toBe(`<v ${xsi} xsi:type="xsd:${type}">${text}</v>`);
  });

  it("is an object of a type of the schema, or XML of none", () => {
    expect(write({ $type: `{${namespace}}Point`, a: 1 })).toBe(`<v ${xsi} xsi:type="ns1:Point"><a>1</a></v>`);
    expect(
      write({
        $mixed: ["x", { namespace: "", name: "y", attributes: [], children: [] }],
        "@any": { z: "1" },
      }),
    ).toBe('<v z="1">x<y/></v>');
    expect(write({})).toBe("<v/>");
    expect(write(null)).toBe(`<v ${xsi} xsi:nil="true"/>`);
  });

  it.each<[unknown, string]>([
    [{ a: 1 }, "order/v"],
    [[1], "order/v"],
    [{ $type: "{urn:x}Nope" }, "order/v/$type"],
    [{ $type: "{http://www.w3.org/2001/XMLSchema}int", $: "x" }, "order/v/$"],
    [{ $type: "{http://www.w3.org/2001/XMLSchema}int", $: 1, x: 1 }, "order/v"],
    [{ $type: `{${namespace}}Point`, b: 1 }, "order/v"],
  ])("is refused when nobody can say what it is: %j", (value, path) => {
    expect(failing(() => write(value)).path).toBe(path);
  });
});

describe("nesting", () => {
  const types = [complexType("Order", sequence(element("order", complex(0), { min: 0 })))];
  const nested = (depth: number): unknown =>
    Array.from({ length: depth }).reduce<object>((inner) => ({ order: inner }), {});

  it("has a limit, and a value that contains itself meets it", () => {
    expect(encodeWith(types, nested(199))).toContain("<order/>");
    expect(failing(() => encodeWith(types, nested(200))).reason).toMatch(/deeper than 200/);
    const cyclic: Record<string, unknown> = {};
    cyclic["order"] = cyclic;
    expect(failing(() => encodeWith(types, cyclic)).reason).toMatch(/contain itself/);
  });
});
