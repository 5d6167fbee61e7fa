import { ReportError } from "./errors.ts";
import { reportLimits } from "./limits.ts";
import { keyMatcher } from "./match.ts";
import type { Grouping } from "./plan.ts";
import type { CounterQuery, RateQuery, ReportCounter, ReportRate } from "./sources.ts";

/** Counters added up. Whole numbers are added as such, so that the order of the nodes cannot matter. */
export interface CounterSum {
  readonly total: bigint;
  /** The smallest `created`: seconds since 1970, UTC. */
  readonly since: number | undefined;
}

/** What the nodes that answered say about one pattern. */
export interface CounterTally {
  readonly nodes: Map<string, CounterSum>;
  readonly groups: Map<Grouping, Map<string, CounterSum>>;
  /** Groupings with more values than a pie has slices. Their values are not kept. */
  readonly crowded: Set<Grouping>;
}

/** An empty tally. */
export function counterTally(groupings: Iterable<Grouping>): CounterTally {
  return {
    nodes: new Map(),
    groups: new Map([...groupings].map((grouping) => [grouping, new Map<string, CounterSum>()])),
    crowded: new Set(),
  };
}

const nothing: CounterSum = Object.freeze({ total: 0n, since: undefined });

/**
 * Adds one node's answer. Rows that do not match the query are left out.
 * @throws ReportError `bad_answer` for an answer that is none; nothing of it has been added then
 */
export function addCounters(
  tally: CounterTally,
  node: string,
  query: CounterQuery,
  answer: readonly ReportCounter[],
): void {
  const rows = checkedRows(answer, (row) => [row.key1, row.key2, row.key3]);
  const key1 = keyMatcher(query.key1);
  const key2 = keyMatcher(query.key2);
  const key3 = keyMatcher(query.key3);
  const found = rows.filter((row) => key1(row.key1) && key2(row.key2) && key3(row.key3));
  tally.nodes.set(
    node,
    found.reduce((sum, row) => added(sum, row), nothing),
  );
  for (const [grouping, sums] of tally.groups) {
    for (const row of found) {
      if (tally.crowded.has(grouping)) break;
      const key = row[grouping];
      sums.set(key, added(sums.get(key) ?? nothing, row));
      if (sums.size <= reportLimits.slices) continue;
      tally.crowded.add(grouping);
      sums.clear();
    }
  }
}

/** The sum of one node's rates. @throws ReportError `bad_answer` as {@link addCounters} */
export function sumRates({ namespace, entry }: RateQuery, answer: readonly ReportRate[]): bigint {
  const matches = keyMatcher(entry);
  let total = 0n;
  for (const row of checkedRows(answer, ({ ns, entry: text }) => [ns, text])) {
    if (row.ns === namespace && matches(row.entry)) total += BigInt(row.count);
  }
  return total;
}

/** A count as it is. @throws ReportError `bad_answer` when it is no whole number of 64 bits */
export function wholeNumber(count: unknown): bigint {
  if (typeof count === "bigint" && BigInt.asIntN(64, count) === count) return count;
  if (typeof count === "number" && Number.isSafeInteger(count)) return BigInt(count);
  throw new ReportError("bad_answer", "The node's answer has a count that is no whole number.");
}

function added(sum: CounterSum, row: ReportCounter): CounterSum {
  const created = Number(row.created ?? 0);
  // A counter that does not say when it began says nothing about the others.
  const since = created > 0 ? Math.min(created, sum.since ?? created) : sum.since;
  return { total: sum.total + BigInt(row.count), since };
}

function checkedRows<Row extends { readonly count: unknown }>(
  rows: readonly Row[],
  keys: (row: Row) => readonly unknown[],
): readonly Row[] {
  if (!Array.isArray(rows)) throw new ReportError("bad_answer", "The node's answer is no list.");
  if (rows.length > reportLimits.rows) {
    throw new ReportError("bad_answer", `The node's answer has more than ${reportLimits.rows} rows.`);
  }
  for (const row of rows as readonly Row[]) {
    wholeNumber(row.count);
    if (keys(row).every((key) => typeof key === "string")) continue;
    throw new ReportError("bad_answer", "The node's answer has a key that is no text.");
  }
  return rows as readonly Row[];
}
