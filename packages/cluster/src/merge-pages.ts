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
  const taken = new Map(pages.map(({ node }) => [node, 0]));
  const rows: MergedRow<R>[] = [];
  while (rows.length < limit) {
    let best: { node: string; row: R } | undefined;
    for (const page of pages) {
      const row = page.rows[taken.get(page.node) ?? 0];
      if (row !== undefined && (best === undefined || compare(row, best.row) < 0))
        best = { node: page.node, row };
    }
    if (!best) break;
    rows.push(best);
    taken.set(best.node, (taken.get(best.node) ?? 0) + 1);
  }
  const more = pages.some((page) => page.more || page.rows.length > (taken.get(page.node) ?? 0));
  return { rows, taken, more };
}
