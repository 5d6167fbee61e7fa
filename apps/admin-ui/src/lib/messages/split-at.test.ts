import { describe, expect, it } from "vitest";
import { splitAt } from "./split-at.ts";

describe("the place of an error in a filter", () => {
  it("splits the text around it", () => {
    expect(splitAt("frm=a x", { start: 0, end: 3 })).toEqual({ before: "", marked: "frm", after: "=a x" });
  });

  it("may be at the end, past it, or the wrong way round", () => {
    expect(splitAt("ab", { start: 2, end: 2 })).toEqual({ before: "ab", marked: "", after: "" });
    expect(splitAt("ab", { start: 1, end: 99 })).toEqual({ before: "a", marked: "b", after: "" });
    expect(splitAt("ab", { start: 2, end: -1 })).toEqual({ before: "ab", marked: "", after: "" });
    expect(splitAt("ab", { start: Number.NaN, end: 1 })).toEqual({ before: "ab", marked: "", after: "" });
  });

  it("is nowhere when the server names none", () => {
    expect(splitAt("ab", undefined)).toEqual({ before: "ab", marked: "", after: "" });
  });
});
