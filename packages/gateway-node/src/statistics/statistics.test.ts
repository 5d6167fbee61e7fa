import { parseFilter, readRrd } from "@mailmux/gateway-api";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VirtualClock } from "../../test/virtual-clock.ts";
import { createMailEvents } from "../events/mail-events.ts";
import { MailSystem } from "../mail/mail-system.ts";
import { localDomains } from "../seed/people.ts";
import { seedMail } from "../seed/seed-mail.ts";
import { createSqliteStore } from "../store/sqlite-store.ts";
import { startTraffic } from "../traffic.ts";
import { Caches } from "./caches.ts";
import { Counters } from "./counters.ts";
import { Graph } from "./graph.ts";
import { patternTest } from "./pattern.ts";
import { Rates } from "./rates.ts";
import { Statistics } from "./statistics.ts";

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
    expect(counters.list({})).toEqual([
      { key1: "a", key2: "s", key3: "", count: 2, created: 5, updated: 30 },
      { key1: "b", key2: "", key3: "x", count: 2, created: 20, updated: 20 },
    ]);
    expect(counters.list({ key2: "" }).map(({ key1 }) => key1)).toEqual(["b"]);
    expect(counters.list({ key1: "%", key3: "" }).map(({ key1 }) => key1)).toEqual(["a"]);
    expect(counters.clear({ key1: "a" })).toBe(1);
    expect(counters.size).toBe(1);
  });

  it("are bounded", () => {
    const counters = new Counters();
    for (let index = 0; index < 60_000; index++) counters.add(["k", "", String(index)], 1, 1);
    expect(counters.size).toBe(50_000);
  });
});

describe("rates", () => {
  it("count what is in the window, and no more", () => {
    const rates = new Rates(3_600);
    for (const at of [0, 10, 3_000, 3_500]) rates.hit("n", "e", at);
    expect(rates.list(3_500)).toEqual([{ ns: "n", entry: "e", count: 4 }]);
    expect(rates.list(4_000)).toEqual([{ ns: "n", entry: "e", count: 2 }]);
    expect(rates.list(8_000)).toEqual([]);
    expect(rates.size).toBe(0);
  });

  it("are in the order of bytes, and go one by one", () => {
    const rates = new Rates(60);
    for (const entry of ["b", "Ä", "B", "a"]) rates.hit("n", entry, 1);
    expect(rates.list(1).map(({ entry }) => entry)).toEqual(["B", "a", "b", "Ä"]);
    expect(rates.clear(({ entry }) => entry === "a")).toBe(1);
    expect(rates.list(1)).toHaveLength(3);
  });
});

describe("caches", () => {
  it("count hits and misses, and how many results they forget", () => {
    const caches = new Caches();
    for (const argument of ["x", "x", "y"]) caches.ask("smtpd", "", "lookup", argument);
    expect(caches.list({})).toMatchObject([{ function: "lookup", items: 2, hits: 1, misses: 2 }]);
    expect(caches.clear({ function: "other" })).toBe(0);
    expect(caches.clear({ program: "smtpd" })).toBe(2);
    for (let index = 0; index < 5_000; index++) caches.ask("smtpd", "", "lookup", String(index));
    expect(caches.list({})[0]?.items).toBe(1_000);
  });
});

describe("a graph", () => {
  it("has the measurements of the last day by minutes, and means of them before", () => {
    const start = 1_790_000_040 - (1_790_000_040 % 1_800);
    const graph = new Graph(["deliver", "reject"], start);
    for (let minute = 0; minute < 60; minute++) graph.update([60, minute]);
    const file = readRrd(graph.file());
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
  });
});

describe("statistics", () => {
  const start = (messages: number, ratePerSecond: number, stepMs: number) => {
    const clock = new VirtualClock(1_790_000_000_000);
    const store = createSqliteStore();
    seedMail(store, { seed: 5, messages, now: 1_790_000_000, nodeName: "mx1" });
    const fail = (error: unknown): void => {
      throw error;
    };
    const events = createMailEvents(fail);
    const options = { store, events, clock, seed: 5, nodeName: "mx1", domains: localDomains };
    const statistics = new Statistics(options);
    const traffic = startTraffic(new MailSystem(store, events), {
      seed: 5,
      nodeName: "mx1",
      clock,
      ratePerSecond,
      stepMs,
      maxHistoryRows: 2_000,
      onError: fail,
    });
    return { clock, store, statistics, traffic };
  };

  it("begin with what the history says, and go on with what happens", () => {
    const { clock, store, statistics, traffic } = start(200, 1, 1_000);
    const count = (key1: string) =>
      statistics.counters.list({ key1 }).reduce((sum, counter) => sum + counter.count, 0);
    expect(count("mail:action:deliver")).toBe(store.count("history", parseFilter("action=DELIVER")));
    const before = count("mail:action:deliver");
    clock.advance(600_000);
    expect(count("mail:action:deliver")).toBeGreaterThan(before);
    expect(statistics.rates.list(statistics.now()).length).toBeGreaterThan(10);
    expect(statistics.caches.list({}).map((cache) => cache.function)).toContain("mx_lookup");
    const name = `mail-stat-mailserver-1-${localDomains[0]}`;
    expect(statistics.graphNames()).toContain(name);
    const file = readRrd(statistics.graphFile(name) ?? new Uint8Array());
    expect(file.lastUpdate).toBe(statistics.now() - (statistics.now() % 60));
    expect(file.dataSources.map((source) => source.name)).toContain("deliver");
    const known = file.archives.flatMap(({ values }) => [...values]).filter((value) => !Number.isNaN(value));
    expect(known.length).toBeGreaterThan(1_000);
    traffic.stop();
    statistics.stop();
  });

  it("do not grow with a day of mail", () => {
    const { clock, store, statistics, traffic } = start(50, 0.2, 10_000);
    const sizes = () => ({
      counters: statistics.counters.size,
      graphs: statistics
        .graphNames()
        .reduce((sum, name) => sum + (statistics.graphFile(name)?.length ?? 0), 0),
      caches: statistics.caches.list({}).length,
    });
    const halfDay = 12 * 3_600_000;
    clock.advance(halfDay);
    const middle = sizes();
    clock.advance(halfDay);
    expect(sizes()).toEqual(middle);
    expect(statistics.rates.size).toBeLessThan(5_000);
    expect(store.count("history", parseFilter(""))).toBeLessThan(3_500);
    expect(store.count("queue", parseFilter(""))).toBeLessThan(200);
    traffic.stop();
    statistics.stop();
  }, 60_000);
});
