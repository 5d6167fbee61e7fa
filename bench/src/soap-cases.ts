import { type BenchmarkCase } from "./benchmark.ts";

/** The cases of the `soap-future` benchmark. */
export const soapCases = {
  queue: { name: "mailQueue of 5,000 messages", unit: "ms", cpuUnit: "µs/call" },
  oneByOne: { name: "getVersion, one after another", unit: "calls/s", cpuUnit: "µs/call" },
  atOnce: { name: "getVersion, 20 at once", unit: "calls/s", cpuUnit: "µs/call" },
  decode: { name: "decode 5,000 messages", unit: "MiB/s" },
  peak: { name: "peak memory of 1,000,000 messages", unit: "MiB", fresh: true, maxRounds: 3 },
  wsdl: { name: "load a WSDL of 500 operations", unit: "ms", fresh: true },
} as const satisfies Record<string, BenchmarkCase>;

export type SoapCase = keyof typeof soapCases;

/** Messages in the large answer. */
export const messageCount = 5_000;
/** How often the stream's answer holds the messages of the large one. */
export const streamRepeats = 200;
/** Operations in the large WSDL, and types. */
export const operationCount = 500;
export const typeCount = 2_000;

/** How often a case's work is done in one round. */
export const soapCallsPerRound = { queue: 5, small: 1_500, decode: 5 } as const;
