import { describe, expect, it } from "vitest";
import { defaultWireLimits, resolveWireLimits, type WireLimits } from "./limits.ts";
import { ResponseParser } from "./response-parser.ts";

describe("resolveWireLimits", () => {
  it("takes the default for a limit that is left out or undefined", () => {
    expect(resolveWireLimits({})).toEqual(defaultWireLimits);
    expect(resolveWireLimits({ maxBodyBytes: undefined, maxHeaderFields: 3 })).toEqual({
      ...defaultWireLimits,
      maxHeaderFields: 3,
    });
  });

  it("keeps zero and infinity", () => {
    expect(resolveWireLimits({ maxBodyBytes: 0, maxTinyChunks: Infinity })).toMatchObject({
      maxBodyBytes: 0,
      maxTinyChunks: Infinity,
    });
  });

  it.each([NaN, -1, "x" as unknown as number, null as unknown as number])(
    "refuses %s as a limit",
    (limit) => {
      expect(() => resolveWireLimits({ maxBodyBytes: limit })).toThrow("[invalid_argument]");
    },
  );

  it("is what parsers use", () => {
    const limits = { maxBodyBytes: NaN } satisfies Partial<WireLimits>;
    expect(() => new ResponseParser({ limits })).toThrow(
      "[invalid_argument] maxBodyBytes must be a number from 0",
    );
  });
});
