import { describe, expect, it } from "vitest";
import { ratio, summarize } from "./statistics.ts";
import { formatResults } from "./table.ts";

describe("summarize", () => {
  it.each([
    [[3], { median: 3, min: 3, max: 3 }],
    [[5, 1, 3], { median: 3, min: 1, max: 5 }],
    [[4, 1, 3, 2], { median: 2.5, min: 1, max: 4 }],
  ])("of %j is %j", (values, expected) => {
    expect(summarize(values)).toEqual(expected);
  });

  it("of nothing is an error", () => {
    expect(() => summarize([])).toThrowError(/nothing/);
  });
});

describe("ratio", () => {
  it("is above 1 when ours is faster, for times and for rates", () => {
    expect(ratio(50, 100, "ms")).toBe(2);
    expect(ratio(100, 50, "calls/s")).toBe(2);
  });
});

describe("formatResults", () => {
  it("shows rows and ratios", () => {
    const text = formatResults({
      benchmark: "x",
      node: "v24",
      rounds: 5,
      rows: [{ case: "a", contender: "mailmux", median: 1, min: 1, max: 2, unit: "ms" }],
      ratios: { "a vs soap": 2 },
    });
    expect(text).toContain("a vs soap: 2.00x");
    expect(text).toMatch(/a .* mailmux .* 1\.0 .* 2\.0 .* ms/);
  });
});
