import { parseFilter, readRrd } from "@mailmux/gateway-api";
import { describe, expect, it } from "vitest";
import { VirtualClock } from "../../test/virtual-clock.ts";
import { createMailEvents } from "../events/mail-events.ts";
import { MailSystem } from "../mail/mail-system.ts";
import { localDomains } from "../seed/people.ts";
import { seedMail } from "../seed/seed-mail.ts";
import { createSqliteStore } from "../store/sqlite-store.ts";
import { startTraffic } from "../traffic/traffic.ts";
import { Statistics } from "./statistics.ts";

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
      statistics.counters.list({ key1, key3: "" }).reduce((sum, counter) => sum + counter.count, 0);
    expect(count("mail:action:deliver")).toBe(store.count("history", parseFilter("action=DELIVER")));
    const before = count("mail:action:deliver");
    clock.advance(600_000);
    expect(count("mail:action:deliver")).toBeGreaterThan(before);
    expect(statistics.rates.list(statistics.now(), () => true).length).toBeGreaterThan(10);
    expect(statistics.caches.list({}).map((cache) => cache.function)).toContain("mx_lookup");
    const name = `mail-stat-mailserver-1-${localDomains[0]}`;
    expect(statistics.graphs.names()).toContain(name);
    const file = readRrd(statistics.graphs.file(name, statistics.now()) ?? new Uint8Array());
    expect(file.lastUpdate).toBe(statistics.now() - (statistics.now() % 60));
    expect(file.dataSources.map((source) => source.name)).toContain("deliver");
    const known = file.archives.flatMap(({ values }) => [...values]).filter((value) => !Number.isNaN(value));
    expect(known.length).toBeGreaterThan(1_000);
    traffic.stop();
    statistics.stop();
  });
});
