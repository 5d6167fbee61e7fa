import { describe, expect, it } from "vitest";
import {
  builtin,
  complex,
  complexType,
  descriptorOf,
  element,
  message,
  sequence,
} from "../../test/sample-descriptor.ts";
import {
  type ComplexTypeDescriptor,
  type GroupDescriptor,
  type ParticleDescriptor,
  type ServiceDescriptor,
} from "../descriptor.ts";
import { EnvelopeReader } from "../envelope/read.ts";
import { type XmlLimits } from "../xml/limits.ts";
import { DecodePlans } from "./decode-plan.ts";

const output = message({ name: "order" });
const operation = { name: "test", soapAction: "", input: output, output, faults: [] };

interface Reading {
  readonly predict?: boolean;
  readonly limits?: Partial<XmlLimits>;
}

function read(descriptor: ServiceDescriptor, content: string, { predict, limits }: Reading = {}): unknown {
  const reader = new EnvelopeReader(new DecodePlans(descriptor), {
    namespaces: "service",
    entry: () => ({ operation, message: output }),
    predict,
    limits,
  });
  const envelope = "http://schemas.xmlsoap.org/soap/envelope/";
  reader.push(
    Buffer.from(
      `<e:Envelope xmlns:e="${envelope}"><e:Body><t:order xmlns:t="urn:sample">${content}</t:order></e:Body></e:Envelope>`,
    ),
  );
  return { ...reader.finish().value };
}

function group(
  kind: GroupDescriptor["kind"],
  particles: readonly ParticleDescriptor[],
  more: Partial<GroupDescriptor> = {},
): GroupDescriptor {
  return { kind, min: 1, max: 1, particles, ...more };
}

const many = { min: 0, max: "unbounded" } as const;
const int = (name: string, more: Parameters<typeof element>[2] = {}): ParticleDescriptor =>
  element(name, "int", more);
const typeOf = (...particles: ParticleDescriptor[]): ServiceDescriptor =>
  descriptorOf([complexType("Order", sequence(...particles))]);

describe("a group that repeats", () => {
  it("begins a new occurrence where an element excludes one that came before", () => {
    const choice = group("choice", [int("a"), int("b")]);
    const descriptor = typeOf(
      group("sequence", [choice, int("c", { min: 0 })], { key: "$sequence", ...many }),
    );
    expect(read(descriptor, "<a>1</a><b>2</b><c>3</c><b>4</b>")).toEqual({
      $sequence: [{ a: 1 }, { b: 2, c: 3 }, { b: 4 }],
    });
  });

  it("may be absent where each of its occurrences may be empty", () => {
    const optional = group("sequence", [int("a", { min: 0 }), int("b", { min: 0 })], {
      ...{ key: "$sequence", min: 1, max: "unbounded" },
    });
    expect(read(typeOf(optional), "")).toEqual({ $sequence: [] });
    const needed = group("sequence", [int("a"), int("b", { min: 0 })], {
      ...{ key: "$sequence", min: 1, max: "unbounded" },
    });
    expect(() => read(typeOf(needed), "")).toThrow("$sequence comes 0 times");
  });

  it("may have elements of a name that stands before it as well", () => {
    const choice = group("choice", [int("a"), int("b")], { key: "$choice", ...many });
    expect(read(typeOf(int("a"), choice), "<a>1</a><a>2</a><b>3</b>")).toEqual({
      a: 1,
      $choice: [{ a: 2 }, { b: 3 }],
    });
  });

  it("is told apart from an element of the same name before it in whatever order they come", () => {
    const choice = group("choice", [int("a"), int("b")], { key: "$choice", ...many });
    const descriptor = descriptorOf([
      complexType("Order", sequence(element("row", complex(1), many))),
      complexType("Row", sequence(int("a"), choice)),
    ]);
    for (const predict of [true, false]) {
      expect(() => read(descriptor, "<row><a>1</a></row><row><b>2</b><a>3</a></row>", { predict })).toThrow(
        "the element a is missing",
      );
    }
  });

  it("may have elements of a name that an earlier one has as well", () => {
    const descriptor = typeOf(
      group("choice", [int("a"), int("b")], { key: "$choice", ...many }),
      int("between"),
      group("choice", [int("a"), int("c")], { key: "$choice2", ...many }),
    );
    for (const predict of [true, false]) {
      expect(read(descriptor, "<a>1</a><between>2</between><a>3</a><c>4</c>", { predict })).toEqual({
        $choice: [{ a: 1 }],
        between: 2,
        $choice2: [{ a: 3 }, { c: 4 }],
      });
    }
  });
});

describe("a choice", () => {
  it("may have an alternative whose name stands outside of it as well", () => {
    const descriptor = typeOf(int("a", { max: 1 }), group("choice", [int("a"), int("b")]));
    expect(read(descriptor, "<a>1</a><b>2</b>")).toEqual({ a: [1], b: 2 });
    expect(read(descriptor, "<a>1</a><a>2</a>")).toEqual({ a: [1, 2] });
    expect(() => read(descriptor, "<b>2</b>")).toThrow("a comes 0 times");
    expect(() => read(descriptor, "<a>1</a><a>2</a><a>3</a>")).toThrow("a comes 3 times");
  });
});

describe("a fixed value", () => {
  const rows = (fixed: ParticleDescriptor): ServiceDescriptor =>
    descriptorOf([
      complexType("Order", sequence(element("row", complex(1), many))),
      complexType("Row", sequence(fixed)),
    ]);

  it.each([
    ["boolean", "true", "1"],
    ["double", "1e300", "1.0E300"],
    ["decimal", "1", "1.00"],
    ["hexBinary", "0A", "0a"],
    ["int", "7", "+07"],
  ] as const)("of %s is compared as a value, not as text", (type, fixed, text) => {
    const descriptor = rows(element("v", type, { fixed }));
    expect(() => read(descriptor, `<row><v>${text}</v></row>`)).not.toThrow();
  });

  it("is looked at in every row", () => {
    const descriptor = rows(element("v", "int", { fixed: "7" }));
    const right = "<row><v>7</v></row>";
    expect(() => read(descriptor, `${right}${right}<row><v>8</v></row>`)).toThrow('v is always "7"');
  });
});

describe("the limit of depth", () => {
  it("holds for elements that are read by comparing, as for others", () => {
    const nested: ComplexTypeDescriptor = complexType(
      "Order",
      sequence(element("leaf", builtin("int"), { min: 0 }), element("inner", complex(0), many)),
    );
    const descriptor = descriptorOf([nested]);
    const level = (depth: number): string =>
      `<leaf>1</leaf>${depth === 0 ? "" : `<inner>${level(depth - 1)}</inner><inner>${level(depth - 1)}</inner>`}`;
    // Envelope, Body, order, four times inner, and the leaf in the last.
    const content = level(4);
    for (const predict of [true, false]) {
      expect(() => read(descriptor, content, { predict, limits: { maxDepth: 8 } })).not.toThrow();
      expect(() => read(descriptor, content, { predict, limits: { maxDepth: 7 } })).toThrow("maxDepth (7)");
    }
  });
});
