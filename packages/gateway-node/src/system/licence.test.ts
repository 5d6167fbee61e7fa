import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatLicence, readLicence } from "./licence.ts";

const now = Date.parse("2026-01-15T12:00:00Z");
const good = formatLicence({ serial: "25945435", until: "2026-01-15" });
const read = (text: string): unknown => readLicence(Buffer.from(text), now);

describe("a licence", () => {
  it("is read back as it was written, on its last day too", () => {
    expect(read(good)).toEqual({ serial: "25945435", until: "2026-01-15" });
    expect(read(good.replaceAll("\n", "\r\n"))).toEqual({ serial: "25945435", until: "2026-01-15" });
  });

  it.each([
    ["", "The data is no licence"],
    ["no licence", "The data is no licence"],
    [good.replace("serial", "Serial"), "The data is no licence"],
    [good.slice(0, -20), "The data is no licence"],
    [`${good}${good}`, "The data is no licence"],
    [formatLicence({ serial: "1", until: "2026-13-45" }), "The data is no licence"],
    [good.replace("25945435", "25945436"), "The licence is damaged"],
    [formatLicence({ serial: "1", until: "2026-01-14" }), "The licence ended on 2026-01-14"],
    ["x".repeat(5_000), "A licence has no more than 4096 bytes"],
  ])("is not %j", (text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it("is refused when any one character was changed", () => {
    fc.assert(
      fc.property(fc.nat(good.trim().length - 1), fc.integer({ min: 33, max: 126 }), (at, code) => {
        const changed = good.slice(0, at) + String.fromCharCode(code) + good.slice(at + 1);
        if (changed !== good) expect(() => read(changed)).toThrow();
      }),
    );
  });
});
