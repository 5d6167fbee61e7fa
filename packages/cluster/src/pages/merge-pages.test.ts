import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergePages } from "./merge-pages.ts";

describe("mergePages", () => {
  const newestFirst = (left: number, right: number): number => right - left;

  it("merges rows in order, says how many of each node were taken, and whether there are more", () => {
    const merged = mergePages(
      [
        { node: "a", rows: [9, 5, 1], more: true },
        { node: "b", rows: [8, 7], more: false },
        { node: "c", rows: [], more: false },
      ],
      4,
      newestFirst,
    );
    expect(merged.rows.map(({ node, row }) => `${node}${row}`)).toEqual(["a9", "b8", "b7", "a5"]);
    expect([...merged.taken]).toEqual([
      ["a", 2],
      ["b", 2],
      ["c", 0],
    ]);
    expect(merged.more).toBe(true);
  });

  it("keeps the order of the nodes for equal rows, and knows the end", () => {
    const merged = mergePages(
      [
        { node: "b", rows: [1], more: false },
        { node: "a", rows: [1], more: false },
      ],
      5,
      newestFirst,
    );
    expect(merged.rows.map(({ node }) => node)).toEqual(["b", "a"]);
    expect(merged.more).toBe(false);
  });
});

const row = fc.record({ key: fc.integer({ min: 0, max: 6 }), id: fc.nat(50) });
type Row = { key: number; id: number };
const byKey = (left: Row, right: Row): number => right.key - left.key;

describe("a merge of any lists", () => {
  it("is what sorting everything gives, stable and cut to the limit", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(row, { maxLength: 8 }), { maxLength: 9 }),
        fc.integer({ min: 1, max: 60 }),
        (lists, limit) => {
          const pages = lists.map((rows, index) => ({
            node: `mx${index}`,
            rows: rows.toSorted(byKey),
            more: false,
          }));
          const everything = pages.flatMap(({ node, rows }) => rows.map((each) => ({ node, row: each })));
          const sorted = everything.toSorted((left, right) => byKey(left.row, right.row));
          const merged = mergePages(pages, limit, byKey);
          expect(merged.rows).toEqual(sorted.slice(0, limit));
          expect(merged.more).toBe(everything.length > limit);
          for (const { node } of pages) {
            expect(merged.taken.get(node)).toBe(merged.rows.filter((each) => each.node === node).length);
          }
        },
      ),
    );
  });

  it("compares few rows, also with many lists", () => {
    const pages = Array.from({ length: 1_000 }, (_, node) => ({
      node: `mx${node}`,
      rows: Array.from({ length: 50 }, (each, index) => 1_000_000 - index * 1_000 - node),
      more: true,
    }));
    let compared = 0;
    const merged = mergePages(pages, 50, (left, right) => {
      compared++;
      return right - left;
    });
    expect(merged.rows).toHaveLength(50);
    expect(compared).toBeLessThan(1_000 * 4 + 50 * 40);
  });
});
