import { describe, expect, it } from "vitest";
import {
  type ComplexTypeDescriptor,
  type ElementDescriptor,
  type GroupDescriptor,
  type MessageDescriptor,
  type ParticleDescriptor,
  type ServiceDescriptor,
  type SimpleTypeDescriptor,
  type TypeReference,
} from "../src/descriptor.ts";
import { generateTypes } from "../src/types/generate.ts";
import { compile, literal } from "./compile-types.ts";

const string: TypeReference = { kind: "builtin", name: "string" };
const int: TypeReference = { kind: "builtin", name: "int" };
const complex = (index: number): TypeReference => ({ kind: "complex", index });
const simple = (index: number): TypeReference => ({ kind: "simple", index });

function element(key: string, type: TypeReference, more: Partial<ElementDescriptor> = {}): ElementDescriptor {
  return {
    kind: "element",
    key,
    namespace: "urn:t",
    name: key,
    type,
    nillable: false,
    min: 1,
    max: 1,
    ...more,
  };
}

function group(
  kind: GroupDescriptor["kind"],
  particles: readonly ParticleDescriptor[],
  more: Partial<GroupDescriptor> = {},
): GroupDescriptor {
  return { kind, min: 1, max: 1, particles, ...more };
}

function type(
  name: string,
  content: GroupDescriptor | ComplexTypeDescriptor["content"],
  more: Partial<ComplexTypeDescriptor> = {},
): ComplexTypeDescriptor {
  return {
    name,
    qname: { namespace: "urn:t", name },
    content: "particles" in content ? { kind: "elements", group: content } : content,
    attributes: [],
    ...more,
  };
}

function message(index: number, more: Partial<MessageDescriptor> = {}): MessageDescriptor {
  return {
    body: "element",
    use: "literal",
    namespace: "urn:t",
    name: "m",
    type: index,
    headers: [],
    ...more,
  };
}

/** A service whose operation `op` takes and gives the first of these types. */
function service(
  types: readonly ComplexTypeDescriptor[],
  simpleTypes: readonly SimpleTypeDescriptor[] = [],
): ServiceDescriptor {
  return {
    name: "T",
    targetNamespace: "urn:t",
    port: "P",
    soapVersion: "1.1",
    operations: [{ name: "op", soapAction: "", input: message(0), output: message(0), faults: [] }],
    types,
    simpleTypes,
  };
}

/** What the compiler says to each value, as one that the operation gives. */
function judge(descriptor: ServiceDescriptor, values: readonly unknown[]): readonly boolean[] {
  const types = generateTypes(descriptor);
  const modules = Object.fromEntries(
    values.map((value, index) => [
      `value${index}.ts`,
      `import type { TService } from "./types.ts";\nexport const value: TService["op"]["output"] = ${literal(value)};\n`,
    ]),
  );
  const { "types.ts": wrong, ...found } = compile({ "types.ts": types, ...modules });
  expect(wrong).toEqual([]);
  return values.map((_, index) => found[`value${index}.ts`]?.length === 0);
}

/** Expects the compiler to take the first values and to refuse the others. */
function expectTypes(
  descriptor: ServiceDescriptor,
  right: readonly unknown[],
  wrong: readonly unknown[],
): void {
  expect(judge(descriptor, [...right, ...wrong])).toEqual([
    ...right.map(() => true),
    ...wrong.map(() => false),
  ]);
}

describe("generated types", () => {
  it("have a branch of each choice, and not two", () => {
    const choice = group("choice", [
      element("a", string),
      group("sequence", [element("b", int), element("c", int)]),
    ]);
    expectTypes(
      service([type("Root", group("sequence", [element("first", string), choice]))]),
      [
        { first: "", a: "x" },
        { first: "", b: 1, c: 2 },
      ],
      [{ first: "" }, { first: "", b: 1 }, { first: "", a: "x", b: 1, c: 2 }, { a: "x" }],
    );
  });

  it("let an optional choice be absent, and have arrays in every branch", () => {
    const choice = group(
      "choice",
      [element("a", string), element("list", int, { min: 1, max: "unbounded" }), element("d", int)],
      { min: 0 },
    );
    expectTypes(
      service([type("Root", choice)]),
      [{ list: [] }, { a: "x", list: [] }, { list: [1, 2] }, { d: 1, list: [] }],
      [{ a: "x" }, { a: "x", list: [1] }, {}],
    );
  });

  it("let an optional sequence be there as a whole or not at all", () => {
    const both = group("sequence", [element("a", string), element("b", string)], { min: 0 });
    expectTypes(service([type("Root", group("sequence", [both]))]), [{}, { a: "", b: "" }], [{ a: "" }]);
  });

  it("have the occurrences of a repeated group as an array of objects", () => {
    const repeated = group("choice", [element("a", string), element("b", int)], {
      min: 0,
      max: "unbounded",
      key: "$choice",
    });
    expectTypes(
      service([type("Root", group("sequence", [element("id", int), repeated]))]),
      [
        { id: 1, $choice: [] },
        { id: 1, $choice: [{ a: "x" }, { b: 2 }, { a: "y" }] },
      ],
      [{ id: 1 }, { id: 1, $choice: [{}] }, { id: 1, $choice: [{ a: "x", b: 2 }] }],
    );
  });

  it("put elements of one name together in an array", () => {
    const choice = group("choice", [element("a", string), element("b", int)]);
    expectTypes(
      service([type("Root", group("sequence", [element("a", string), choice]))]),
      [{ a: ["x", "y"] }, { a: ["x"], b: 1 }],
      [{ a: "x" }],
    );
  });

  it("have attributes, text, other attributes, other elements and mixed content under their keys", () => {
    const types = [
      type(
        "Root",
        group("sequence", [
          element("price", complex(1)),
          element("note", complex(2), { min: 0 }),
          { kind: "any", key: "$any", min: 0, max: "unbounded", namespaces: "##any" },
        ]),
        {
          attributes: [
            { key: "@id", namespace: "", name: "id", type: int, required: true },
            { key: "@unit", namespace: "", name: "unit", type: string, required: false, default: "kg" },
          ],
          anyAttribute: { namespaces: "##other", not: "urn:t" },
        },
      ),
      type(
        "Price",
        { kind: "simple", type: { kind: "builtin", name: "decimal" } },
        {
          attributes: [{ key: "@currency", namespace: "", name: "currency", type: string, required: true }],
        },
      ),
      type("Note", { kind: "mixed" }),
    ];
    const price = { $: "1.50", "@currency": "EUR" };
    const b = { namespace: "", name: "b", attributes: [], children: ["x"] };
    expectTypes(
      service(types),
      [
        { "@id": 1, price, $any: [] },
        { "@id": 1, "@unit": "g", "@any": { "{urn:o}x": "1" }, price, note: { $mixed: ["a", b] }, $any: [b] },
      ],
      [
        { price, $any: [] },
        { "@id": "1", price, $any: [] },
        { "@id": 1, price: "1.50", $any: [] },
      ],
    );
  });

  it("know derived types by $type, and abstract ones only by those", () => {
    const types = [
      type("Root", group("sequence", [element("shape", complex(1)), element("pet", complex(3))])),
      type("Shape", group("sequence", [element("name", string)]), { abstract: true }),
      type("Circle", group("sequence", [element("name", string), element("radius", int)]), { base: 1 }),
      type("Pet", group("sequence", [element("friend", complex(3), { min: 0 })])),
      type("Dog", group("sequence", [element("friend", complex(3), { min: 0 }), element("barks", int)]), {
        base: 3,
      }),
      type("Puppy", group("sequence", [element("friend", complex(3), { min: 0 }), element("barks", int)]), {
        base: 4,
      }),
    ];
    const shape = { $type: "{urn:t}Circle", name: "c", radius: 1 };
    const dog = { $type: "{urn:t}Dog", barks: 1 };
    expectTypes(
      service(types),
      [
        { shape, pet: {} },
        { shape, pet: { friend: dog } },
        { shape, pet: { $type: "{urn:t}Puppy", friend: { friend: {} }, barks: 2 } },
      ],
      [
        { shape: { name: "c" }, pet: {} },
        { shape: { $type: "{urn:t}Shape", name: "c" }, pet: {} },
        { shape, pet: { $type: "{urn:t}Dog" } },
        { shape, pet: { barks: 1 } },
      ],
    );
  });

  it("have enumerations as literals, lists as arrays, and unions as unions", () => {
    const simpleTypes: readonly SimpleTypeDescriptor[] = [
      {
        name: "Color",
        variety: { kind: "atomic", base: string },
        facets: { enumeration: ["red", 'b"l\nue'] },
      },
      { name: "Colors", variety: { kind: "list", item: simple(0) }, facets: {} },
      { name: "Level", variety: { kind: "atomic", base: int }, facets: { enumeration: ["1", "2"] } },
      { name: "ColorOrLevel", variety: { kind: "union", members: [simple(0), simple(2)] }, facets: {} },
      { name: "Dark", variety: { kind: "atomic", base: simple(0) }, facets: { enumeration: ["red"] } },
      {
        name: "Word",
        variety: { kind: "atomic", base: { kind: "builtin", name: "token" } },
        facets: { enumeration: [" two  words "] },
      },
    ];
    const root = type(
      "Root",
      group("sequence", [
        element("colors", simple(1)),
        element("level", simple(2)),
        element("either", simple(3), { nillable: true }),
        element("dark", simple(4), { min: 0 }),
        element("word", simple(5), { min: 0 }),
      ]),
    );
    expectTypes(
      service([root], simpleTypes),
      [
        { colors: ["red", 'b"l\nue'], level: 1, either: 2, dark: "red" },
        { colors: [], level: 3, either: null, word: "two words" },
        { colors: [], level: 1, either: "red" },
      ],
      [
        { colors: ["green"], level: 1, either: 2 },
        { colors: "red", level: 1, either: 2 },
        { colors: [], level: "1", either: 2 },
        { colors: [], level: 1, either: "green" },
        { colors: [], level: 1, either: 2, dark: 'b"l\nue' },
      ],
    );
  });

  it("have arrays of SOAP-ENC as arrays, and any value as what it says it is", () => {
    const types = [
      type(
        "Root",
        group("sequence", [
          element("rows", complex(1)),
          element("thing", { kind: "builtin", name: "anyType" }, { min: 0 }),
        ]),
      ),
      type("ArrayOfRow", { kind: "array", item: complex(2), itemName: "item" }),
      type("Row", group("all", [element("id", { kind: "builtin", name: "long" })])),
    ];
    const row = { id: 2n ** 60n };
    expectTypes(
      service(types),
      [
        { rows: [] },
        { rows: [row, { id: 1 }], thing: { $type: "{http://www.w3.org/2001/XMLSchema}int", $: 1 } },
        { rows: [], thing: { $type: "{urn:t}Row", ...row } },
        { rows: [], thing: { $mixed: ["x"] } },
      ],
      [{ rows: { item: [row] } }, { rows: [{ id: "1" }] }, { rows: [], thing: 1 }],
    );
  });

  it("keep names apart that are equal once cleaned, and do not shadow what they use", () => {
    const names = [
      "my-row",
      "my.row",
      "MyRow",
      "Record",
      "any",
      "2nd",
      "Größe",
      "Promise",
      "TService",
      "XmlElement",
    ];
    const fields = names.map((name, index) => element(name, complex(index + 1)));
    const types = [
      type("Root", group("sequence", fields)),
      ...names.map((name) => type(name, group("all", []))),
    ];
    const text = generateTypes(service(types));
    const declared = [...text.matchAll(/^export (?:type|interface) (\S+)/gm)].map(([, name]) => name);
    expect(new Set(declared).size).toBe(declared.length);
    expect(declared).toEqual(expect.arrayContaining(["MyRow", "RecordType", "PromiseType", "T2nd", "Größe"]));
    expectTypes(service(types), [Object.fromEntries(names.map((name) => [name, {}]))], [{}]);
  });

  it("name keys that objects have of their own, and keep documentation inside its comment", () => {
    const root = type(
      "Root",
      group("sequence", [
        element("__proto__", string, { documentation: "Ends */ here; export const evil = 1; /*" }),
        element("constructor", string, { documentation: "two\n  lines\u2028three" }),
        element('größe "x"', string, { min: 0 }),
      ]),
      { documentation: "*/ alert() /*" },
    );
    const text = generateTypes(service([root]));
    expect(text).toContain("  /**\n   * two\n   * lines\n   * three\n   */\n");
    expectTypes(
      service([root]),
      [JSON.parse('{"__proto__": "x", "constructor": "y"}')],
      [{ constructor: "y" }],
    );
  });

  it("make the branches of a choice optional where exact unions would be too large", () => {
    const pairs = Array.from({ length: 12 }, (_, index) =>
      group("choice", [element(`a${index}`, string), element(`b${index}`, string)]),
    );
    const many = Array.from({ length: 300 }, (_, index) => element(`c${index}`, string));
    const descriptor = service([type("Root", group("sequence", [...pairs, group("choice", many)]))]);
    expect(generateTypes(descriptor).length).toBeLessThan(20_000);
    expectTypes(descriptor, [{ a0: "x", c7: "y" }], [{ a0: 1 }, { unknown: "x" }]);
  });

  it("give clients, streams and services their methods", () => {
    const row = type("Row", group("sequence", [element("id", int), element("row", complex(2), { min: 0 })]));
    const choice = group("choice", [
      element("item", complex(2), { min: 0, max: "unbounded" }),
      element("none", string),
      element("tree", complex(4)),
    ]);
    const descriptor: ServiceDescriptor = {
      ...service([
        type("Find", group("sequence", [element("filter", string)])),
        type("Found", choice),
        row,
        type("Ping", group("all", [])),
        // A stream's items are looked for in a type that contains itself.
        type("Tree", group("sequence", [element("left", complex(4), { min: 0 }), element("size", int)])),
      ]),
      name: "shop",
      operations: [
        {
          name: "find",
          soapAction: "",
          documentation: "Finds.",
          input: message(0, {
            headers: [{ namespace: "urn:t", name: "session", key: "session", type: string, nillable: false }],
          }),
          output: message(1),
          faults: [{ namespace: "urn:t", name: "closed", key: "closed", type: complex(2), nillable: true }],
        },
        { name: "ping", soapAction: "", input: message(3), faults: [] },
      ],
    };
    const use = `
import { createSoapClient, type SoapTransport, type ServiceDescriptor } from "@mailmux/soap-future";
import { createSoapService } from "@mailmux/soap-future/server";
import type { Row, ShopService } from "./types.ts";
declare const transport: SoapTransport;
declare const descriptor: ServiceDescriptor;
const client = createSoapClient<ShopService>({ descriptor, transport });
export const { item, none }: { item: Row[]; none?: string } = await client.find({ filter: "x" });
export const id: number | undefined = (await client.future().find({ filter: "x" }).get()).item[0]?.id;
for await (const streamed of client.stream().find({ filter: "x" })) {
  const exact: Row = streamed;
  const number: number = exact.id;
  void number;
}
await client.ping();
export const session: ShopService["find"]["inputHeaders"] = { session: "x" };
export const closed: ShopService["find"]["faults"] = { closed: null };
createSoapService<ShopService, string>({
  descriptor,
  wsdl: "",
  authenticate: () => "x",
  handlers: { find: ({ filter }) => ({ none: filter, item: [] }), ping: () => ({}) },
});
`;
    const wrong = `
import { createSoapClient, type SoapTransport, type ServiceDescriptor } from "@mailmux/soap-future";
import type { ShopService } from "./types.ts";
declare const transport: SoapTransport;
declare const descriptor: ServiceDescriptor;
const client = createSoapClient<ShopService>({ descriptor, transport });
void client.find({ filter: 1 });
void client.find();
void client.search({});
`;
    const found = compile({ "types.ts": generateTypes(descriptor), "use.ts": use, "wrong.ts": wrong });
    expect(found["types.ts"]).toEqual([]);
    expect(found["use.ts"]).toEqual([]);
    expect(found["wrong.ts"]?.map((line) => line.split(":")[0])).toEqual(["7", "8", "9"]);
  });

  it("import nothing where nothing is used", () => {
    expect(generateTypes(service([type("Root", group("all", []))]))).not.toContain("import");
  });
});
