import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultWireLimits, leniencies } from "../../src/wire/index.ts";
import { caseInputs, loadCorpus, type Outcome, run, type Setup } from "./corpus.ts";

// The seed is fixed, so that a failure is everybody's failure and not one evening's.
const parameters = { seed: 9112, numRuns: 500 };

const cases = loadCorpus()
  .flatMap((file) => file.cases)
  .flatMap((each) =>
    caseInputs(each)
      .slice(0, 1)
      .map((bytes) => ({ setup: each as Setup, bytes })),
  );

const anyCase = fc.constantFrom(...cases);
const anyCuts = fc.array(fc.nat(400), { maxLength: 6 });
/** Mostly the bytes that mean something to a parser. */
const anyByte = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(...Buffer.from('\r\n\0:; \t,"\\=/.*0159afAFxHT\x7f\xff', "latin1")),
  },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }) },
);

type Mutation = (bytes: Buffer) => Buffer;

const place = (bytes: Buffer, at: number): number => at % (bytes.length + 1);
const spliced = (bytes: Buffer, at: number, removed: number, added: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, place(bytes, at)), added, bytes.subarray(place(bytes, at) + removed)]);

const anyMutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ at: fc.nat(400), bit: fc.nat(7) }).map(({ at, bit }) => (bytes: Buffer) => {
    const index = place(bytes, at);
    return index < bytes.length
      ? spliced(bytes, index, 1, Uint8Array.of((bytes[index] ?? 0) ^ (1 << bit)))
      : bytes;
  }),
  fc.record({ at: fc.nat(400), byte: anyByte }).map(({ at, byte }) => {
    return (bytes: Buffer) => spliced(bytes, at, 1, Uint8Array.of(byte));
  }),
  fc.record({ at: fc.nat(400), added: fc.array(anyByte, { maxLength: 3 }) }).map(({ at, added }) => {
    return (bytes: Buffer) => spliced(bytes, at, 0, Uint8Array.from(added));
  }),
  fc.record({ at: fc.nat(400), removed: fc.integer({ min: 1, max: 4 }) }).map(({ at, removed }) => {
    return (bytes: Buffer) => spliced(bytes, at, removed, new Uint8Array(0));
  }),
  fc.record({ from: fc.nat(400), length: fc.nat(40), at: fc.nat(400) }).map(({ from, length, at }) => {
    return (bytes: Buffer) => spliced(bytes, at, 0, bytes.subarray(from, from + length));
  }),
  fc.record({ at: fc.nat(400), other: anyCase, from: fc.nat(400) }).map(({ at, other, from }) => {
    return (bytes: Buffer) =>
      Buffer.concat([
        bytes.subarray(0, place(bytes, at)),
        other.bytes.subarray(from % (other.bytes.length + 1)),
      ]);
  }),
);

const anyMutated = fc
  .record({
    original: anyCase,
    mutations: fc.array(anyMutation, { minLength: 1, maxLength: 4 }),
    close: fc.boolean(),
  })
  .map(({ original: { setup, bytes }, mutations, close }) => {
    const { close: _, ...rest } = setup;
    return {
      setup: { ...rest, ...(close ? { close: true as const } : {}) } satisfies Setup,
      bytes: mutations.reduce<Buffer>((mutated, mutate) => mutate(mutated), Buffer.from(bytes)),
    };
  });

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
      fc.property(anyCase, anyCuts, ({ setup, bytes }, cuts) => {
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
