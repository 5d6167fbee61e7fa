import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatNodeSet, isNodeName, parseNodeSet } from "./node-set.ts";

describe("parseNodeSet", () => {
  it.each([
    ["mx1", ["mx1"]],
    ["mx[1-3,7]", ["mx1", "mx2", "mx3", "mx7"]],
    ["mx[01-10/3]", ["mx01", "mx04", "mx07", "mx10"]],
    ["a,b c", ["a", "b", "c"]],
    ["mx[1-2]-[3-4].example", ["mx1-3.example", "mx1-4.example", "mx2-3.example", "mx2-4.example"]],
    ["b,a,b", ["b", "a"]],
    ["", []],
  ])("reads %j", (expression, names) => {
    expect(parseNodeSet(expression)).toEqual(names);
  });

  it.each(["mx[1-", "mx1]", "mx[[1]]", "mx[]", "mx[a]", "mx[3-1]", "mx[1-2/0]", "mx[1-999999999]"])(
    "refuses %j",
    (expression) => {
      expect(() => parseNodeSet(expression)).toThrowError(/\[invalid_argument\]/);
    },
  );
});

describe("the size of a node set", () => {
  it.each([
    ["the same names over and over", `a${"[1,1]".repeat(22)}`, /more than 100000 names/],
    ["the same names in many terms", "a[1-50000],a[1-50000],a", /more than 100000 names/],
    ["more brackets than the stack takes", `a${"[1]".repeat(50_000)}`, /more than 32 brackets/],
  ])("is bounded by what it expands to: %s", (_, expression, message) => {
    const started = performance.now();
    expect(() => parseNodeSet(expression)).toThrowError(message);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it("may be exactly the limit", () => {
    expect(parseNodeSet("a[1-100000]")).toHaveLength(100_000);
  });
});

describe("isNodeName", () => {
  it.each(["mx1", "mx-1.example.com", "a@b", "mx_1", "ü", "10.0.0.1:443"])("takes %j", (name) => {
    expect(isNodeName(name)).toBe(true);
    expect(parseNodeSet(formatNodeSet([name]))).toEqual([name]);
  });

  it.each(["", "a,b", "x y", "x\ty", "x\n", "x\u00a0y", "a[1]", "a]", "@edge"])("refuses %j", (name) => {
    expect(isNodeName(name)).toBe(false);
  });

  it("takes only names that a node set carries", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom(..."a1,[]@- \t9") })), (names) => {
        const good = names.filter(isNodeName);
        expect(new Set(parseNodeSet(formatNodeSet(good)))).toEqual(new Set(good));
      }),
    );
  });
});

describe("formatNodeSet", () => {
  it.each([
    [["mx2", "mx1", "mx3", "mx10"], "mx[1-3,10]"],
    [["mx01", "mx02", "mx1"], "mx[01-02],mx1"],
    [["a", "b"], "a,b"],
    [["edge1.lon", "edge2.lon", "edge1.ams"], "edge1.ams,edge[1-2].lon"],
    [["mx9", "mx10"], "mx[9-10]"],
    [["mx1"], "mx1"],
    [[], ""],
  ])("folds %j", (names, expected) => {
    expect(formatNodeSet(names)).toBe(expected);
  });

  it("writes what parseNodeSet reads back", () => {
    const name = fc
      .tuple(
        fc.constantFrom("mx", "edge-", "n.", "a1b"),
        fc.integer({ min: 0, max: 30 }),
        fc.constantFrom(0, 2, 3),
        fc.constantFrom("", "x", ".lon"),
      )
      .map(([before, number, width, after]) => before + String(number).padStart(width, "0") + after);
    fc.assert(
      fc.property(fc.array(name), (names) => {
        expect(new Set(parseNodeSet(formatNodeSet(names)))).toEqual(new Set(names));
      }),
    );
  });
});
