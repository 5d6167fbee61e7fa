import { describe, expect, it } from "vitest";
import { type BuiltinType, type FacetsDescriptor, type SimpleTypeDescriptor } from "../descriptor.ts";
import { builtin, descriptorOf, simple, simpleType } from "../../test/sample-descriptor.ts";
import { type SimpleCodec } from "./simple-codec.ts";
import { createSimpleTypes } from "./simple.ts";

const codecOf = (...types: SimpleTypeDescriptor[]): SimpleCodec =>
  createSimpleTypes(descriptorOf([], types)).codec(simple(types.length - 1));

const takes = (codec: SimpleCodec, text: string): boolean => {
  try {
    codec.decode(text, "x");
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: "decode", context: { path: "x" } });
    return false;
  }
};

describe("facets", () => {
  it.each<[BuiltinType, FacetsDescriptor, good: string[], bad: string[]]>([
    ["string", { length: 2 }, ["ab", "a😀"], ["a", "abc"]],
    ["string", { minLength: 2 }, ["ab", "abc"], ["a", ""]],
    ["string", { maxLength: 2 }, ["", "ab", "😀😀"], ["abc"]],
    ["hexBinary", { length: 2 }, ["00ff"], ["00", "00ff00"]],
    ["base64Binary", { maxLength: 2 }, ["AAE="], ["AAEC"]],
    ["NMTOKENS", { minLength: 2 }, ["a b"], ["a"]],
    ["int", { minInclusive: "5" }, ["5", "6"], ["4", "-6"]],
    ["int", { maxInclusive: "5" }, ["5", "4", "-6"], ["6"]],
    ["int", { minExclusive: "5" }, ["6"], ["5", "4"]],
    ["int", { maxExclusive: "5" }, ["4"], ["5", "6"]],
    [
      "integer",
      { maxInclusive: "99999999999999999999" },
      ["99999999999999999999"],
      ["100000000000000000000"],
    ],
    ["decimal", { minInclusive: "-1.50" }, ["-1.5", "-1.49", "0"], ["-1.51", "-2"]],
    ["decimal", { maxExclusive: "0.1" }, ["0.09", "-5"], ["0.10", ".2"]],
    ["decimal", { totalDigits: 3 }, ["123", "0012.30", "-0.12"], ["1234", "0.1234"]],
    ["decimal", { fractionDigits: 2 }, ["1.23", "1.2300", "1"], ["1.234"]],
    ["double", { minInclusive: "0", maxInclusive: "INF" }, ["0", "-0", "1e300", "INF"], ["-1", "-INF"]],
    ["date", { minInclusive: "2026-01-01" }, ["2026-01-01", "12026-01-01"], ["2025-12-31", "-2026-01-01"]],
    [
      "dateTime",
      { maxExclusive: "2026-01-01T00:00:00Z" },
      ["2026-01-01T01:00:00+02:00"],
      ["2026-01-01T00:00:00Z", "2025-12-31T24:00:00Z", "2026-01-01T00:00:00.1Z"],
    ],
    // A time without a zone may be on either side: it is taken.
    ["dateTime", { maxInclusive: "2026-01-01T00:00:00Z" }, ["2026-01-01T05:00:00"], ["2026-01-01T15:00:00"]],
    ["duration", { maxInclusive: "P1M" }, ["P1M", "P28D", "P30D", "-P9Y"], ["P32D", "P1M1D", "PT2678400.5S"]],
    ["string", { enumeration: ["a", "b"] }, ["a", "b"], ["c", "A", " a"]],
    ["token", { enumeration: ["a b"] }, ["a b", " a  b "], ["ab"]],
    ["decimal", { enumeration: ["1.0", "2"] }, ["1.0", "1", "+2.00"], ["3"]],
    ["string", { whiteSpace: "collapse", maxLength: 3 }, ["  a b  "], ["a  bc"]],
    ["string", { enumeration: ["__proto__"] }, ["__proto__"], ["constructor"]],
  ])("of xsd:%s %j hold at their limits", (base, facets, good, bad) => {
    const codec = codecOf(simpleType("T", base, facets));
    expect(good.filter((text) => !takes(codec, text))).toEqual([]);
    expect(bad.filter((text) => takes(codec, text))).toEqual([]);
  });

  it("of every step of derivation hold", () => {
    const codec = codecOf(
      simpleType("A", "int", { minInclusive: "0" }),
      simpleType("B", simple(0), { maxInclusive: "9" }),
    );
    expect(["0", "9"].map((text) => codec.decode(text, "x"))).toEqual([0, 9]);
    expect(["-1", "10"].filter((text) => takes(codec, text))).toEqual([]);
    expect(() => codec.encode(10, "a/b")).toThrowError(
      /\[encode\] "10" at a\/b is not a B: it is against maxInclusive 9/,
    );
  });

  it("include patterns when a value is sent, and leave them out when one is received", () => {
    const codec = codecOf(simpleType("T", "string", { patterns: ["[a-z]{3}", "[0-9]"] }));
    expect(codec.encode("abc", "x")).toBe("abc");
    expect(codec.encode("7", "x")).toBe("7");
    expect(() => codec.encode("abcd", "x")).toThrowError(/does not match the pattern/);
    expect(codec.decode("abcd", "x")).toBe("abcd");
  });

  it("say what a pattern that cannot be used is, when a value is to be sent", () => {
    const codec = codecOf(simpleType("T", "string", { patterns: ["(?=a)"] }));
    expect(codec.decode("a", "x")).toBe("a");
    expect(() => codec.encode("a", "x")).toThrowError(/\[wsdl_unsupported\]/);
  });
});

describe("a list", () => {
  const list = (facets: FacetsDescriptor = {}): SimpleCodec =>
    codecOf({ name: "L", variety: { kind: "list", item: builtin("int") }, facets });

  it("is an array of what its items are", () => {
    expect(list().decode(" 1\n2  3 ", "x")).toEqual([1, 2, 3]);
    expect(list().decode("", "x")).toEqual([]);
    expect(list().encode([1, 2, 3], "x")).toBe("1 2 3");
    expect(list().encode([], "x")).toBe("");
  });

  it("counts its items", () => {
    expect([1, 2, 3].map((n) => takes(list({ length: 2 }), Array(n).fill("1").join(" ")))).toEqual([
      false,
      true,
      false,
    ]);
  });

  it("says which item is wrong, and holds none with a space in it", () => {
    expect(() => list().decode("1 x", "a")).toThrowError(/a\[1\]/);
    expect(() => list().encode([1, "2"], "a")).toThrowError(/a\[1\]/);
    expect(() => list().encode("1 2", "a")).toThrowError(/must be an array/);
    const texts = codecOf({ name: "L", variety: { kind: "list", item: builtin("string") }, facets: {} });
    for (const item of ["a b", ""]) expect(() => texts.encode([item], "a")).toThrowError(/cannot be an item/);
  });
});

describe("a union", () => {
  const codec = codecOf(simpleType("Size", "string", { enumeration: ["small"] }), {
    name: "U",
    variety: { kind: "union", members: [builtin("int"), simple(0), builtin("boolean")] },
    facets: {},
  });

  it("is of the first member that takes the text", () => {
    expect(["5", "small", "true"].map((text) => codec.decode(text, "x"))).toEqual([5, "small", true]);
    expect([5, "small", false].map((value) => codec.encode(value, "x"))).toEqual(["5", "small", "false"]);
  });

  it("refuses what no member takes", () => {
    expect(() => codec.decode("large", "a/b")).toThrowError(/\[decode\] "large" at a\/b fits no member of U/);
    expect(() => codec.encode("large", "a/b")).toThrowError(/\[encode\] .*fits no member of U/);
  });
});

describe("simple types", () => {
  it("that are made of themselves are refused", () => {
    expect(() => codecOf(simpleType("A", simple(0)))).toThrowError(/\[wsdl_unsupported\].*made of itself/);
  });

  it("of qualified names keep the namespace", () => {
    const codec = codecOf(simpleType("N", "QName", { enumeration: ["{urn:a}b"] }));
    const resolve = (prefix: string): string | undefined => ({ p: "urn:a", "": "urn:d" })[prefix];
    expect(codec.decode(" p:b ", "x", resolve)).toBe("{urn:a}b");
    expect(() => codec.decode("b", "x", resolve)).toThrowError(/none of/);
    expect(() => codec.decode("q:b", "x", resolve)).toThrowError(/not declared/);
    expect(codec.encode("{urn:a}b", "x", () => "ns1:")).toBe("ns1:b");
  });
});
