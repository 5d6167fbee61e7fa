import { describe, expect, it } from "vitest";
import { CommandOutputError, previewArguments, searchLogArguments, statdArguments } from "./index.ts";

const marker = "0b7e4d1c-3f1e-4d8a-9c55-6f2f0d9a1b11";
const messageId = "5f0c7a10-60e0-11e4-ac7b-000c294da5fc";

describe("arguments of commands", () => {
  it("are those that nodes know", () => {
    expect(previewArguments({ path: "/storage/mail/processed/1", marker })).toEqual([
      "previewmessage",
      "/storage/mail/processed/1",
      marker,
    ]);
    expect(previewArguments({ path: "/a", marker, deltaPath: "/b", plainText: true })).toEqual([
      "previewmessage",
      "-t",
      "/a",
      marker,
      "/b",
    ]);
    expect(previewArguments({ path: "/a", marker, deltaPath: "" })).toHaveLength(3);
    expect(searchLogArguments({ messageId, time: 1_414_751_584 })).toEqual([
      "searchlog",
      "-a",
      "1414751584",
      "--",
      messageId,
    ]);
    expect(searchLogArguments({ messageId, queueId: "10001", time: 5n }).at(-1)).toBe(`${messageId}:10001`);
    expect(statdArguments()).toEqual(["statd", "-l"]);
    expect(statdArguments("interface-em0-packets")).toEqual(["statd", "-g", "interface-em0-packets"]);
  });

  it.each([
    () => previewArguments({ path: "-t", marker }),
    () => previewArguments({ path: "/a\0b", marker }),
    () => previewArguments({ path: "/a", marker, deltaPath: "b" }),
    () => previewArguments({ path: "/a", marker: "guess" }),
    () => searchLogArguments({ messageId: `${messageId} -x`, time: 5 }),
    () => searchLogArguments({ messageId, queueId: "1;2", time: 5 }),
    () => searchLogArguments({ messageId, time: NaN }),
    () => statdArguments("-l"),
    () => statdArguments(""),
    () => statdArguments("a b"),
  ])("that a command could take for something else are refused (%#)", (build) => {
    expect(build).toThrow(CommandOutputError);
    expect(build).toThrow(expect.objectContaining({ code: "invalid_argument" }));
  });
});
