import fc from "fast-check";
import { caseInputs, loadCorpus, type Setup } from "./corpus.ts";

/** A message of the corpus, or what became of one. */
export interface Message {
  readonly setup: Setup;
  readonly bytes: Uint8Array;
}

const messages = loadCorpus()
  .flatMap((file) => file.cases)
  .flatMap((each) =>
    caseInputs(each)
      .slice(0, 1)
      .map((bytes): Message => ({ setup: each, bytes })),
  );

/** Of a case that is one of many bytes in the same place, the first. */
export const anyMessage = fc.constantFrom(...messages);

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
  fc.record({ at: fc.nat(400), other: anyMessage, from: fc.nat(400) }).map(({ at, other, from }) => {
    return (bytes: Buffer) =>
      Buffer.concat([
        bytes.subarray(0, place(bytes, at)),
        other.bytes.subarray(from % (other.bytes.length + 1)),
      ]);
  }),
);

/** A message of the corpus with one to four changes, and at its end the connection may end too. */
export const anyMutated: fc.Arbitrary<Message> = fc
  .record({
    original: anyMessage,
    mutations: fc.array(anyMutation, { minLength: 1, maxLength: 4 }),
    close: fc.boolean(),
  })
  .map(({ original: { setup, bytes }, mutations, close }) => {
    const { close: _, ...rest } = setup;
    return {
      setup: { ...rest, ...(close ? { close: true as const } : {}) },
      bytes: mutations.reduce<Buffer>((mutated, mutate) => mutate(mutated), Buffer.from(bytes)),
    };
  });
