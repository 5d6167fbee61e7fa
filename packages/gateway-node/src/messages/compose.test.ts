import { describe, expect, it } from "vitest";
import { seedMail } from "../seed/seed-mail.ts";
import { createSqliteStore } from "../store/sqlite-store.ts";
import { parseFilter } from "@mailmux/gateway-api";
import { composeMessage } from "./compose.ts";

const store = createSqliteStore();
seedMail(store, { seed: 11, messages: 400, now: 1_790_000_000, nodeName: "mx1" });
const rows = store.page("queue", parseFilter("size<200000"), { offset: 0, limit: 1_000 });

describe("a message made of a row", () => {
  it("is the same each time, and as long as the row says", async () => {
    for (const row of rows) {
      const { original } = await composeMessage(row, "mx1");
      expect(original.length, row.messageId).toBe(row.size);
    }
    const [row] = rows;
    if (row === undefined) throw new Error("no row");
    const [one, other] = [await composeMessage(row, "mx1"), await composeMessage(row, "mx1")];
    expect(one.original.equals(other.original)).toBe(true);
    expect(one.delta).toBe(other.delta);
  });

  it("has a header that says where it came from, lines that end in CRLF, and all kinds of bodies", async () => {
    const seen = new Set<string>();
    for (const row of rows) {
      const text = (await composeMessage(row, "mx1")).original.toString("latin1");
      expect(text).toMatch(/^Received: from \S+ \(unknown \[[0-9a-f:.]+\]\)\r\n\tby mx1 /);
      expect(text).toContain(`id ${row.messageId};`);
      expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
      const kinds = [
        /Content-Type: multipart\/mixed/,
        /Content-Type: multipart\/alternative/,
        /Content-Type: application\/pdf/,
        /Subject: =\?utf-8\?/i,
        /win-prizes-now/,
      ];
      for (const kind of kinds) if (kind.test(text)) seen.add(String(kind));
    }
    expect(seen.size).toBe(5);
  });

  it("says in a delta what the gateway added to mail from outside, and nothing for its own users", async () => {
    const deltas = await Promise.all(
      rows.map(async (row) => ({ row, ...(await composeMessage(row, "mx1")) })),
    );
    const outside = deltas.filter(({ row }) => row.listener === "mailserver:1");
    expect(outside.length).toBeGreaterThan(10);
    for (const { delta } of outside)
      expect(delta).toMatch(/^Authentication-Results: mx1; (?:[^\r\n]+\r\n)+$/);
    for (const { row, delta } of deltas) if (row.listener !== "mailserver:1") expect(delta).toBe("");
  });
});
