import { ClusterError } from "./errors.ts";
import { formatNodeSet } from "./node-set.ts";

interface Attempted {
  readonly node: string;
  /** How often the operation was started on the node; 0 when it never was. */
  readonly attempts: number;
  /** Milliseconds from the first start to the end. */
  readonly durationMs: number;
}

/** How one node's part of a run ended. */
export type NodeResult<T> = Attempted &
  (
    | { readonly status: "ok"; readonly value: T }
    | { readonly status: "failed"; readonly error: Error }
    | { readonly status: "timed_out" }
    | { readonly status: "cancelled" }
    | { readonly status: "skipped"; readonly reason: string }
  );

export type NodeStatus = NodeResult<unknown>["status"];

/** The ends of all nodes of a run, in the order of the node set. */
export class ClusterReport<T> {
  readonly results: readonly NodeResult<T>[];

  constructor(results: readonly NodeResult<T>[]) {
    this.results = results;
  }

  /** True when every node answered. */
  get complete(): boolean {
    return this.results.every((result) => result.status === "ok");
  }

  /** Names of the nodes that ended so. */
  nodes(status: NodeStatus): string[] {
    return this.results.filter((result) => result.status === status).map((result) => result.node);
  }

  /** Values of the nodes that answered. */
  get values(): T[] {
    return this.results.flatMap((result) => (result.status === "ok" ? [result.value] : []));
  }

  /** All values, for callers who want all or nothing; throws {@link ClusterError} (`node_failed`) naming who failed. */
  unwrap(): T[] {
    const missing = this.results.filter((result) => result.status !== "ok");
    if (missing.length > 0) {
      const nodes = missing.map((result) => result.node);
      const cause = missing.flatMap((result) => (result.status === "failed" ? [result.error] : []))[0];
      throw new ClusterError("node_failed", `no answer from ${formatNodeSet(nodes)}`, {
        cause,
        context: { nodes },
      });
    }
    return this.values;
  }
}
