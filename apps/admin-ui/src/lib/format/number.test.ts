import { describe, expect, it } from "vitest";
import { formatCount, formatMilliseconds, formatSize, plural } from "./number.ts";

describe("numbers", () => {
  it("shows an unknown value as an en dash, and zero as zero", () => {
    expect(formatCount(undefined)).toBe("–");
    expect(formatSize(undefined)).toBe("–");
    expect(formatMilliseconds(undefined)).toBe("–");
    expect(formatCount(0)).toBe("0");
  });

  it("counts one thing apart from many", () => {
    expect(plural(0, "message")).toBe("0 messages");
    expect(plural(1, "message")).toBe("1 message");
    expect(plural(1204, "message")).toBe("1,204 messages");
  });

  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1.0 kB"],
    [9_949, "9.9 kB"],
    [9_950, "10 kB"],
    [999_400, "999 kB"],
    [999_500, "1.0 MB"],
    [34_000_000, "34 MB"],
    [2e15, "2000 TB"],
    [-1, "–"],
    [Number.NaN, "–"],
  ])("shows %d bytes as %s", (bytes, shown) => {
    expect(formatSize(bytes).replace("\u00a0", " ")).toBe(shown);
  });

  it.each([
    [0.2, "<1 ms"],
    [12.4, "12 ms"],
    [5004, "5,004 ms"],
    [12_000, "12 s"],
  ])("shows %d milliseconds as %s", (ms, shown) => {
    expect(formatMilliseconds(ms).replace("\u00a0", " ")).toBe(shown);
  });
});
