import { describe, expect, it } from "vitest";
import { formatRange } from "./page-range.ts";

describe("the place in the list", () => {
  const total = { count: 1204, atLeast: false };

  it("counts on from the pages before", () => {
    expect(formatRange({ pagesBefore: 0, limit: 50, rows: 50, total })).toBe("1–50 of 1,204");
    expect(formatRange({ pagesBefore: 2, limit: 50, rows: 13, total })).toBe("101–113 of 1,204");
  });

  it("says when the total lacks a part, and leaves out what is not known", () => {
    expect(formatRange({ pagesBefore: 0, limit: 50, rows: 50, total: { count: 60, atLeast: true } })).toBe(
      "1–50 of at least 60",
    );
    expect(formatRange({ pagesBefore: undefined, limit: 50, rows: 50, total: null })).toBe("50 messages");
    expect(formatRange({ pagesBefore: 0, limit: 50, rows: 0, total: null })).toBe("No messages");
  });
});
