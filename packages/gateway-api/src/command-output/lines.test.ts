import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEverySplit, recordsOf } from "../../test/every-split.ts";
import { createCutLineReader, createLineReader } from "./lines.ts";

const lines = (output: string | Uint8Array, maxLength = 100) =>
  readEverySplit(() => createLineReader(maxLength), output).map(({ text }) => text);

/** Output with what matters to lines: line ends, long runs, characters of several bytes, and bytes that are none. */
const outputs = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "\n",
        "\r\n",
        "\r",
        "\r\r\n",
        "é",
        "€",
        "😀",
        "\u001b[31m",
        "\0",
        "\ufeff",
        "x".repeat(9),
      ),
      fc.string(),
      fc.uint8Array({ maxLength: 4 }),
    ),
  )
  .map((parts) => new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as string)))));

describe("a line reader", () => {
  it("ends lines with LF and takes the returns before it, and no others", () => {
    expect(lines("one\r\ntwo\nthree\r\r\nfo\rur\r\n\r\nlast")).toEqual([
      "one",
      "two",
      "three",
      "fo\rur",
      "",
      "last",
    ]);
    expect(lines("")).toEqual([]);
    expect(lines("\n")).toEqual([""]);
    expect(lines("open\r")).toEqual(["open"]);
  });

  it("keeps control characters and marks as data, and replaces bytes that are no UTF-8", () => {
    expect(lines("\ufeff\u001b]52;c;aGk=\u0007\0\u0085\u2028x\n")).toEqual([
      "\ufeff\u001b]52;c;aGk=\u0007\0\u0085\u2028x",
    ]);
    expect(lines(Uint8Array.of(0x61, 0xff, 0x62, 0x0a, 0xe2, 0x82))).toEqual(["a\ufffdb", "\ufffd"]);
  });

  it("cuts long lines in the same places however they arrive, and no character in two", () => {
    expect(readEverySplit(() => createLineReader(4), "12345678\n😀😀😀\n1234\n")).toEqual([
      { text: "1234", first: true, last: false },
      { text: "5678", first: false, last: true },
      { text: "😀😀", first: true, last: false },
      { text: "😀", first: false, last: true },
      { text: "1234", first: true, last: true },
    ]);
    expect(lines("1😀😀😀", 4)).toEqual(["1😀", "😀😀"]);
  });

  it("loses nothing but line ends", () => {
    fc.assert(
      fc.property(outputs, (bytes) => {
        const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
        const expected = text.split("\n").map((line) => line.replace(/\r+$/, ""));
        const read = recordsOf(createLineReader(1_000_000), [bytes]).map((piece) => piece.text);
        // What ends with a line end has no line behind it.
        expect(text.endsWith("\n") || text === "" ? [...read, ""] : read).toEqual(expected);
      }),
    );
  });

  it("gives the same for any output in any chunks", () => {
    fc.assert(
      fc.property(
        outputs,
        fc.array(fc.nat(200)),
        fc.integer({ min: 2, max: 20 }),
        (bytes, cuts, maxLength) => {
          const places = [
            0,
            ...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b),
            bytes.length,
          ];
          const chunks = places.slice(1).map((place, index) => bytes.subarray(places[index], place));
          const pieces = recordsOf(createLineReader(maxLength), [bytes]);
          expect(recordsOf(createLineReader(maxLength), chunks)).toEqual(pieces);
          expect(pieces.every(({ text }) => text.length <= maxLength)).toBe(true);
        },
      ),
    );
  });

  it("takes a line of megabytes that arrives byte by byte without slowing down", () => {
    const reader = createCutLineReader(65_536);
    const byte = Uint8Array.of(0x61);
    let count = 0;
    for (let index = 0; index < 1_000_000; index++) count += reader.push(byte).length;
    expect(count).toBe(1);
    expect(reader.end()).toEqual([]);
  });
});
