import { describe, expect, it } from "vitest";
import { argumentsOf } from "./permission.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("argumentsOf", () => {
  it("decodes the arguments of a command", () => {
    const item = ["searchlog", "-a", "1", "--", "ü"].map(bytes);
    expect(argumentsOf("commandRun", { argv: { item }, cols: 80 })).toEqual({
      argv: ["searchlog", "-a", "1", "--", "ü"],
    });
  });

  it("has what the gateway shows its script, and nothing of other operations", () => {
    expect(argumentsOf("fileRead", { file: "/storage/mail/x", offset: 1 })).toEqual({
      file: "/storage/mail/x",
    });
    expect(argumentsOf("configKeys", { key: "file__1" })).toEqual({ key: "file__1" });
    expect(argumentsOf("configKeys", {})).toEqual({});
    expect(argumentsOf("hslRate", { ns: "a", entry: "b", count: 1 })).toEqual({ ns: "a", entry: "b" });
    expect(argumentsOf("hslRateClear", { ns: "a" })).toEqual({ ns: "a" });
    expect(argumentsOf("configKeySet", { key: "file__1" })).toEqual({});
  });
});
