import { describe, expect, it } from "vitest";
import { ratiosOf, type Row } from "./results.ts";
import { rotated } from "./run.ts";
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
    expect(ratio(50, 100, "MiB")).toBe(2);
    expect(ratio(100, 50, "calls/s")).toBe(2);
    expect(ratio(100, 50, "MiB/s")).toBe(2);
    expect(ratio(50, 100, "µs/MiB")).toBe(2);
  });
});

describe("rotated", () => {
  it("lets another one begin in every round", () => {
    expect([0, 1, 2, 3].map((round) => rotated(["a", "b", "c"], round).join(""))).toEqual([
      "abc",
      "bca",
      "cab",
      "abc",
    ]);
  });
});

describe("ratiosOf", () => {
  const row = (contender: string, median: number, cpu?: number): Row => ({
    case: "a",
    contender,
    median,
    min: median,
    max: median,
    unit: "requests/s",
    ...(cpu === undefined ? {} : { cpu: { median: cpu, min: cpu, max: cpu, unit: "µs/request" } }),
  });

  it("compares each peer with the first contender, by speed and by processor time", () => {
    expect(ratiosOf([row("mailmux", 200, 10), row("peer", 100, 30)])).toEqual({
      ratios: { "a vs peer": 2 },
      cpuRatios: { "a vs peer": 3 },
    });
  });

  it("leaves out processor time that was not measured, and cases that ours cannot do", () => {
    expect(ratiosOf([row("mailmux", 200), { ...row("peer", 100, 30), case: "b" }])).toEqual({
      ratios: {},
      cpuRatios: {},
    });
    expect(ratiosOf([row("mailmux", 200), row("peer", 100, 30)])).toEqual({
      ratios: { "a vs peer": 2 },
      cpuRatios: {},
    });
  });
});

describe("formatResults", () => {
  const ours = { case: "a", contender: "mailmux", median: 1, min: 1, max: 2, unit: "ms" } as const;
  const peer = { ...ours, contender: "peer", median: 2 };
  const results = { benchmark: "x", node: "v24", rounds: 5, ratios: { "a vs peer": 2 }, cpuRatios: {} };

  it("shows rows with the ratio to ours beside the peers", () => {
    const text = formatResults({ ...results, rows: [ours, peer] });
    expect(text).toMatch(/a .* mailmux .* 1\.0 .* 2\.0 .* ms .* {3}│\n/);
    expect(text).toMatch(/a .* peer .* 2\.0 .* ms .* 2\.00x │\n/);
    expect(text).not.toContain("cpu");
  });

  it("shows processor time where it was measured, and the note about the servers", () => {
    const cpu = { median: 7, min: 7, max: 7, unit: "µs/request" } as const;
    const text = formatResults({
      ...results,
      note: "server: x/1",
      rows: [{ ...ours, cpu }, peer],
      cpuRatios: { "a vs peer": 3 },
    });
    expect(text).toContain("Node v24, server: x/1\n");
    expect(text).toMatch(/mailmux .* 7\.0 │ µs\/request/);
    expect(text).toMatch(/peer .* 2\.00x .* 3\.00x │\n/);
  });
});
