import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultWireLimits, leniencies } from "../../src/wire/index.ts";
import { type Outcome, run } from "./corpus.ts";
import { anyMessage, anyMutated } from "./mutations.ts";

// The seed is fixed, so that a failure is everybody's failure and not one evening's.
const parameters = { seed: 9112, numRuns: 500 };

const anyCuts = fc.array(fc.nat(400), { maxLength: 6 });

function cutAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
  return [0, ...places].map((from, index) => bytes.subarray(from, places[index] ?? bytes.length));
}

function hasLeniency({ events }: Outcome): boolean {
  return events.some((event) => "leniency" in event);
}

describe("any message of the corpus", () => {
  it("gives the same events however its bytes are cut, empty pieces included", () => {
    fc.assert(
      fc.property(anyMessage, anyCuts, ({ setup, bytes }, cuts) => {
        expect(run(setup, cutAt(bytes, cuts))).toEqual(run(setup, [bytes]));
      }),
      parameters,
    );
  });
});

describe("any mutation of a message of the corpus", () => {
  it("gives events or a known error, the same however its bytes are cut", () => {
    fc.assert(
      fc.property(anyMutated, anyCuts, ({ setup, bytes }, cuts) => {
        const whole = run(setup, [bytes]);
        expect(
          run(
            setup,
            Array.from(bytes, (byte) => Uint8Array.of(byte)),
          ),
        ).toEqual(whole);
        expect(run(setup, cutAt(bytes, cuts))).toEqual(whole);
        if (whole.error === undefined) return;
        expect(["protocol", "too_large", "closed"]).toContain(whole.error.code);
        if (whole.error.code === "too_large")
          expect(Object.keys(defaultWireLimits)).toContain(whole.error.limit);
        else expect(whole.error.limit).toBeUndefined();
        expect(whole.events.some((event) => "end" in event)).toBe(false);
      }),
      { ...parameters, numRuns: 2000 },
    );
  });

  it("is read alike with and without leniencies until one of them is reported", () => {
    fc.assert(
      fc.property(anyMutated, ({ setup, bytes }) => {
        const lenient = run({ ...setup, lenient: leniencies }, [bytes]);
        const strict = run({ ...setup, lenient: [] }, [bytes]);
        if (hasLeniency(lenient)) expect(strict.error?.code).toBe("protocol");
        else expect(strict).toEqual(lenient);
      }),
      parameters,
    );
  });

  it("keeps to one order of events: interim responses, one head, data, and then the end", () => {
    fc.assert(
      fc.property(anyMutated, ({ setup, bytes }) => {
        const kinds = run(setup, [bytes]).events.map((event) => Object.keys(event)[0] ?? "");
        const order = kinds.filter((kind) => kind !== "leniency").join(" ");
        // A leniency that strikes between two pieces of data parts them.
        expect(order).toMatch(/^(interim ?)*(head( data)*( end)?)?$/);
      }),
      parameters,
    );
  });
});
