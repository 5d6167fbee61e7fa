import { createHeap } from "./heap.ts";

/** The first rows of several ordered lists. */
export interface MergedLanes<R> {
  /** `lane` is the number of the list that a row came from. */
  readonly rows: readonly { readonly lane: number; readonly row: R }[];
  /** How many rows of each list were taken. */
  readonly taken: readonly number[];
}

/**
 * The first `limit` rows of ordered lists (k-way merge, O(limit x log lists)). Rows that compare as equal keep the order of
 * the lists.
 *
 * @param compare negative when the left row comes first
 */
export function mergeLanes<R>(
  lanes: readonly (readonly R[])[],
  limit: number,
  compare: (left: R, right: R) => number,
): MergedLanes<R> {
  const taken = lanes.map(() => 0);
  const rows: { lane: number; row: R }[] = [];
  const heads = createHeap<{ lane: number; row: R }>(
    (left, right) => compare(left.row, right.row) || left.lane - right.lane,
  );
  lanes.forEach((lane, index) => {
    if (lane.length > 0) heads.push({ lane: index, row: lane[0] as R });
  });
  while (rows.length < limit) {
    const head = heads.peek();
    if (head === undefined) break;
    const { lane } = head;
    rows.push({ lane, row: head.row });
    const next = ((taken[lane] as number) += 1);
    const list = lanes[lane] as readonly R[];
    if (next < list.length) {
      head.row = list[next] as R;
      heads.sink();
    } else heads.pop();
  }
  return { rows, taken };
}
