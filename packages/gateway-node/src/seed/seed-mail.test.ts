import { parseFilter, type MessageSource } from "@mailmux/gateway-api";
import { isIP } from "node:net";
import { describe, expect, it } from "vitest";
import type { StoredMessage } from "../store/message.ts";
import { createSqliteStore } from "../store/sqlite-store.ts";
import { maxRetries } from "./retry-schedule.ts";
import { seedMail } from "./seed-mail.ts";

const now = 1_760_000_000;
const day = 86_400;

function seeded(seed: number, messages: number, nodeName = "mx1") {
  const store = createSqliteStore();
  seedMail(store, { seed, messages, now, nodeName });
  const read = (source: MessageSource): StoredMessage[] =>
    store.page(source, parseFilter(""), { offset: 0, limit: 100_000 });
  return { store, queue: read("queue"), history: read("history") };
}

describe("seedMail", () => {
  const { store, queue, history } = seeded(1, 1_000);
  const both = [...queue, ...history];

  it("makes as many rows as asked for, a quarter of the queue quarantined, and a history three times as long", () => {
    expect(queue).toHaveLength(1_000);
    expect(queue.filter(({ action }) => action === "QUARANTINE")).toHaveLength(250);
    expect(history).toHaveLength(3_000);
    expect(seeded(1, 0).queue).toEqual([]);
    expect(seeded(1, 1).queue).toHaveLength(1);
  });

  it("makes the same mail of the same seed and name, and other mail of others", () => {
    const again = seeded(1, 1_000);
    expect(again.queue).toEqual(queue);
    expect(again.history).toEqual(history);
    expect(seeded(2, 10).queue).not.toEqual(seeded(1, 10).queue);
    expect(seeded(1, 10, "mx2").queue).not.toEqual(seeded(1, 10).queue);
  });

  it("numbers rows in the order of their time", () => {
    for (const rows of [queue, history]) {
      const ids = rows.map(({ id }) => id);
      expect(ids).toEqual(ids.toSorted((a, b) => Number(b - a)));
      expect(new Set(ids).size).toBe(ids.length);
      expect(rows.every(({ receivedAt }) => receivedAt <= now && receivedAt > now - 31 * day)).toBe(true);
    }
  });

  it("makes rows that every client can read", () => {
    for (const row of both) {
      expect(row.messageId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(row.to).toMatch(/^[^@\s]+@[^@\s]+$/);
      expect(row.from).toMatch(/^(?:[^@\s]+@[^@\s]+)?$/);
      expect(isIP(row.clientIp)).not.toBe(0);
      expect(row.size).toBeGreaterThanOrEqual(1);
      expect(row.subject.isWellFormed()).toBe(true);
      expect(row.scores.every(({ second }) => second.split("|").length === 2)).toBe(true);
      const engines = row.scores.map(({ first }) => Number(first));
      expect(engines).toEqual(engines.toSorted((a, b) => a - b));
    }
  });

  it("gives queued mail a believable state of delivery", () => {
    for (const row of queue) {
      if (row.action === "QUARANTINE") {
        expect(row).toMatchObject({ retryAt: undefined, error: "", retries: 0 });
        expect(row.quarantine).toMatch(/^mailquarantine:[12]$/);
      } else {
        expect(row.retryAt).toBeGreaterThanOrEqual(now);
        expect(row.retries).toBeLessThan(maxRetries);
        expect(row.error === "").toBe(row.retries === 0);
        expect(row.error).not.toMatch(/\{\w+\}/);
      }
    }
  });

  it("shows every action, many languages, and what attackers write", () => {
    const actions = new Set(history.map(({ action }) => action));
    expect(actions).toEqual(
      new Set(["DELIVER", "QUARANTINE", "REJECT", "DELETE", "DEFER", "BOUNCE", "ERROR"]),
    );
    expect(history.every(({ description }) => description !== "")).toBe(true);
    const subjects = both.map(({ subject }) => subject);
    const patterns = [/<script>/, /\u202E/, /\p{Script=Arabic}/u, /\p{Script=Han}/u, /🎉/u, /^$/, /.{300}/s];
    for (const pattern of patterns) expect(subjects.some((subject) => pattern.test(subject))).toBe(true);
    expect(both.some(({ clientIp }) => isIP(clientIp) === 6)).toBe(true);
    expect(both.some(({ from }) => from === "")).toBe(true);
    expect(both.some(({ actionId }) => actionId > 1)).toBe(true);
    expect(both.some(({ sasl }) => sasl !== "")).toBe(true);
  });

  it("leaves a store that goes on counting", () => {
    const [newest] = queue;
    expect(store.enqueue(newest as StoredMessage)).toBe((newest?.id ?? 0n) + 1n);
  });
});
