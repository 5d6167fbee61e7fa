import { describe, expect, it } from "vitest";
import {
  acceptEncoding,
  contentCodings,
  type DecompressOptions,
  parseContentCoding,
  resolveDecompress,
} from "./content-coding.ts";

describe("the coding that a response names", () => {
  it.each([
    [undefined, "identity"],
    ["", "identity"],
    ["identity", "identity"],
    ["Identity", "identity"],
    ["gzip", "gzip"],
    ["GZip", "gzip"],
    ["x-gzip", "gzip"],
    ["X-GZIP", "gzip"],
    ["deflate", "deflate"],
    ["br", "br"],
    [" \tbr\t ", "br"],
    [", gzip ,", "gzip"],
  ])("%j means %s", (value, coding) => {
    expect(parseContentCoding(value)).toBe(coding);
  });

  it.each(["gzip, gzip", "gzip, br", "identity, gzip", "gzip,identity", "deflate ,, br"])(
    "is refused when there are several layers: %j",
    (value) => {
      expect(() => parseContentCoding(value)).toThrow(
        expect.objectContaining({ code: "decode", message: expect.stringContaining("more than one") }),
      );
    },
  );

  it.each(["compress", "zstd", "gzip;q=1", "gz ip", "\u00a0gzip", "*", "constructor"])(
    "is refused when it is unknown: %j",
    (value) => {
      expect(() => parseContentCoding(value)).toThrow(
        expect.objectContaining({ code: "decode", message: expect.stringContaining("unknown") }),
      );
    },
  );

  it("is refused when it was not asked for", () => {
    expect(parseContentCoding("x-gzip", ["gzip"])).toBe("gzip");
    expect(parseContentCoding("identity", [])).toBe("identity");
    for (const accepted of [[], ["gzip", "deflate"]] as const) {
      expect(() => parseContentCoding("br", accepted)).toThrow(
        expect.objectContaining({ code: "decode", message: expect.stringContaining("not asked for: br") }),
      );
    }
  });

  it("is not repeated at length in an error", () => {
    expect(() => parseContentCoding("x".repeat(10_000))).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^.{0,120}$/) }),
    );
  });
});

describe("what is asked for", () => {
  it("is every coding in order, or identity when there is none", () => {
    expect(acceptEncoding(contentCodings)).toBe("gzip, deflate, br");
    expect(acceptEncoding(["br"])).toBe("br");
    expect(acceptEncoding([])).toBe("identity");
  });
});

describe("the option decompress", () => {
  it("is off by default", () => {
    expect(resolveDecompress(undefined)).toEqual({ codings: [], maxRatio: 200 });
    expect(resolveDecompress(false)).toEqual({ codings: [], maxRatio: 200 });
  });

  it("fills in what is left out", () => {
    const all = { codings: ["gzip", "deflate", "br"], maxRatio: 200 };
    expect(resolveDecompress(true)).toEqual(all);
    expect(resolveDecompress({})).toEqual(all);
    expect(resolveDecompress({ codings: ["br"] })).toEqual({ codings: ["br"], maxRatio: 200 });
    expect(resolveDecompress({ maxRatio: 1.5 })).toEqual({ ...all, maxRatio: 1.5 });
  });

  it("keeps nothing of the caller's list", () => {
    const codings: ("gzip" | "br")[] = ["gzip"];
    const resolved = resolveDecompress({ codings });
    codings.push("br");
    expect(resolved.codings).toEqual(["gzip"]);
  });

  it.each<[string, unknown]>([
    ["a number", 1],
    ["a word", "gzip"],
    ["null", null],
    ["no coding at all", { codings: [] }],
    ["an unknown coding", { codings: ["zstd"] }],
    ["a coding named twice", { codings: ["gzip", "gzip"] }],
    ["codings that are no list", { codings: "gzip" }],
    ["a ratio below one", { maxRatio: 0.5 }],
    ["a ratio without end", { maxRatio: Infinity }],
    ["a ratio that is no number", { maxRatio: "9" }],
    ["a ratio that is NaN", { maxRatio: NaN }],
  ])("refuses %s", (_, input) => {
    expect(() => resolveDecompress(input as DecompressOptions)).toThrow(
      expect.objectContaining({ code: "invalid_argument" }),
    );
  });
});
