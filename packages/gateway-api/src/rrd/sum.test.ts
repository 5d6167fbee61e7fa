import { describe, expect, it } from "vitest";
import { type RrdFile, sumBetween } from "./index.ts";

/** A file with one archive, whose rows of a column are given newest last. */
function fileOf(lastUpdate: number, columns: Record<string, number[]>, pdpPerRow = 1): RrdFile {
  const names = Object.keys(columns);
  const rows = Math.max(...Object.values(columns).map((values) => values.length));
  const step = 60 * pdpPerRow;
  return {
    version: 3,
    layout: "64-bit",
    step: 60,
    lastUpdate,
    microseconds: 0,
    dataSources: names.map((name) => ({
      name,
      type: "COUNTER",
      heartbeat: 120,
      min: 0,
      max: undefined,
      lastValue: "U",
    })),
    archives: [
      {
        consolidation: "AVERAGE",
        xff: 0.5,
        pdpPerRow,
        step,
        rows,
        end: lastUpdate - (lastUpdate % step),
        values: Float64Array.from({ length: rows * names.length }, (_, index) => {
          const values = columns[names[index % names.length] ?? ""];
          return values?.[Math.floor(index / names.length)] ?? NaN;
        }),
      },
    ],
  };
}

const range = { start: 6_000, end: 6_239 };

function plain({ columns }: ReturnType<typeof sumBetween>) {
  return Object.fromEntries(columns.map(({ name, values, known }) => [name, [[...values], [...known]]]));
}

describe("sumBetween", () => {
  it("adds rows by their time, not by their place, when nodes were updated at other times", () => {
    const sum = sumBetween(
      [fileOf(6_240, { deliver: [1, 2, 3, 4] }), fileOf(6_121, { deliver: [7, 8, 10, 20] })],
      range,
    );
    expect([...sum.times]).toEqual([6_060, 6_120, 6_180, 6_240]);
    expect(plain(sum)).toEqual({
      deliver: [
        [11, 22, 3, 4],
        [2, 2, 1, 1],
      ],
    });
    expect(sum.leftOut).toEqual([]);
  });

  it("counts what a node does not know as nothing, and what no node knows as unknown", () => {
    const sum = sumBetween(
      [fileOf(6_240, { deliver: [NaN, 2, NaN, 4] }), fileOf(6_240, { deliver: [1, 1, NaN, NaN] })],
      range,
    );
    expect(plain(sum)).toEqual({
      deliver: [
        [1, 3, NaN, 4],
        [1, 2, 0, 1],
      ],
    });
  });

  it("matches data sources by name, whatever their order, and takes those that only some nodes have", () => {
    const sum = sumBetween(
      [
        fileOf(6_240, { deliver: [1, 1, 1, 1], reject: [2, 2, 2, 2] }),
        fileOf(6_240, { reject: [30, 30, 30, 30], __proto__x: [5, 5, 5, 5], deliver: [10, 10, 10, 10] }),
      ],
      range,
    );
    expect(plain(sum)).toEqual({
      deliver: [
        [11, 11, 11, 11],
        [2, 2, 2, 2],
      ],
      reject: [
        [32, 32, 32, 32],
        [2, 2, 2, 2],
      ],
      __proto__x: [
        [5, 5, 5, 5],
        [1, 1, 1, 1],
      ],
    });
  });

  it("leaves out a node whose rows have another length, and goes on with the others", () => {
    const usual = fileOf(6_240, { deliver: [1, 2, 3, 4] });
    const odd = fileOf(6_240, { deliver: [9, 9, 9] }, 1_000);
    const sum = sumBetween([odd, usual, usual], range);
    expect(sum.step).toBe(60);
    expect(plain(sum)).toEqual({
      deliver: [
        [2, 4, 6, 8],
        [2, 2, 2, 2],
      ],
    });
    expect(sum.leftOut.map(({ index, error }) => [index, error.code])).toEqual([[0, "no_archive"]]);
  });

  it("takes one resolution for all where nodes would choose differently", () => {
    const both = (lastUpdate: number): RrdFile => {
      const fine = fileOf(lastUpdate, { deliver: [1, 1, 1, 1, 1] });
      return {
        ...fine,
        archives: [...fine.archives, ...fileOf(lastUpdate, { deliver: [7, 7] }, 5).archives],
      };
    };
    // The second has lost the minute in which the range begins, so it would take the rows of five minutes.
    const sum = sumBetween([both(6_300), both(6_360)], range);
    expect(sum.step).toBe(300);
    expect(plain(sum)).toEqual({ deliver: [[14], [2]] });
    expect(sumBetween([both(6_300), both(6_300), both(6_360)], range).step).toBe(60);
  });

  it("leaves out a node that would make the sum too large", () => {
    const many = Object.fromEntries(Array.from({ length: 1_024 }, (_, index) => [`x${index}`, [1]]));
    const sum = sumBetween([fileOf(6_240, { deliver: [1] }), fileOf(6_240, many)], {
      start: 0,
      end: 600_000,
    });
    expect(sum.columns.map(({ name }) => name)).toEqual(["deliver"]);
    expect(sum.leftOut.map(({ index, error }) => [index, error.code])).toEqual([[1, "too_large"]]);
  });

  it("refuses when no file can answer, and a wrong range", () => {
    expect(() => sumBetween([], range)).toThrow(expect.objectContaining({ code: "no_archive" }));
    const file = fileOf(6_240, { deliver: [1] });
    expect(() => sumBetween([file], { ...range, consolidation: "FAILURES" })).toThrow(
      expect.objectContaining({ code: "no_archive" }),
    );
    expect(() => sumBetween([file], { start: 5, end: 1 })).toThrow(
      expect.objectContaining({ code: "invalid_argument" }),
    );
  });
});
