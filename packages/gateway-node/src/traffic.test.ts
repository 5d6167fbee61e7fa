import { createMailEvents } from "./events/mail-events.ts";
import { MailSystem } from "./mail/mail-system.ts";
import { parseFilter } from "@mailmux/gateway-api";
import { describe, expect, it } from "vitest";
import { VirtualClock } from "../test/virtual-clock.ts";
import { seedMail } from "./seed/seed-mail.ts";
import { createSqliteStore } from "./store/sqlite-store.ts";
import { startTraffic } from "./traffic.ts";

const start = 1_760_000_000_000;
const hour = 3_600_000;
const everything = parseFilter("");
const newest = { offset: 0, limit: 100_000 };

function run(messages: number, options: { ratePerSecond?: number; maxHistoryRows?: number } = {}) {
  const clock = new VirtualClock(start);
  const store = createSqliteStore();
  seedMail(store, { seed: 3, messages, now: start / 1_000, nodeName: "mx1" });
  const errors: unknown[] = [];
  const traffic = startTraffic(
    new MailSystem(
      store,
      createMailEvents(() => undefined),
    ),
    {
      seed: 3,
      nodeName: "mx1",
      clock,
      onError: (error) => errors.push(error),
      ...options,
    },
  );
  const count = (filter: string): number => store.count("queue", parseFilter(filter));
  return { clock, store, traffic, errors, count };
}

describe("startTraffic", () => {
  it("brings new mail and takes old mail away while one watches", () => {
    const { clock, store, errors } = run(200);
    const before = store.page("queue", everything, newest).map(({ id }) => id);
    clock.advance(60_000);
    const after = new Set(store.page("queue", everything, newest).map(({ id }) => id));
    expect(before.some((id) => !after.has(id))).toBe(true);
    expect([...after].some((id) => !before.includes(id))).toBe(true);
    expect(errors).toEqual([]);
  });

  it.each([
    [10, 0.1, 8],
    [10, 2, 1],
    [200, 0.2, 8],
    [200, 2, 1],
    [2_000, 2, 1],
  ])(
    "keeps a queue of %i near its size at %d messages a second over %d hours",
    (messages, ratePerSecond, hours) => {
      const { clock, count } = run(messages, { ratePerSecond });
      const waiting = count("action=DELIVER");
      const held = count("action=QUARANTINE");
      // Small queues breathe more: what arrives within a few seconds is always there.
      const slack = 10 * ratePerSecond + 10;
      for (let part = 0; part < 4; part++) {
        clock.advance((hours / 4) * hour);
        expect(count("action=DELIVER")).toBeGreaterThan(waiting * 0.6 - slack);
        expect(count("action=DELIVER")).toBeLessThan(waiting * 1.5 + slack);
        expect(count("action=QUARANTINE")).toBeGreaterThan(held * 0.8 - slack);
        expect(count("action=QUARANTINE")).toBeLessThan(held * 1.2 + slack);
      }
    },
  );

  it("writes every kind of outcome with its reason, and retries in the queue", () => {
    const { clock, store, count } = run(300, { ratePerSecond: 0.5 });
    const before = store.count("history", everything);
    clock.advance(4 * hour);
    const rows = store.page("history", parseFilter(`historyid>${before}`), newest);
    const actions = new Set(rows.map(({ action }) => action));
    expect(actions).toEqual(new Set(["DELIVER", "BOUNCE", "REJECT", "DEFER", "DELETE", "QUARANTINE"]));
    expect(rows.every(({ description }) => description !== "")).toBe(true);
    expect(rows.some(({ description }) => description.includes("given up after 12 attempts"))).toBe(true);
    expect(count(`retry>0 time>${start / 1_000}`)).toBeGreaterThan(0);
  });

  it("bounds the history", () => {
    const { clock, store } = run(50, { maxHistoryRows: 500 });
    clock.advance(hour);
    expect(store.count("history", everything)).toBeLessThan(500 + 600 * 2 * 3);
  });

  it("does the same each time", () => {
    const [one, other] = [run(100), run(100)];
    for (const { clock } of [one, other]) clock.advance(600_000);
    expect(one.store.page("queue", everything, newest)).toEqual(
      other.store.page("queue", everything, newest),
    );
  });

  it("stops at once, twice if need be, and leaves no timer", () => {
    const { clock, store, traffic } = run(50);
    clock.advance(10_000);
    traffic.stop();
    traffic.stop();
    const before = store.page("queue", everything, newest);
    clock.advance(hour);
    expect(store.page("queue", everything, newest)).toEqual(before);
    expect(clock.pending).toBe(0);
  });

  it("reports a failing store and goes on", () => {
    const { clock, store, errors, traffic } = run(10);
    store.close();
    clock.advance(3_000);
    expect(errors).toHaveLength(3);
    expect(errors[0]).toMatchObject({ code: "store_closed" });
    traffic.stop();
  });
});
