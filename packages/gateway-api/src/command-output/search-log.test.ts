import { describe, expect, it } from "vitest";
import { readEverySplit, recordsOf } from "../../test/every-split.ts";
import { createSearchLogParser } from "./search-log.ts";

const encoder = new TextEncoder();
const none = { timestamp: undefined, host: undefined, program: undefined, pid: undefined };

describe("searchlog", () => {
  it("gives lines with what syslog wrote before the message", () => {
    const output =
      "Nov  4 03:15:09 mx1 mailscand[812]: [5f0c7a10-60e0-11e4-ac7b-000c294da5fc] queued\r\n\r\n" +
      "2026-11-24T03:15:09.123456+01:00 mx1.example.com smtpd: 550 nej tack, å\r\n";
    expect(readEverySplit(createSearchLogParser, output)).toEqual([
      {
        text: "Nov  4 03:15:09 mx1 mailscand[812]: [5f0c7a10-60e0-11e4-ac7b-000c294da5fc] queued",
        cut: false,
        timestamp: "Nov  4 03:15:09",
        host: "mx1",
        program: "mailscand",
        pid: 812,
        message: "[5f0c7a10-60e0-11e4-ac7b-000c294da5fc] queued",
      },
      {
        text: "2026-11-24T03:15:09.123456+01:00 mx1.example.com smtpd: 550 nej tack, å",
        cut: false,
        timestamp: "2026-11-24T03:15:09.123456+01:00",
        host: "mx1.example.com",
        program: "smtpd",
        pid: undefined,
        message: "550 nej tack, å",
      },
    ]);
  });

  it("gives another line as it is, control characters included", () => {
    const text = "helo=\u001b]0;owned\u0007 \rfrom <>";
    expect(readEverySplit(createSearchLogParser, `${text}\r\n`)).toEqual([
      { text, cut: false, ...none, message: text },
    ]);
  });

  it("gives a line as soon as it is complete", () => {
    const parser = createSearchLogParser();
    expect(parser.push(encoder.encode("one\r\ntw")).map(({ text }) => text)).toEqual(["one"]);
    expect(parser.push(encoder.encode("o\r\n")).map(({ text }) => text)).toEqual(["two"]);
    expect(parser.end()).toEqual([]);
  });

  it("cuts a line past the limit, drops its rest, and goes on with the next", () => {
    const lines = recordsOf(createSearchLogParser(), [encoder.encode(`${"x".repeat(200_000)}\nnext\n`)]);
    expect(lines.map(({ text, cut }) => [text.length, cut])).toEqual([
      [65_536, true],
      [4, false],
    ]);
  });
});
