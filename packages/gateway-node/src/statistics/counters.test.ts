import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Counters, maxCounters } from "./counters.ts";
import { patternTest } from "./pattern.ts";

describe("patterns of keys", () => {
  it("match as a regular expression of the same meaning does", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "%", ":"), maxLength: 8 });
    fc.assert(
      fc.property(text, text, (pattern, value) => {
        const plain = value.replaceAll("%", "x");
        const expression = new RegExp(`^${pattern.replaceAll("%", ".*")}$`, "s");
        expect(patternTest(pattern)(plain)).toBe(expression.test(plain));
      }),
      { numRuns: 2_000, seed: 41 },
    );
  });
});

describe("counters", () => {
  it("tell any from blank, and are in the order of their keys", () => {
    const counters = new Counters();
    counters.add(["b", "", "x"], 2, 20);
    counters.add(["a", "s", ""], 1, 10);
    counters.add(["a", "s", ""], 1, 30, 5);
    counters.add(["a", "", "z"], 1, 1);
    expect(counters.list({})).toEqual([
      { key1: "a", key2: "", key3: "z", count: 1, created: 1, updated: 1 },
      { key1: "a", key2: "s", key3: "", count: 2, created: 5, updated: 30 },
      { key1: "b", key2: "", key3: "x", count: 2, created: 20, updated: 20 },
    ]);
    expect(counters.list({ key2: "" }).map(({ key1 }) => key1)).toEqual(["a", "b"]);
    expect(counters.list({ key1: "%", key3: "" }).map(({ key2 }) => key2)).toEqual(["s"]);
    expect(counters.count(["a", "s", ""])).toBe(2);
    expect(counters.count(["a", "s", "z"])).toBe(0);
    expect(counters.clear({ key1: "a" })).toBe(2);
    expect(counters.size).toBe(1);
  });

  it("are bounded, and those that there are go on", () => {
    const counters = new Counters();
    for (let index = 0; index < maxCounters + 10; index++) counters.add(["k", "", String(index)], 1, 1);
    counters.add(["k", "", "0"], 1, 2);
    expect(counters.size).toBe(maxCounters);
    expect(counters.count(["k", "", "0"])).toBe(2);
  });
});
