import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Piece, readPieces, type ReadPiecesOptions } from "./pieces.ts";

async function read(
  piece: (offset: number, sizeBytes: number) => Piece,
  options: ReadPiecesOptions = {},
): Promise<Buffer> {
  const pieces = readPieces("the file", (...range) => Promise.resolve(piece(...range)), options);
  return Buffer.concat(await Array.fromAsync(pieces));
}

describe("readPieces", () => {
  it("gives every byte once, whatever the lengths, up to the limit and not beyond", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 60 }),
        fc.integer({ min: 1, max: 70 }),
        fc.nat(70),
        async (bytes, pieceBytes, maxBytes) => {
          const reading = read(
            (offset, size) => {
              expect(size).toBeLessThanOrEqual(pieceBytes);
              return { data: bytes.slice(offset, offset + size) };
            },
            { pieceBytes, maxBytes },
          );
          if (bytes.length > maxBytes) await expect(reading).rejects.toMatchObject({ code: "too_large" });
          else expect(await reading).toEqual(Buffer.from(bytes));
        },
      ),
    );
  });

  it("does not believe a node that gives more than was asked for, or repeats or skips bytes", async () => {
    const data = new Uint8Array(10);
    await expect(read(() => ({ data }), { pieceBytes: 9 })).rejects.toMatchObject({ code: "bad_answer" });
    for (const nextOffset of [0, 9, 11, -1]) {
      const reading = read(() => ({ data, nextOffset }), { pieceBytes: 10 });
      await expect(reading).rejects.toMatchObject({ code: "bad_answer" });
    }
  });

  it("stops at its limit of a file that never ends", async () => {
    let asked = 0;
    const endless = (_: number, size: number): Piece => {
      asked += size;
      return { data: new Uint8Array(size) };
    };
    await expect(read(endless, { pieceBytes: 64, maxBytes: 1_000 })).rejects.toMatchObject({
      code: "too_large",
    });
    expect(asked).toBe(1_001);
  });
});
