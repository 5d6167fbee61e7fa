import { describe, expect, it } from "vitest";
import { readEverySplit, recordsOf } from "../../test/every-split.ts";
import { createStatdNamesParser, createStatdValuesParser } from "./statd.ts";

const encoder = new TextEncoder();

describe("statd", () => {
  it("-l gives names", () => {
    const output = "system-cpu-usage\r\n interface-ether1-packets \r\n\r\nmail-queue-count";
    expect(readEverySplit(createStatdNamesParser, output)).toEqual([
      "system-cpu-usage",
      "interface-ether1-packets",
      "mail-queue-count",
    ]);
  });

  it("-g gives values, and nothing for a name that the node does not know", () => {
    const output = "user=12\r\nsystem = 3.25\r\nidle=-0.5\r\n";
    expect(readEverySplit(createStatdValuesParser, output)).toEqual([
      { key: "user", value: 12, text: "12" },
      { key: "system", value: 3.25, text: "3.25" },
      { key: "idle", value: -0.5, text: "-0.5" },
    ]);
    expect(recordsOf(createStatdValuesParser(), [])).toEqual([]);
  });

  it.each([
    ["a=b=1", { key: "a", value: undefined, text: "b=1" }],
    ["a=", { key: "a", value: undefined, text: "" }],
    ["a=1e3", { key: "a", value: undefined, text: "1e3" }],
    ["a=0x10", { key: "a", value: undefined, text: "0x10" }],
    ["a=NaN", { key: "a", value: undefined, text: "NaN" }],
    ["a=1.", { key: "a", value: undefined, text: "1." }],
    ["=5", { key: "", value: 5, text: "5" }],
    ["statd: no such counter", { key: "", value: undefined, text: "statd: no such counter" }],
    ["__proto__=7", { key: "__proto__", value: 7, text: "7" }],
    ["\u001b[2J=7", { key: "\u001b[2J", value: 7, text: "7" }],
  ])("-g reads the line %j as it is", (line, record) => {
    expect(recordsOf(createStatdValuesParser(), [encoder.encode(line)])).toEqual([record]);
  });

  it("refuses more lines than there can be counters, and a line without an end", () => {
    const parser = createStatdNamesParser();
    expect(parser.push(encoder.encode("x\n".repeat(10_000)))).toHaveLength(10_000);
    expect(() => parser.push(encoder.encode("x\n"))).toThrow(expect.objectContaining({ code: "too_much" }));
    expect(() => createStatdValuesParser().push(encoder.encode("x".repeat(16_385)))).toThrow(/too_much/);
  });
});
