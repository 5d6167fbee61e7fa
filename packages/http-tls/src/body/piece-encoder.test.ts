import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PieceEncoder } from "./piece-encoder.ts";

function encode(...pieces: unknown[]): string {
  const encoder = new PieceEncoder();
  const encoded = pieces.map((piece) => encoder.encode(piece));
  return Buffer.concat([...encoded, encoder.end()]).toString("utf8");
}

describe("the pieces of a body", () => {
  it("become bytes, strings as UTF-8", () => {
    expect(encode("caf\u00e9 ", Buffer.from("au lait"), "", new Uint8Array(0))).toBe("caf\u00e9 au lait");
  });

  it("may cut a character in two", () => {
    expect(encode("\ud83d", "\udcee")).toBe("\ud83d\udcee");
    expect(encode("a\ud83d", "", new Uint8Array(0), "\udceeb")).toBe("a\ud83d\udceeb");
  });

  it("become U+FFFD where half of a character is missing", () => {
    expect(encode("\ud83d")).toBe("\ufffd");
    expect(encode("\ud83d", "\ud83d", "x")).toBe("\ufffd\ufffdx");
    expect(encode("\ud83d", Buffer.from("x"))).toBe("\ufffdx");
    expect(encode("\udcee", "x")).toBe("\ufffdx");
  });

  it("give the same bytes wherever a text was cut", () => {
    const cut = fc.tuple(fc.string({ unit: "binary" }), fc.array(fc.nat({ max: 20 })));
    fc.assert(
      fc.property(cut, ([text, cuts]) => {
        const sorted = [0, ...cuts.sort((a, b) => a - b), text.length];
        const pieces = sorted
          .slice(1)
          .map((end, index) => text.slice(sorted[index], Math.max(end, sorted[index] ?? 0)));
        expect(encode(...pieces)).toBe(text);
      }),
    );
  });

  it.each([[null], [undefined], [7], [{}], [["text"]], [new ArrayBuffer(1)], [Uint16Array.of(1)]])(
    "are refused when they are %o",
    (piece) => {
      expect(() => encode(piece)).toThrow(
        expect.objectContaining({ name: "HttpTlsError", code: "invalid_argument" }),
      );
    },
  );
});
