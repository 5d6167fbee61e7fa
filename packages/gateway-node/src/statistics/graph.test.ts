import { readRrd } from "@mailmux/gateway-api";
import { describe, expect, it } from "vitest";
import { Graph } from "./graph.ts";
import { Graphs, maxGraphs } from "./graphs.ts";
import { createPast } from "./past.ts";

const start = 1_790_000_040 - (1_790_000_040 % 86_400);
const halfDay = 43_200;

function counted(past?: ReturnType<typeof createPast>, now = start) {
  const totals = [0, 0];
  const definition = {
    name: "mail",
    sources: ["deliver", "reject"],
    type: "COUNTER" as const,
    read: () => [...totals],
  };
  const graph = new Graph({ ...definition, ...(past && { past }) }, now);
  const add = (one: number, other: number) => {
    totals[0] = (totals[0] ?? 0) + one;
    totals[1] = (totals[1] ?? 0) + other;
  };
  return { graph, add, totals };
}

describe("a graph", () => {
  it("has the measurements of the last day by minutes, and means of them in the coarser rows", () => {
    const { graph, add } = counted();
    for (let minute = 0; minute < 60; minute++) {
      add(60, minute);
      graph.update(start + (minute + 1) * 60 + 7);
    }
    const file = readRrd(graph.file(start + 3_659));
    const [minutes, halfHours] = file.archives;
    expect(file).toMatchObject({ step: 60, lastUpdate: start + 3_600 });
    expect([...(minutes?.values.subarray(-4) ?? [])]).toEqual([
      1,
      expect.closeTo(58 / 60),
      1,
      expect.closeTo(59 / 60),
    ]);
    expect(minutes?.values.at(-121)).toBeNaN();
    expect([...(halfHours?.values.subarray(-4) ?? [])]).toEqual([
      1,
      expect.closeTo(14.5 / 60),
      1,
      expect.closeTo(44.5 / 60),
    ]);
    expect(file.dataSources.map(({ lastValue }) => lastValue)).toEqual(["3600", "1770"]);
  });

  it("is up to date when it is read, whenever it was measured last", () => {
    const { graph, add } = counted();
    add(120, 0);
    const file = readRrd(graph.file(start + 119));
    expect(file.lastUpdate).toBe(start + 60);
    expect(file.archives[0]?.values.at(-2)).toBe(2);
  });

  it("knows nothing of a time in which it was not measured, or in which a counter was cleared", () => {
    const { graph, add, totals } = counted();
    add(60, 60);
    graph.update(start + 60);
    add(600, 600);
    graph.update(start + 660);
    totals[1] = 5;
    add(60, 0);
    const values = readRrd(graph.file(start + 720)).archives[0]?.values ?? new Float64Array();
    expect(values.at(-24)).toBe(1);
    expect(values.slice(-22, -2)).toEqual(new Float64Array(20).fill(NaN));
    expect([...values.slice(-2)]).toEqual([1, NaN]);
  });

  it("begins anew after years, and does not mind a clock that goes back", () => {
    const { graph, add } = counted();
    add(60, 60);
    graph.update(start - 5_000);
    graph.update(start + 60);
    const later = start + 40 * 365 * 86_400;
    const file = readRrd(graph.file(later));
    expect(file.lastUpdate).toBe(later);
    expect(file.archives[0]?.values.every(Number.isNaN)).toBe(true);
  });

  it("shows the readings of a gauge as they are", () => {
    let value = 20;
    const graph = new Graph({ name: "g", sources: ["usage"], type: "GAUGE", read: () => [value] }, start);
    graph.update(start + 60);
    value = 30;
    const file = readRrd(graph.file(start + 120));
    expect([...(file.archives[0]?.values.slice(-2) ?? [])]).toEqual([20, 30]);
    expect(file.dataSources[0]).toMatchObject({ type: "GAUGE", lastValue: "30.000" });
  });

  it("has a past without gaps, whose archives say the same, and goes on from it", () => {
    const now = start + halfDay + 17 * 60;
    const { graph, add } = counted(createPast("seed", [1, 0.1]), now);
    add(60, 6);
    const { archives } = readRrd(graph.file(now + 60));
    const [minutes, halfHours, days] = archives.map(({ values }) =>
      values.filter((_, index) => index % 2 === 0),
    );
    for (const values of [minutes, halfHours, days]) expect(values?.some(Number.isNaN)).toBe(false);
    const mean = (values: Float64Array | undefined) =>
      (values ?? new Float64Array()).reduce((sum, value) => sum + value, 0) / (values?.length ?? 0);
    // Minutes from 12:18 yesterday; half hours from 12:30.
    const midday = archives[1]?.end ?? 0;
    expect(midday).toBe(start + halfDay);
    const lastHalfHour = minutes?.slice(-48, -18);
    expect(halfHours?.at(-1)).toBeCloseTo(mean(lastHalfHour), 4);
    expect(days?.at(-1)).toBeCloseTo(mean(halfHours?.slice(-72, -24)), 4);
    expect(mean(days)).toBeGreaterThan(0.95);
    expect(mean(days)).toBeLessThan(1.05);
  });

  it("has the same past when it is begun again later", () => {
    const past = createPast("seed", [1, 2]);
    const one = readRrd(counted(past).graph.file(start)).archives[1]?.values ?? new Float64Array();
    const later = readRrd(counted(createPast("seed", [1, 2]), start + 86_400).graph.file(start + 86_400));
    // Rows older than a day: those of the last day are made of minutes.
    const other = later.archives[1]?.values ?? new Float64Array();
    expect(one.slice(96, 96 + 1_000)).toEqual(other.slice(0, 1_000));
  });

  it("is one of a bounded number, and can be begun anew or forgotten", () => {
    const graphs = new Graphs();
    const sources = ["deliver"];
    for (let index = 0; index < maxGraphs + 5; index++) {
      graphs.add(
        { name: `g${index}`, sources, type: "COUNTER", read: () => [1], past: createPast("s", [1]) },
        start,
      );
    }
    expect(graphs.names()).toHaveLength(maxGraphs);
    const known = () =>
      readRrd(graphs.file("g1", start) ?? new Uint8Array()).archives.some(
        ({ values }) => !values.every(Number.isNaN),
      );
    expect(known()).toBe(true);
    expect(graphs.clear("g1", start)).toBe(true);
    expect(known()).toBe(false);
    expect(graphs.clear("g9999", start)).toBe(false);
    graphs.remove("g1");
    expect(graphs.file("g1", start)).toBeUndefined();
  });
});
