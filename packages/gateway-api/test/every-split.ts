import { expect } from "vitest";
import type { OutputParser } from "../src/command-output/index.ts";

/** The records of an output that arrives in the given chunks. */
export function recordsOf<T>(parser: OutputParser<T>, chunks: readonly Uint8Array[]): T[] {
  const records = chunks.flatMap((chunk) => parser.push(chunk));
  return [...records, ...parser.end()];
}

/** Reads an output whole, byte by byte and in every two parts, expects the same each time, and gives it. */
export function readEverySplit<T>(create: () => OutputParser<T>, output: string | Uint8Array): T[] {
  const bytes = typeof output === "string" ? new TextEncoder().encode(output) : output;
  const whole = recordsOf(create(), [bytes]);
  const single = Array.from(bytes, (_, index) => bytes.subarray(index, index + 1));
  expect(recordsOf(create(), single)).toEqual(whole);
  for (let at = 0; at <= bytes.length; at++) {
    expect(recordsOf(create(), [bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
  }
  return whole;
}
