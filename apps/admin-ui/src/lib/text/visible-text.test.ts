import { describe, expect, it } from "vitest";
import { visibleString, visibleText } from "./visible-text.ts";

describe("text from mail", () => {
  it("stays one segment when every character shows itself", () => {
    expect(visibleText("Invoice 2026, Grüße, مرحبا, 会議")).toEqual([
      { kind: "text", text: "Invoice 2026, Grüße, مرحبا, 会議" },
    ]);
    expect(visibleText("")).toEqual([]);
  });

  it("shows a right-to-left override as a named mark between its neighbours", () => {
    expect(visibleText("invoice\u202efdp.exe")).toEqual([
      { kind: "text", text: "invoice" },
      { kind: "mark", label: "RLO", name: "right-to-left override U+202E" },
      { kind: "text", text: "fdp.exe" },
    ]);
  });

  it.each([
    ["a zero width space", "pass\u200bword", "pass[ZWSP]word"],
    ["a soft hyphen", "pass\u00adword", "pass[SHY]word"],
    ["line breaks and escapes", "a\r\nBcc: b\u001b[31m", "a[CR][LF]Bcc: b[ESC][31m"],
    ["every isolate", "\u2066a\u2067b\u2068c\u2069", "[LRI]a[RLI]b[FSI]c[PDI]"],
    ["tag characters that carry hidden text", "a\u{e0041}b", "a[U+E0041]b"],
    ["a byte order mark and a Hangul filler", "\ufeffa\u3164", "[BOM]a[HF]"],
    ["a lone half of a pair", "a\ud83d", "a[U+D83D]"],
    ["a non-character", "a\uffff", "a[U+FFFF]"],
    ["a joiner between Latin letters", "pay\u200dpal", "pay[ZWJ]pal"],
    ["a variation selector on a letter", "a\ufe01", "a[U+FE01]"],
  ])("marks %s", (_, text, visible) => {
    expect(visibleString(text)).toBe(visible);
  });

  it.each([
    ["an emoji family", "👩‍👩‍👧 photos"],
    ["an emoji with a skin tone and a joiner", "👩🏽‍🚀"],
    ["a heart with its variation selector", "I ❤️ mail"],
    ["a rainbow flag", "🏳️‍🌈"],
    ["a Persian word spelled with a non-joiner", "می\u200cخواهم"],
    ["a Devanagari conjunct", "क्\u200dष"],
  ])("leaves %s alone", (_, text) => {
    expect(visibleText(text)).toEqual([{ kind: "text", text }]);
  });

  it("counts what a limit cuts off, and cuts no pair in half", () => {
    expect(visibleText("abcdef", { maxLength: 4 })).toEqual([
      { kind: "text", text: "abcd" },
      { kind: "mark", label: "+2", name: "2 more characters" },
    ]);
    expect(visibleString("abc👩", { maxLength: 4 })).toBe("abc[+2]");
  });

  it("never loses a visible character, whatever stands between", () => {
    const visible = visibleText("\u202ea\u200bb\u0000c").filter((segment) => segment.kind === "text");
    expect(visible.map(({ text }) => text).join("")).toBe("abc");
  });
});
