import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatNodeSet, parseNodeSet } from "./node-set.ts";

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
