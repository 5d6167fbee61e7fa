import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareRates, maxRates, Rates } from "./rates.ts";

const all = (): boolean => true;

describe("rates", () => {
  it("count what is in the interval, and no more", () => {
    const rates = new Rates();
    for (const at of [0, 10, 3_000, 3_500]) rates.hit("n", "e", 100, 3_600, at);
    expect(rates.list(3_500, all)).toEqual([{ ns: "n", entry: "e", count: 4 }]);
    expect(rates.list(4_000, all)).toEqual([{ ns: "n", entry: "e", count: 2 }]);
    expect(rates.count("n", "e", 4_000)).toBe(2);
    expect(rates.count("n", "other", 4_000)).toBe(0);
    expect(rates.list(8_000, all)).toEqual([]);
    expect(rates.size).toBe(0);
  });

  it("count as a list of all hits would, to within a sixtieth of the interval", () => {
    const times = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(times, fc.constantFrom(30, 60, 120), (unordered, interval) => {
        const rates = new Rates();
        const hits = unordered.toSorted((left, right) => left - right);
        for (const [index, at] of hits.entries()) {
          rates.hit("n", "e", 1_000, interval, at);
          const since = (seconds: number) =>
            hits.slice(0, index + 1).filter((each) => each > at - seconds).length;
          const count = rates.count("n", "e", at);
          expect(count).toBeLessThanOrEqual(since(interval));
          expect(count).toBeGreaterThanOrEqual(since(interval - interval / 60));
        }
      }),
      { seed: 7 },
    );
  });

  it("say no at their limit, and count that no more", () => {
    const rates = new Rates();
    const tries = [0, 1, 2, 3].map((at) => rates.hit("n", "e", 2, 60, at));
    expect(tries).toEqual([true, true, false, false]);
    expect(rates.hit("n", "e", 2, 60, 61)).toBe(true);
  });

  it("are in the order of bytes, and go one by one", () => {
    const rates = new Rates();
    for (const entry of ["b", "Ä", "B", "a"]) rates.hit("n", entry, 10, 60, 1);
    expect(rates.list(1, all).map(({ entry }) => entry)).toEqual(["B", "a", "b", "Ä"]);
    expect(rates.clear(1, ({ entry }) => entry === "a")).toBe(1);
    expect(rates.list(1, all)).toHaveLength(3);
  });

  it("have the order of their UTF-8", () => {
    const text = fc.string({ unit: "binary", maxLength: 4 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        const order = compareRates({ ns: "n", entry: one }, { ns: "n", entry: other });
        expect(Math.sign(order)).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)));
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it("are bounded: the one that was hit least recently makes room", () => {
    const rates = new Rates();
    for (let index = 0; index < maxRates; index++) rates.hit("n", String(index), 10, 60, 1);
    rates.hit("n", "0", 10, 60, 1);
    rates.hit("n", "new", 10, 60, 1);
    expect(rates.size).toBe(maxRates);
    expect(rates.count("n", "0", 1)).toBe(2);
    expect(rates.count("n", "1", 1)).toBe(0);
  });
});
