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
export function ratio(ours: number, peer: number, unit: Unit): number {
  return unit === "ms" ? peer / ours : ours / peer;
}

/** `ms`: less is better; `calls/s`: more is better. */
export type Unit = "ms" | "calls/s";
