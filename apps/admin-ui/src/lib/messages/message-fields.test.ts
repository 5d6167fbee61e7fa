import { describe, expect, it } from "vitest";
import { messageFields } from "./message-fields.ts";

const bare = {
  node: "mx1",
  id: "9007199254740993",
  messageId: "b70a2fea-683a-11e1-91e4-000c294da5fc",
  actionId: 2,
  receivedAt: Date.UTC(2026, 10, 23, 21, 4, 33) / 1000,
  action: "DELIVER",
  from: "",
  to: "anna@example.com",
  subject: "",
  ip: "192.0.2.1",
};
const named = (row: Parameters<typeof messageFields>[0]) =>
  new Map(messageFields(row).map(({ name, value }) => [name, value]));

describe("the fields of a message", () => {
  it("leave out what the node did not say, and keep zero", () => {
    const fields = named({ ...bare, helo: "", retries: 0 });
    expect(fields.has("HELO")).toBe(false);
    expect(fields.has("Size")).toBe(false);
    expect(fields.get("Retries")).toBe("0");
  });

  it("say in words what is empty for a reason", () => {
    expect(named(bare).get("Envelope sender")).toBe("null sender");
    expect(named(bare).get("Subject")).toBe("no subject");
  });

  it("keep an id of 64 bits digit by digit", () => {
    expect(named(bare).get("Id")).toBe("9007199254740993");
  });

  it("always have the time in UTC", () => {
    expect([...named(bare).values()]).toContain("2026-11-23 21:04:33 UTC");
  });
});
