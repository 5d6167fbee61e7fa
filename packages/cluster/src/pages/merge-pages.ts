import { mergeLanes } from "./merge-lanes.ts";

/** One node's part of a merged page: its rows in order, and whether it has more after them. */
export interface NodePage<R> {
  readonly node: string;
  readonly rows: readonly R[];
  readonly more: boolean;
}

export interface MergedRow<R> {
  readonly node: string;
  readonly row: R;
}

export interface MergedPage<R> {
  readonly rows: readonly MergedRow<R>[];
  /** How many rows of each node are in the page: where its next page begins. */
  readonly taken: ReadonlyMap<string, number>;
  /** True when there is at least one row after this page. */
  readonly more: boolean;
}

/**
 * Merges ordered pages of several nodes into the first `limit` rows (k-way merge). Rows that compare as equal keep
 * the order of the nodes, so that the order is the same every time. Each page must have at least `limit` rows, or
 * be its node's last.
 *
 * @param compare negative when the left row comes first
 */
export function mergePages<R>(
  pages: readonly NodePage<R>[],
  limit: number,
  compare: (left: R, right: R) => number,
): MergedPage<R> {
  const merged = mergeLanes(
    pages.map(({ rows }) => rows),
    limit,
    compare,
  );
  const nameOf = (lane: number): string => pages[lane]?.node ?? "";
  return {
    rows: merged.rows.map(({ lane, row }) => ({ node: nameOf(lane), row })),
    taken: new Map(merged.taken.map((count, lane) => [nameOf(lane), count])),
    more: pages.some((page, lane) => page.more || page.rows.length > (merged.taken[lane] ?? 0)),
  };
}
