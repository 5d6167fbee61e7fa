import { parseFilter } from "@mailmux/gateway-api";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { arrival } from "../../test/arrival.ts";
import { toWireMessage } from "./message.ts";
import { createSqliteStore } from "./sqlite-store.ts";

const everything = parseFilter("");
const all = { offset: 0, limit: 1_000 };

describe("the SQLite store", () => {
  it("lists newest first, ties by descending id, and pages without gaps", () => {
    const store = createSqliteStore();
    for (const receivedAt of [5, 9, 5, 7, 5]) store.enqueue(arrival({ receivedAt }));
    const order = store.page("queue", everything, all).map(({ id, receivedAt }) => [receivedAt, id]);
    expect(order).toEqual([
      [9, 2n],
      [7, 4n],
      [5, 5n],
      [5, 3n],
      [5, 1n],
    ]);
    const paged = [0, 2, 4, 6].flatMap((offset) => store.page("queue", everything, { offset, limit: 2 }));
    expect(paged.map(({ id }) => id)).toEqual(order.map(([, id]) => id));
    expect(store.page("queue", everything, { offset: 0, limit: 0 })).toEqual([]);
  });

  it("gives back what was put in", () => {
    const store = createSqliteStore();
    const sent = arrival({
      subject: "ünï 🎉 \u202E<b>",
      scores: [{ first: "0", second: "5.5|A=5.5" }],
      metadata: [
        { first: "customer", second: "Acme" },
        { first: "b", second: "2" },
      ],
    });
    const id = 9_007_199_254_740_993n;
    store.enqueue(sent, { id, retries: 2, retryAt: 99, error: "451 later" });
    const [message] = store.page("queue", everything, all);
    expect(message).toMatchObject({
      ...sent,
      id,
      action: "DELIVER",
      retries: 2,
      retryAt: 99,
      error: "451 later",
    });
  });

  it("never uses a queue id twice", () => {
    const store = createSqliteStore();
    const first = store.enqueue(arrival(), { id: 500n });
    store.finish(first, "DELETE", "");
    expect(store.enqueue(arrival())).toBe(501n);
  });

  it("moves a message that is done into the history, at its reception time", () => {
    const store = createSqliteStore();
    const id = store.enqueue(arrival());
    expect(store.finish(id, "DELIVER", "250 ok")).toBe(true);
    expect(store.finish(id, "DELIVER", "250 ok")).toBe(false);
    expect(store.count("queue", everything)).toBe(0);
    const [row] = store.page("history", everything, all);
    expect(row).toMatchObject({ action: "DELIVER", description: "250 ok", queueId: id, ...arrival() });
  });

  it("defers waiting messages, and quarantined ones not", () => {
    const store = createSqliteStore();
    const waiting = store.enqueue(arrival());
    const held = store.enqueue(arrival(), { quarantine: "mailquarantine:1" });
    expect(store.defer(waiting, { error: "421 busy", retryAt: 2_000_000_000 })).toBe(true);
    expect(store.defer(held, { error: "421 busy", retryAt: 2_000_000_000 })).toBe(false);
    expect(store.due(1_999_999_999, 10)).toEqual([]);
    expect(store.due(2_000_000_000, 10)).toMatchObject([{ id: waiting, retries: 1, error: "421 busy" }]);
  });

  it("undoes a transaction that fails", () => {
    const store = createSqliteStore();
    for (const attempt of ["transaction", "load"] as const) {
      expect(() =>
        store[attempt](() => {
          store.enqueue(arrival());
          throw new Error("disk full");
        }),
      ).toThrow("disk full");
    }
    expect(store.count("queue", everything)).toBe(0);
  });

  it("has all its indexes after a load", () => {
    const store = createSqliteStore();
    store.load(() => store.enqueue(arrival()));
    store.load(() => store.enqueue(arrival()));
    expect(store.count("queue", parseFilter("from=a@example.com"))).toBe(2);
  });

  it("trims the oldest of the history", () => {
    const store = createSqliteStore();
    for (const receivedAt of [3, 1, 2]) {
      store.record(arrival({ receivedAt }), { action: "REJECT", description: "" });
    }
    expect(store.trimHistory(2)).toBe(1);
    expect(store.page("history", everything, all).map(({ receivedAt }) => receivedAt)).toEqual([3, 2]);
  });

  it("says so when it is used after its end", () => {
    const store = createSqliteStore();
    store.page("queue", everything, all);
    store.close();
    store.close();
    expect(() => store.count("queue", everything)).toThrow(/store_closed/);
    expect(() => store.page("queue", everything, all)).toThrow(/store_closed/);
    expect(() => store.enqueue(arrival())).toThrow(/store_closed/);
    expect(() => store.transaction(() => 1)).toThrow(/store_closed/);
  });
});

describe("the wire record", () => {
  it("leaves out what there is nothing to say about", () => {
    const store = createSqliteStore();
    store.enqueue(arrival({ helo: "", transport: "" }), { retryAt: 7 });
    store.record(arrival(), { action: "REJECT", description: "550 no" });
    const [queued] = store.page("queue", everything, all).map((row) => toWireMessage(row, "queue", 3_600));
    const [logged] = store.page("history", everything, all).map((row) => toWireMessage(row, "history"));
    expect(queued).toEqual({
      id: 1n,
      msgid: "5f0c7a10-60e0-11e4-ac7b-000c294da5fc",
      msgactionid: 1,
      msgts: 1_414_751_584,
      msgts0: 1_414_747_984,
      msgaction: "DELIVER",
      msgfrom: "a@example.com",
      msgto: "b@example.org",
      msgsubject: new TextEncoder().encode("Hello"),
      msgfromserver: "192.0.2.7",
      msgsize: 1_000,
      msglistener: "mailserver:1",
      msgscore: { item: [] },
      msgretries: 0,
      msgretryts: 7,
      msgpath: "/storage/mail/processed/5f0c7a10-60e0-11e4-ac7b-000c294da5fc-1.eml",
      msgdeltapath: "/storage/mail/processed/5f0c7a10-60e0-11e4-ac7b-000c294da5fc-1.delta",
    });
    expect(Object.keys(logged ?? {})).not.toEqual(expect.arrayContaining(["msgqueueid"]));
    expect(logged).toMatchObject({
      msgdescription: new TextEncoder().encode("550 no"),
      msghelo: "mail.example.com",
    });
  });
});

describe("a store in a file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mailmux-store-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is there again after a restart", () => {
    const path = join(folder, "mail.db");
    const first = createSqliteStore({ path });
    first.enqueue(arrival());
    // Its owner's alone, and likewise what SQLite puts beside it.
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077, name).toBe(0);
    first.close();
    const second = createSqliteStore({ path });
    expect(second.count("queue", everything)).toBe(1);
    second.close();
  });

  it("refuses a file of another version and leaves it as it was", () => {
    const path = join(folder, "mail.db");
    createSqliteStore({ path }).close();
    const database = new DatabaseSync(path);
    database.exec("PRAGMA user_version = 99");
    database.close();
    const before = readFileSync(path);
    expect(() => createSqliteStore({ path })).toThrow(/store_version.*version 99/);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it("refuses a database of something else, and a file that is none", () => {
    const foreign = join(folder, "foreign.db");
    const database = new DatabaseSync(foreign);
    database.exec("CREATE TABLE precious (x)");
    database.close();
    expect(() => createSqliteStore({ path: foreign })).toThrow(/store_unreadable.*not a mail store/);
    const text = join(folder, "text.db");
    writeFileSync(text, "Dear diary, ".repeat(100));
    expect(() => createSqliteStore({ path: text })).toThrow(/store_unreadable/);
    expect(readFileSync(text, "utf8")).toBe("Dear diary, ".repeat(100));
    expect(() => createSqliteStore({ path: join(folder, "no", "such", "folder.db") })).toThrow(
      /store_unreadable/,
    );
  });
});
