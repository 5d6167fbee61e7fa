import {
  matchesFilter,
  parseFilter,
  type Filter,
  type Message,
  type MessageSource,
} from "@mailmux/gateway-api";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { arrival } from "../../test/arrival.ts";
import { hostileSubjects } from "../seed/subjects.ts";
import { seedMail } from "../seed/seed-mail.ts";
import { filterToSql } from "./filter-sql.ts";
import type { MailStore } from "./mail-store.ts";
import { toWireMessage, type StoredMessage } from "./message.ts";
import { searchInTables, type SearchTable } from "./searches.ts";
import { createSqliteStore } from "./sqlite-store.ts";

/** The same mail twice: where all of it is looked through, and where an index has to be asked for what is not newest. */
const store = filled();
const indexed = filled(15);
const everything = parseFilter("");
const huge = 2n ** 62n;

const sources = ["queue", "history"] as const;
const rows = new Map<MessageSource, { row: StoredMessage; wire: Message }[]>(
  sources.map((source) => [
    source,
    store
      .page(source, everything, { offset: 0, limit: 10_000 })
      .map((row) => ({ row, wire: toWireMessage(row, source) })),
  ]),
);

afterAll(() => {
  store.close();
  indexed.close();
});

function filled(windowRows?: number): MailStore {
  const made = createSqliteStore(windowRows === undefined ? {} : { windowRows });
  seedMail(made, { seed: 7, messages: 120, now: 1_760_000_000, nodeName: "mx1" });
  made.enqueue(arrival({ from: "", to: "Ä.Ö@ÅSA.example", subject: "100% _sure_ ΟΔΟΣ \\%", helo: "" }), {
    id: 2n ** 62n,
  });
  made.enqueue(
    arrival({ from: "a%b_c@x", subject: "[a*b?]", metadata: [{ first: "x-1", second: "A[b]*?" }] }),
  );
  for (const subject of hostileSubjects)
    made.enqueue(arrival({ subject }), { quarantine: "mailquarantine:2" });
  made.record(arrival({ sasl: "Anna" }), { action: "ERROR", description: "", queueId: 2n ** 62n });
  return made;
}

function ids(filter: Filter, source: MessageSource): bigint[] {
  return store.page(source, filter, { offset: 0, limit: 10_000 }).map(({ id }) => id);
}

const ascending = (one: bigint, other: bigint): number => (one < other ? -1 : one > other ? 1 : 0);

function expectedIds(filter: Filter, source: MessageSource): bigint[] {
  const all = rows.get(source) ?? [];
  return all.filter(({ wire }) => matchesFilter(filter, wire, source)).map(({ row }) => row.id);
}

/** Filters made of what is really in the rows, so that conditions hold about as often as not. */
function filterText(): fc.Arbitrary<string> {
  const samples = sources.flatMap((source) => rows.get(source) ?? []).map(({ wire }) => wire);
  const sample = fc.constantFrom(...samples);
  const quote = (text: string): string => `"${text.replaceAll('"', '\\"').replace(/\\+$/, "")}"`;
  const cut = (text: string, from: number, length: number, before: string, after: string): string =>
    quote(before + text.slice(from, from + length) + after);
  const text = (field: string, value: (wire: Message) => string): fc.Arbitrary<string> =>
    fc
      .tuple(sample, fc.nat(20), fc.nat(12), fc.constantFrom("", "%"), fc.constantFrom("", "%"), fc.nat(3))
      .map(([wire, from, length, before, after, kind]) => {
        const whole = value(wire);
        if (kind === 0) return `${field}=${quote(whole)}`;
        if (kind === 1) return `${field}=${quote(whole.toUpperCase())}`;
        return `${field}~${kind === 2 ? cut(whole, from, length, before, after) : cut(whole, 0, length, before, after)}`;
      });
  const number = (field: string, value: (wire: Message) => bigint | number): fc.Arbitrary<string> =>
    fc
      .tuple(sample, fc.constantFrom("=", ">", "<", ">=", "<="), fc.constantFrom("", ".0", ".5"))
      .map(([wire, operator, decimals]) => `${field}${operator}${value(wire)}${decimals}`);
  const subject = (wire: Message): string => new TextDecoder().decode(wire.msgsubject ?? new Uint8Array());
  const condition = fc.oneof(
    text("from", (wire) => wire.msgfrom),
    text("to", (wire) => wire.msgto),
    text("subject", subject),
    text("ip", (wire) => wire.msgfromserver),
    text("helo", (wire) => wire.msghelo ?? ""),
    text("sasl", (wire) => wire.msgsasl ?? ""),
    text("server", (wire) => wire.msglistener ?? ""),
    text("transport", (wire) => wire.msgtransport ?? ""),
    text("messageid", (wire) => wire.msgid),
    sample.map((wire) => `messageid=${wire.msgid}:${wire.id}`),
    sample.map((wire) => `from~%${wire.msgfrom.slice(wire.msgfrom.indexOf("@"))}`),
    sample.map((wire) => `to~%${wire.msgto.slice(wire.msgto.indexOf("@"))}`),
    text("metadata.customer", (wire) => wire.msgmetadata?.item[0]?.second ?? "x"),
    text("metadata.x-1", () => "A[b]*?"),
    fc.constantFrom("quarantine=1", "quarantine=MAILQUARANTINE:2", "quarantine=", "server=1", "rawsubject~a"),
    sample.map((wire) => `action=${wire.msgaction.toLowerCase()}`),
    number("time", (wire) => wire.msgts0),
    number("size", (wire) => wire.msgsize ?? 0),
    number("queueid", (wire) => wire.msgqueueid ?? wire.id),
    number("historyid", (wire) => wire.id),
    number("actionid", (wire) => wire.msgactionid),
    number("retry", (wire) => wire.msgretries ?? 0),
    fc.constantFrom("size<99999999999999999999", "retry>-99999999999999999999", "size=99999999999999999999"),
    fc.constantFrom(
      "sascore>1.5",
      "sascore=-2",
      "sascore<=-1.9",
      "rpdscore=100",
      "rpdscore>40",
      "rpdscore<=50",
    ),
  );
  const term = fc.tuple(fc.constantFrom("", "", "not "), condition).map((parts) => parts.join(""));
  const joiner = fc.constantFrom(" ", " and ", " or ", " or ", " && ");
  return fc
    .array(fc.tuple(term, joiner), { minLength: 1, maxLength: 5 })
    .map((parts) => parts.map(([text, joined], index) => (index === 0 ? text : joined + text)).join(""));
}

describe("a filter as SQL", () => {
  it("finds what the plain evaluator finds, in both lists", () => {
    fc.assert(
      fc.property(filterText(), fc.constantFrom(...sources), (text, source) => {
        const filter = parseFilter(text);
        const expected = expectedIds(filter, source);
        expect(ids(filter, source), text).toEqual(expected);
        expect(store.count(source, filter)).toBe(expected.length);
        const page = { offset: 1, limit: 60 };
        const part = indexed.page(source, filter, page).map(({ id }) => id);
        expect(part, text).toEqual(expected.slice(1, 61));
        expect(indexed.matching(filter, undefined, 1_000).map(({ id }) => id)).toEqual(
          source === "queue" ? expected.toSorted(ascending) : expect.anything(),
        );
      }),
      { numRuns: 1_500, seed: 41 },
    );
  });

  it.each([
    ["subject~\\%", "queue"],
    ["subject~100\\%%", "queue"],
    ["subject~_sure_", "queue"],
    ["subject~[a*b?]", "queue"],
    ["subject~οδος", "queue"],
    ["to=ä.ö@åsa.EXAMPLE", "queue"],
    ["to~%@åsa.example", "queue"],
    ["from~a\\%b%", "queue"],
    ["from=", "queue"],
    ["metadata.x-1~A[b]*%", "queue"],
    ["sasl=anna", "history"],
    [`queueid=${huge}`, "queue"],
    [`queueid=${huge}`, "history"],
    [`queueid>${huge - 1n}`, "history"],
  ] as const)("finds something for %j in the %s, and only that", (text, source) => {
    const filter = parseFilter(text);
    expect(ids(filter, source)).not.toEqual([]);
    expect(ids(filter, source)).toEqual(expectedIds(filter, source));
  });

  it("keeps every value out of the text of the statement", () => {
    const tables: SearchTable[] = [];
    const filter = parseFilter(`from="x' OR 1=1 --" subject~"'; DROP TABLE queue" metadata.a='b`);
    expect(filterToSql(filter, "queue", searchInTables(tables)).where).toEqual({
      text:
        "(sender_ref = (SELECT id FROM addresses WHERE key = ?)" +
        " AND subject_ref IN temp.search_0 AND metadata_ref IN temp.search_1)",
      parameters: ["x' or 1=1 --"],
    });
    expect(tables.map(({ query }) => query.parameters)).toEqual([
      ["%'; drop table queue%", expect.stringContaining(`"'; " AND`)],
      ['$."a"', "'b"],
    ]);
  });

  it("takes a filter of thousands of addresses", () => {
    const filter = parseFilter("to=someone@x or ".repeat(4_000) + "from~%");
    expect(store.count("queue", filter)).toBe(rows.get("queue")?.length);
  });
});
