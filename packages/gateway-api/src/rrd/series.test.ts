import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { samplePath } from "../../test/rrd/samples.ts";
import { readRrd, type RrdRange, seriesBetween } from "./index.ts";

const mail = readRrd(readFileSync(samplePath("mail")));

/** Times and rows as rrdtool prints them. */
function printed(range: RrdRange): string[] {
  const { times, columns } = seriesBetween(mail, range);
  return [...times].map((time, row) =>
    [`${time}:`, ...columns.map(({ values }) => (values[row] ?? NaN).toExponential(10))].join(" "),
  );
}

describe("seriesBetween", () => {
  it("takes the finest archive that covers the start, and marks what is not yet known", () => {
    expect(printed({ start: 1_700_002_400, end: 1_700_002_840 })).toEqual([
      "1700002440: 9.3722222222e+0 4.0000000000e+0 1.2046666667e+1",
      "1700002500: 9.6055555556e+0 4.0000000000e+0 1.2416666667e+1",
      "1700002560: 9.8388888889e+0 4.0000000000e+0 1.2786666667e+1",
      "1700002620: 9.9166666667e+0 4.0000000000e+0 1.3156666667e+1",
      "1700002680: NaN 4.0000000000e+0 1.3526666667e+1",
      "1700002740: 1.0616666667e+1 4.0000000000e+0 1.3896666667e+1",
      "1700002800: 1.0772222222e+1 4.0000000000e+0 1.4266666667e+1",
      "1700002860: NaN NaN NaN",
    ]);
  });

  it("takes the nearest resolution that is asked for, and the row after an end on a border", () => {
    const range = { start: 1_700_001_500, end: 1_700_002_800, resolution: 300 };
    expect(printed(range)).toEqual([
      "1700001600: NaN NaN NaN",
      "1700001900: 6.8055555556e+0 4.0000000000e+0 7.9766666667e+0",
      "1700002200: 8.0111111111e+0 4.0000000000e+0 9.8266666667e+0",
      "1700002500: 9.1388888889e+0 4.0000000000e+0 1.1676666667e+1",
      "1700002800: 1.0286111111e+1 4.0000000000e+0 1.3526666667e+1",
      "1700003100: NaN NaN NaN",
    ]);
  });

  it("answers for another consolidation from its own archive, or from rows of one measurement", () => {
    const range = { start: 1_700_002_500, end: 1_700_002_900, resolution: 300 } as const;
    expect(printed({ ...range, consolidation: "MAX" })[0]).toBe(
      "1700002800: 1.0772222222e+1 4.0000000000e+0 1.4266666667e+1",
    );
    expect(seriesBetween(mail, { ...range, consolidation: "MIN" }).step).toBe(60);
  });

  it.each([
    [{ start: 5, end: 5 }, "invalid_argument"],
    [{ start: -1, end: 5 }, "invalid_argument"],
    [{ start: 0.5, end: 5 }, "invalid_argument"],
    [{ start: 0, end: NaN }, "invalid_argument"],
    [{ start: 0, end: 1e15 }, "invalid_argument"],
    [{ start: 0, end: 5, resolution: 0 }, "invalid_argument"],
    [{ start: 0, end: 5, consolidation: "FAILURES" }, "no_archive"],
    [{ start: 1_700_002_400, end: 8_000_000_000_000 }, "too_large"],
  ] as const)("refuses %j as %s", (range, code) => {
    expect(() => seriesBetween(mail, range)).toThrow(expect.objectContaining({ code }));
  });
});
