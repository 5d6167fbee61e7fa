/** What several rounds of one measurement say. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function summarize(values: readonly number[]): Summary {
  if (values.length === 0) throw new Error("nothing was measured");
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
  return { median, min: sorted[0] ?? NaN, max: sorted.at(-1) ?? NaN };
}

/** How many times faster ours is: above 1 we are. For times less is better, for rates more. */
export function ratio(ours: number, peer: number, unit: Unit | CpuUnit): number {
  return unit.endsWith("/s") ? ours / peer : peer / ours;
}

/** `ms` and `MiB` (memory): less is better; the others: more is better. */
export type Unit = "ms" | "MiB" | "calls/s" | "requests/s" | "MiB/s";

/** Processor time for one piece of work: less is better. */
export type CpuUnit = "µs/request" | "µs/call" | "µs/MiB";
