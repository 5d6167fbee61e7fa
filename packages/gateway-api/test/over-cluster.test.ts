import { describe, expect, it } from "vitest";
import { allCounters, allRates, clusterCounters, clusterQshape, qshape } from "../src/index.ts";
import { fakeCluster, fakeGateway, record } from "./fake-gateways.ts";
import { gatewayWith } from "./recording-gateway.ts";

/** A counter as the wire has it. */
function counter(key1: string, count: number, created = 100, updated = 200) {
  return { key1, key2: "", key3: "", count, created, updated };
}

const pageRows = 10_000;

/** Counters in order, each with a count of 1. */
function counters(length: number) {
  return Array.from({ length }, (_, index) => counter(`k${String(index).padStart(6, "0")}`, 1));
}

describe("allCounters", () => {
  it("counts a counter once that moves to the next page because another one began meanwhile", async () => {
    const all = counters(pageRows + 5);
    const gateway = gatewayWith({
      statList: ({ offset = 0, limit = 100 }) => {
        const item = all.slice(Number(offset), Number(offset) + Number(limit));
        if (offset === 0) all.unshift(counter("a new one", 1));
        return { result: { item } };
      },
    });
    const found = await allCounters(gateway, {});
    expect(new Set(found.map(({ key1 }) => key1)).size).toBe(found.length);
    expect(found).toHaveLength(pageRows + 5);
  });

  it("misses none that moves to the page before because another one ended meanwhile", async () => {
    const all = counters(pageRows + 5);
    const gateway = gatewayWith({
      statList: ({ offset = 0, limit = 100 }) => {
        const item = all.slice(Number(offset), Number(offset) + Number(limit));
        if (offset === 0) all.splice(3, 2);
        return { result: { item } };
      },
    });
    const found = await allCounters(gateway, {});
    const keys = new Set(found.map(({ key1 }) => key1));
    expect(all.filter(({ key1 }) => !keys.has(key1))).toEqual([]);
  });

  it("gives a node up that repeats the same page without end", async () => {
    let calls = 0;
    const page = counters(pageRows);
    const gateway = gatewayWith({
      statList: () => {
        calls++;
        return { result: { item: page } };
      },
    });
    await expect(allCounters(gateway, {})).rejects.toMatchObject({ code: "too_many_rows" });
    expect(calls).toBeLessThan(30);
  });
});

describe("clusterCounters", () => {
  it("takes nothing for the beginning from a node that does not say when it began", async () => {
    const of = (name: string, created: number, updated: number) =>
      gatewayWith(
        { statList: () => ({ result: { item: [counter("mail:total", 4, created, updated)] } }) },
        name,
      );
    const nodes = [of("mx1", 0, 300), of("mx2", 150, 250)];
    const { counters: [sum] = [] } = await clusterCounters(fakeCluster(nodes), {});
    expect(sum).toMatchObject({ count: 8n, since: 150, updated: 300, nodes: ["mx1", "mx2"] });
    const { counters: [alone] = [] } = await clusterCounters(fakeCluster(nodes.slice(0, 1)), {});
    expect(alone?.since).toBe(0);
  });
});

describe("allRates", () => {
  it("goes on from the last row of a page, and gives a node up that does not", async () => {
    const all = Array.from({ length: pageRows + 3 }, (_, index) => ({
      ns: "n",
      entry: `e${String(index).padStart(6, "0")}`,
      count: 2,
    }));
    const good = gatewayWith({
      hslRate: ({ paging }) => {
        const from = paging?.entry === undefined ? -1 : all.findIndex(({ entry }) => entry === paging.entry);
        return { result: { item: all.slice(from + 1, from + 1 + Number(paging?.limit)) } };
      },
    });
    expect(await allRates(good, {})).toEqual(all);
    const bad = gatewayWith({ hslRate: () => ({ result: { item: all.slice(0, pageRows) } }) });
    await expect(allRates(bad, {})).rejects.toMatchObject({ code: "too_many_rows" });
  });
});

describe("clusterQshape", () => {
  const now = new Date(1_800_000_000_000);

  it("reads a node page by page while mail arrives and many share a second", async () => {
    const records = Array.from({ length: 12_000 }, (_, id) => record(id + 1, 1_799_000_000 + (id >> 9)));
    const gateway = fakeGateway("mx1", [...records]);
    let next = 50_000;
    gateway.answered = () => void gateway.records.push(record(next++, 1_800_000_000));
    const { table, complete, nodes } = await clusterQshape(fakeCluster([gateway]), { now });
    expect(table.all).toEqual(qshape(records, { now }).all);
    expect(complete).toBe(true);
    expect(nodes).toMatchObject([{ value: { messages: 12_000, more: false } }]);
  });

  it("knows a node by whole that has just as many messages as may be read", async () => {
    const records = Array.from({ length: 7 }, (_, id) => record(id + 1, 1_799_000_000));
    const cluster = fakeCluster([fakeGateway("mx1", records)]);
    expect(await clusterQshape(cluster, { now, maxMessages: 7 })).toMatchObject({ complete: true });
    expect(await clusterQshape(cluster, { now, maxMessages: 6 })).toMatchObject({ complete: false });
  });
});
