import { createMailEvents, type MailEvent } from "../events/mail-events.ts";
import { MailSystem } from "../mail/mail-system.ts";
import { parseFilter } from "@mailmux/gateway-api";
import { describe, expect, it } from "vitest";
import { VirtualClock } from "../../test/virtual-clock.ts";
import { seedMail } from "../seed/seed-mail.ts";
import { createSqliteStore } from "../store/sqlite-store.ts";
import { startTraffic } from "./traffic.ts";

const start = 1_760_000_000_000;
const hour = 3_600_000;
const everything = parseFilter("");
const newest = { offset: 0, limit: 100_000 };

function run(
  messages: number,
  options: { ratePerSecond?: number; maxHistoryRows?: number; stepMs?: number } = {},
) {
  const clock = new VirtualClock(start);
  const store = createSqliteStore();
  seedMail(store, { seed: 3, messages, now: start / 1_000, nodeName: "mx1" });
  const errors: unknown[] = [];
  const events = createMailEvents((error) => errors.push(error));
  const happened: MailEvent[] = [];
  events.on((event) => happened.push(event));
  const traffic = startTraffic(new MailSystem(store, events), {
    seed: 3,
    nodeName: "mx1",
    clock,
    onError: (error) => errors.push(error),
    ...options,
  });
  const count = (filter: string): number => store.count("queue", parseFilter(filter));
  return { clock, store, traffic, errors, count, happened };
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
    [10, 2, 0.5],
    [200, 0.2, 4],
    [200, 2, 0.5],
    [2_000, 2, 0.5],
  ])(
    "keeps a queue of %i near its size at %d messages a second over %d hours",
    (messages, ratePerSecond, hours) => {
      const { clock, count } = run(messages, { ratePerSecond, stepMs: 4_000 });
      const waiting = count("action=DELIVER");
      const held = count("action=QUARANTINE");
      // Small queues breathe more: what arrived within the last few steps is always there.
      const slack = 20 * ratePerSecond + 10;
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
    const { clock, store, count } = run(300, { ratePerSecond: 0.5, stepMs: 5_000 });
    const before = store.count("history", everything);
    clock.advance(4 * hour);
    const rows = store.page("history", parseFilter(`historyid>${before}`), newest);
    const actions = new Set(rows.map(({ action }) => action));
    expect(actions).toEqual(new Set(["DELIVER", "BOUNCE", "REJECT", "DEFER", "DELETE", "QUARANTINE"]));
    expect(rows.every(({ description }) => description !== "")).toBe(true);
    expect(rows.some(({ description }) => description.includes("given up after 12 attempts"))).toBe(true);
    expect(count(`retry>0 time>${start / 1_000}`)).toBeGreaterThan(0);
  });

  it("greylists clients, which come back; releases from quarantine what somebody wanted, and ends the time of the rest", () => {
    const { clock, happened } = run(100, { ratePerSecond: 1, stepMs: 10_000 });
    clock.advance(2 * hour);
    const of = (kind: MailEvent["kind"]) => happened.filter((event) => event.kind === kind);
    const greylisted = of("deferred");
    expect(greylisted.length).toBeGreaterThan(20);
    const back = greylisted.filter(({ message, at }) =>
      of("queued").some(
        (event) =>
          event.message.from === message.from &&
          event.message.subject === message.subject &&
          event.message.to === message.to &&
          event.message.messageId !== message.messageId &&
          event.at >= at + 300,
      ),
    );
    expect(back.length).toBeGreaterThan(greylisted.length / 3);
    expect(of("released").length).toBeGreaterThan(2);
    for (const { by, message } of of("released")) expect(by).toBe(message.to);
    const ended = of("deleted").filter(({ text }) => text === "Quarantine lifetime ended");
    expect(ended.length).toBeGreaterThan(of("released").length);
    const errors = of("retried").map(({ text }) => text);
    for (const status of ["4.7.1", "4.2.2", "connect to "])
      expect(errors.some((text) => text.includes(status))).toBe(true);
  });

  it("is busier at noon than at night, and as busy as it is told", () => {
    const { clock, happened, traffic } = run(50, { ratePerSecond: 0.3, stepMs: 30_000 });
    const received = (ms: number) => {
      const before = happened.length;
      clock.advance(ms);
      return happened.slice(before).filter(({ kind }) => kind === "queued" || kind === "rejected").length;
    };
    const noon = received(6 * hour);
    clock.advance(6 * hour);
    expect(received(6 * hour)).toBeLessThan(noon / 1.5);
    traffic.setRate(Number.NaN);
    clock.advance(hour);
    const silent = happened.length;
    const reports = received(hour);
    expect(reports).toBeLessThan(20);
    traffic.setRate(5);
    expect(received(600_000)).toBeGreaterThan(500);
    expect(happened.length).toBeGreaterThan(silent);
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
