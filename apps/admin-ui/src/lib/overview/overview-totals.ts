import type { NodeOverview } from "#shared/api.ts";

export interface PartialSum {
  readonly count: number;
  /** True when a node did not say its part. */
  readonly atLeast: boolean;
}

export interface OverviewTotals {
  readonly total: number;
  readonly answered: number;
  /** Nodes that have not been heard of yet. */
  readonly waiting: number;
  /** Null while no node has said a number. */
  readonly queue: PartialSum | null;
  readonly quarantine: PartialSum | null;
}

export function overviewTotals(rows: readonly NodeOverview[]): OverviewTotals {
  return {
    total: rows.length,
    answered: rows.filter((row) => row.state === "ok").length,
    waiting: rows.filter((row) => row.state === "pending").length,
    queue: partialSum(rows.map((row) => row.queueCount)),
    quarantine: partialSum(rows.map((row) => row.quarantineCount)),
  };
}

function partialSum(counts: readonly (number | undefined)[]): PartialSum | null {
  const said = counts.filter((count) => count !== undefined);
  if (said.length === 0) return null;
  return { count: said.reduce((sum, count) => sum + count, 0), atLeast: said.length < counts.length };
}

/**
 * The version that most nodes run, or undefined when all that answered agree (or none did). Of two that are
 * equally common it is the higher: the others are then the ones still to be updated.
 */
export function commonVersion(rows: readonly NodeOverview[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { version } of rows) {
    if (version !== undefined) counts.set(version, (counts.get(version) ?? 0) + 1);
  }
  if (counts.size < 2) return undefined;
  const [first] = [...counts].toSorted(
    ([a, timesA], [b, timesB]) => timesB - timesA || b.localeCompare(a, "en", { numeric: true }),
  );
  return first?.[0];
}
