import { type NodeResult, type NodeStatus } from "../result.ts";

/** What happens during a run; a single object, so that fields can be added. */
export type NodeEvent<T> =
  | { readonly type: "pickup"; readonly node: string }
  /** An operation that reads is started again, because its connection had died before an answer. */
  | { readonly type: "repeat"; readonly node: string; readonly attempt: number; readonly error: Error }
  | { readonly type: "settle"; readonly node: string; readonly result: NodeResult<T> };

/** How far a run is, in nodes. */
export interface RunProgress {
  readonly total: number;
  readonly started: number;
  readonly settled: number;
  /** Those that are being asked now. */
  readonly running: number;
  /** Those that have settled, by how. */
  readonly byStatus: Readonly<Record<NodeStatus, number>>;
}
