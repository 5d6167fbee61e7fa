import { describe, expect, it } from "vitest";
import { formatClock, formatFullTime, formatListTime, formatUptime, isoTime } from "./time.ts";

const moment = Date.UTC(2026, 10, 23, 21, 4, 33) / 1000;
const now = new Date(moment * 1000);

describe("uptime", () => {
  it.each([
    [undefined, "–"],
    [-5, "–"],
    [0, "0 s"],
    [59.9, "59 s"],
    [60, "1 min"],
    [3_600, "1 h"],
    [3_960, "1 h 6 min"],
    [86_400, "1 d"],
    [1_051_200, "12 d 4 h"],
  ])("of %s seconds is %s", (seconds, shown) => {
    expect(formatUptime(seconds)).toBe(shown);
  });
});

describe("a time", () => {
  it("is short and local in a list", () => {
    expect(formatListTime(moment, { now, timeZone: "Europe/Stockholm" })).toBe("23 Nov 22:04:33");
    expect(formatListTime(moment, { now, timeZone: "UTC" })).toBe("23 Nov 21:04:33");
  });

  it("shows midnight as 00 and the year when it is another one", () => {
    const newYear = Date.UTC(2025, 0, 1) / 1000;
    expect(formatListTime(newYear, { now, timeZone: "UTC" })).toBe("1 Jan 2025 00:00:00");
  });

  it("is shown on both clocks in full, or on one where they are the same", () => {
    expect(formatFullTime(moment, { timeZone: "America/New_York" })).toMatch(
      /^2026-11-23 16:04:33 \S+ \(2026-11-23 21:04:33 UTC\)$/,
    );
    expect(formatFullTime(moment, { timeZone: "UTC" })).toBe("2026-11-23 21:04:33 UTC");
  });

  it("that no clock can show is unknown", () => {
    expect(formatListTime(0)).toBe("–");
    expect(formatListTime(9e15)).toBe("–");
    expect(formatFullTime(Number.NaN)).toBe("–");
    expect(isoTime(9e15)).toBeUndefined();
  });

  it("of day comes from milliseconds", () => {
    expect(formatClock(moment * 1000, { timeZone: "UTC" })).toBe("21:04:33");
    expect(formatClock(undefined)).toBe("–");
  });
});
