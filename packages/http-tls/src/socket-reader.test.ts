import fc from "fast-check";
import { expect, it } from "vitest";
import { SocketReader } from "./socket-reader.ts";

it("what was kept is never written over, however large the reads are and whichever of them are kept", () => {
  const reads = fc.array(fc.tuple(fc.integer({ min: 1, max: 65_536 }), fc.boolean()), { maxLength: 60 });
  fc.assert(
    fc.property(reads, (plan) => {
      const reader = new SocketReader();
      const kept: { bytes: Buffer; fill: number }[] = [];
      let keep = false;
      let fill = 0;
      reader.listen((bytes) => {
        expect(bytes.every((byte) => byte === fill)).toBe(true);
        if (keep) {
          reader.keep();
          kept.push({ bytes, fill });
        }
        return true;
      });
      for (const [wanted, kind] of plan) {
        keep = kind;
        fill = (fill + 1) % 256;
        // What Node does: it asks for memory, writes no more than fits, and tells how much.
        const region = reader.onread.buffer();
        expect(region.length).toBeGreaterThanOrEqual(16 * 1024);
        const length = Math.min(wanted, region.length);
        region.fill(fill, 0, length);
        expect(reader.onread.callback(length)).toBe(true);
      }
      for (const { bytes, fill: before } of kept)
        expect(bytes.equals(Buffer.alloc(bytes.length, before))).toBe(true);
    }),
    { numRuns: 60 },
  );
});
