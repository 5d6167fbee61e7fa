import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEverySplit, recordsOf } from "../../test/every-split.ts";
import { collectPreview, createPreviewParser, parseOutput } from "./index.ts";

const marker = "0b7e4d1c-3f1e-4d8a-9c55-6f2f0d9a1b11";
const encoder = new TextEncoder();
const create = () => createPreviewParser(marker);

async function preview(output: string) {
  return collectPreview(parseOutput([encoder.encode(output)], create()));
}

const output = [
  "Received: from mail.example.com",
  "\tby mx1.example.com;",
  " Tue, 24 Nov 2026 03:15:09 +0000",
  "Subject: =?utf-8?q?Hej?=",
  "",
  `${marker}|HTML`,
  "",
  "<p>Hej å</p>",
  "<p>more</p>  ",
  "",
  `${marker}|ATTACHMENTS`,
  "application/pdf|1024|invoice.pdf",
  "text/plain|12|a|b.txt",
  `${marker}|HEADERS-DELTA`,
  "Subject: [SPAM] Hej",
  "",
].join("\r\n");

describe("previewmessage", () => {
  it("gives headers, the text, attachments and the headers after modification, however it arrives", async () => {
    const records = readEverySplit(create, output);
    expect(await collectPreview(records)).toEqual({
      headers: [
        {
          name: "Received",
          value: "from mail.example.com\tby mx1.example.com; Tue, 24 Nov 2026 03:15:09 +0000",
          cut: false,
        },
        { name: "Subject", value: "=?utf-8?q?Hej?=", cut: false },
      ],
      headersAfter: [{ name: "Subject", value: "[SPAM] Hej", cut: false }],
      text: undefined,
      html: "<p>Hej å</p>\n<p>more</p>",
      attachments: [
        { mimeType: "application/pdf", size: 1024, name: "invoice.pdf" },
        { mimeType: "text/plain", size: 12, name: "a|b.txt" },
      ],
      cut: false,
    });
  });

  it("gives records while the output arrives", () => {
    const parser = create();
    expect(parser.push(encoder.encode("From: a@example.com\r\nTo: b@ex"))).toEqual([]);
    expect(parser.push(encoder.encode(`ample.com\r\n${marker}|TEXT\r\nhello\r\nwor`))).toEqual([
      { kind: "header", section: "HEADERS", name: "From", value: "a@example.com", cut: false },
      { kind: "header", section: "HEADERS", name: "To", value: "b@example.com", cut: false },
      { kind: "section", section: "TEXT" },
      { kind: "text", section: "TEXT", text: "hello\n" },
    ]);
    expect(parser.end()).toEqual([{ kind: "text", section: "TEXT", text: "wor\n" }]);
  });

  it("tells what is missing from what is empty", async () => {
    expect(await preview("")).toEqual({
      headers: [],
      headersAfter: undefined,
      text: undefined,
      html: undefined,
      attachments: [],
      cut: false,
    });
    const empty = await preview(`${marker}|TEXT\r\n${marker}|HEADERS-DELTA\r\n`);
    expect([empty.text, empty.html, empty.headersAfter]).toEqual(["", undefined, []]);
  });

  it("takes only its own marker at the start of a line, and leaves out sections that it does not know", async () => {
    const text = `MARKER|HTML\r\n ${marker}|HTML\r\nx${marker}|HTML\r\n${marker.toUpperCase()}|HTML\r\n${marker}`;
    const result = await preview(
      `${marker}|TEXT\r\n${text}\r\n${marker}|text\r\nlost\r\n${marker}|__proto__\r\nx`,
    );
    expect([result.text, result.html]).toEqual([text.replaceAll("\r\n", "\n").trim(), undefined]);
  });

  it("keeps lines that are no headers, odd attachments and control characters", async () => {
    const result = await preview(
      ` folded before any\r\n: nameless\r\nBad name: x\r\nSubject : old\r\nX: \u001b[31m\u00a0\r\n${marker}|ATTACHMENTS\r\nno parts\r\na|b|c\r\n|9|\r\n`,
    );
    expect(result.headers.map(({ name, value }) => [name, value])).toEqual([
      ["", "folded before any"],
      ["", ": nameless"],
      ["", "Bad name: x"],
      ["Subject", "old"],
      ["X", "\u001b[31m\u00a0"],
    ]);
    expect(result.attachments).toEqual([
      { mimeType: "", size: undefined, name: "no parts" },
      { mimeType: "a", size: undefined, name: "c" },
      { mimeType: "", size: 9, name: "" },
    ]);
  });

  // Of a header, the space behind the colon counts too.
  it.each([
    ["headers", "A: b\n".repeat(3_000), (found: Found) => found.headers.length, 2_000],
    [
      "one header",
      `A: ${"x".repeat(40_000)}\n b\n`,
      (found: Found) => found.headers[0]?.value.length,
      16_383,
    ],
    [
      "a folded header",
      `A: b\n${` ${"y".repeat(999)}\n`.repeat(50)}`,
      (found: Found) => found.headers[0]?.value.length,
      16_383,
    ],
    [
      "attachments",
      `${marker}|ATTACHMENTS\n${"a|1|b\n".repeat(2_000)}`,
      (found: Found) => found.attachments.length,
      1_000,
    ],
    ["text", `${marker}|TEXT\n${"z".repeat(5_000_000)}`, (found: Found) => found.text?.length, 4_194_304],
    [
      "lines of text",
      `${marker}|TEXT\n${"zz\n".repeat(2_000_000)}.`,
      (found: Found) => found.text?.length,
      4_194_304,
    ],
    ["sections", `${marker}|X\n`.repeat(40), (found: Found) => found.attachments.length, 0],
  ])("cuts too much of %s, and says so", async (_, text, measure, expected) => {
    const found = await preview(text);
    expect(measure(found)).toBe(expected);
    expect(found.cut).toBe(true);
  });

  it("gives the same for any output in any chunks", () => {
    const parts = fc.oneof(
      fc.constantFrom(
        "\r\n",
        "\n",
        `${marker}|TEXT\r\n`,
        `${marker}|HTML\n`,
        `${marker}|ATTACHMENTS\r\n`,
        `${marker}|HEADERS-DELTA\n`,
        marker,
        "A: b",
        " ",
        "|1|",
        "😀",
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(parts), fc.array(fc.nat(300)), (texts, cuts) => {
        const bytes = encoder.encode(texts.join(""));
        const places = [
          0,
          ...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b),
          bytes.length,
        ];
        const chunks = places.slice(1).map((place, index) => bytes.subarray(places[index], place));
        expect(recordsOf(create(), chunks)).toEqual(recordsOf(create(), [bytes]));
      }),
    );
  });

  it.each(["", "short", "x".repeat(129), "with space 0123456", "with|pipe|0123456", "line\nbreak0123456"])(
    "refuses the marker %j",
    (text) => {
      expect(() => createPreviewParser(text)).toThrow(expect.objectContaining({ code: "invalid_argument" }));
    },
  );
});

type Found = Awaited<ReturnType<typeof preview>>;
