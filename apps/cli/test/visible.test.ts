import { describe, expect, it } from "vitest";
import { formatDuration, formatJson, formatSize, formatTime } from "../src/output/format.ts";
import { visible } from "../src/output/visible.ts";

describe("visible", () => {
  it.each([
    ["plain text, åäö, 中文, العربية", "plain text, åäö, 中文, العربية"],
    ["\u001b]52;c;x\u0007", "\\x1b]52;c;x\\x07"],
    ["a\r\nb\tc", "a\\x0d\\x0ab\\x09c"],
    ["\u009b31m", "\\x9b31m"],
    ["user\u202egpj.exe", "user\\u{202e}gpj.exe"],
    ["a\u200bb\ufeffc\u2066d", "a\\u{200b}b\\u{feff}c\\u{2066}d"],
    ["pay\u200dpal", "pay\\u{200d}pal"],
    ["👩‍👩‍👧‍👦 and 👩🏽‍🚀", "👩‍👩‍👧‍👦 and 👩🏽‍🚀"],
    ["\u{e0041}", "\\u{e0041}"],
  ])("shows %j as %j", (text, shown) => {
    expect(visible(text)).toBe(shown);
  });
});

describe("formatJson", () => {
  it("writes what a terminal must not see as JSON's own escapes, and loses nothing", () => {
    const data = { subject: "\u009b31m \u202e \u{e0041} 👩\u200d👩 \u001b[2J ok" };
    const text = formatJson(data);
    expect(JSON.parse(text)).toEqual(data);
    expect(text).toContain("\\u009b31m \\u202e \\udb40\\udc41");
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  });
});

describe("values for people", () => {
  it.each([
    [5, "5s"],
    [65, "1m 05s"],
    [3_660, "1h 01m"],
    [1_050_000, "12d 3h"],
  ])("says %i seconds as %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it.each([
    [999, "999 B"],
    [1_000, "1.0 kB"],
    [999_949, "999.9 kB"],
    [999_951, "1.0 MB"],
    [5e13, "50.0 TB"],
  ])("says %i bytes as %s", (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });

  it("says a time with its zone, and one that no calendar has as it is", () => {
    expect(formatTime(1_262_439_425)).toBe("2010-01-02 13:37:05Z");
    expect(formatTime(1e18)).toBe("1000000000000000000");
  });
});
