import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesAt, integerAt, notRead, textEnd } from "./leaf-bytes.ts";

/** One byte after the other, by the rules of XML 1.0 sections 2.2, 2.4 and 2.11. */
function naiveTextEnd(bytes: Uint8Array): number {
  const text = Buffer.from(bytes).toString("latin1");
  const end = text.indexOf("<");
  const before = text.slice(0, end === -1 ? text.length : end);
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  const isSpecial = /[\x00-\x08\x0b-\x1f&]|\]\]|\xef\xbf[\xbe\xbf]/.test(before);
  if (end === -1 || isSpecial) return notRead;
  // eslint-disable-next-line no-control-regex -- NUL is the first of the ASCII characters
  return /[^\x00-\x7f]/.test(before) ? ~end : end;
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

describe("where a text ends", () => {
  it("is found four bytes at a time as it is one by one", () => {
    const piece = fc.constantFrom(
      "a",
      "0",
      " ",
      "\n",
      "\t",
      "<",
      "&",
      "]",
      "]]",
      "\r",
      "\0",
      "\x1f",
      "\x7f",
      "=",
      "%",
      "^",
      "ü",
      "漢",
      "😀",
      "\ufffe",
      "\ufffd",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), fc.nat(3), (pieces, from) => {
        const bytes = Buffer.from(`${"x".repeat(from)}${pieces.join("")}`);
        const expected = naiveTextEnd(bytes.subarray(from));
        const found = textEnd(bytes, view(bytes), from, bytes.length);
        if (expected === notRead) expect(found).toBe(notRead);
        else expect(found < 0 ? ~found : found).toBe((expected < 0 ? ~expected : expected) + from);
        if (found !== notRead) expect(found < 0).toBe(expected < 0);
      }),
      { numRuns: 20_000 },
    );
  });

  it("is told for each byte in each place of four", () => {
    for (let byte = 0; byte < 0x80; byte++) {
      for (let place = 0; place < 9; place++) {
        const bytes = Buffer.from("aaaaaaaaaaaa<");
        bytes[place] = byte;
        expect(textEnd(bytes, view(bytes), 0, bytes.length), `${byte} at ${place}`).toBe(naiveTextEnd(bytes));
      }
    }
  });
});

describe("values that are read from their bytes", () => {
  it("are the integers that they say, or left alone", () => {
    const digits = fc.stringMatching(/^[-+]?[0-9 x]{0,17}$/);
    fc.assert(
      fc.property(digits, (text) => {
        const bytes = Buffer.from(text);
        const value = integerAt(bytes, 0, bytes.length, -1_000_000, 1_000_000);
        if (!Number.isNaN(value)) {
          expect(text).toMatch(/^-?[0-9]+$/);
          expect(value).toBe(Number(text) + 0);
          expect(Math.abs(value)).toBeLessThanOrEqual(1_000_000);
        } else if (/^-?[0-9]{1,15}$/.test(text)) expect(Math.abs(Number(text))).toBeGreaterThan(1_000_000);
      }),
    );
  });

  it("are the bytes of base64, or left alone", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (value) => {
        const bytes = Buffer.from(Buffer.from(value).toString("base64"));
        expect(Buffer.from(bytesAt(bytes, 0, bytes.length) ?? "none").equals(value)).toBe(true);
      }),
    );
    for (const wrong of ["A", "AAA", "AA=A", "====", "AAA\n", "AB==", "AAB=", "A-A="]) {
      expect(bytesAt(Buffer.from(wrong), 0, wrong.length), wrong).toBeUndefined();
    }
  });
});
