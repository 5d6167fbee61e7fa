import { ClusterError } from "./errors.ts";
import { formatNodeSet } from "./node-set.ts";
import { type RunPolicy } from "./run/policy.ts";

interface Attempted {
  readonly node: string;
  /** How often the operation was started on the node; 0 when it never was. */
  readonly attempts: number;
  /** Milliseconds from the first start to the end. */
  readonly durationMs: number;
}

/** Why a node was not asked. */
export type SkipCode = "breaker_open" | "policy_met" | "fail_fast" | "refused";

/** How one node's part of a run ended. */
export type NodeResult<T> = Attempted &
  (
    | { readonly status: "ok"; readonly value: T }
    /** The operation failed; of one that changes something, it is certain that this attempt has changed nothing more. */
    | { readonly status: "failed"; readonly error: Error }
    /** It took too long: longer than the limit that is named. */
    | { readonly status: "timed_out"; readonly limit?: TimeLimit }
    | { readonly status: "cancelled" }
    /** The node was not asked. */
    | { readonly status: "skipped"; readonly reason: string; readonly code?: SkipCode }
    /** The operation changes something, was sent, and nobody knows whether it arrived: look before you repeat it. */
    | {
        readonly status: "unknown";
        readonly because: "failed" | "timed_out" | "cancelled";
        readonly error?: Error;
      }
  );

/** A time limit, by the name of its option. */
export type TimeLimit = "operationTimeoutMs" | "deadlineMs";

export type NodeStatus = NodeResult<unknown>["status"];

/** How a run ended against its policy. */
export interface PolicyOutcome {
  readonly policy: RunPolicy;
  readonly met: boolean;
}

/** The ends of all nodes of a run, in the order of the node set. */
export class ClusterReport<T> {
  readonly results: readonly NodeResult<T>[];
  /** What the run was to reach. */
  readonly policy: RunPolicy;
  /** Whether it has. */
  readonly met: boolean;

  constructor(
    results: readonly NodeResult<T>[],
    outcome: PolicyOutcome = { policy: "best_effort", met: true },
  ) {
    this.results = results;
    this.policy = outcome.policy;
    this.met = outcome.met;
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
      const cause = missing.flatMap((result) =>
        (result.status === "failed" || result.status === "unknown") && result.error ? [result.error] : [],
      )[0];
      throw new ClusterError("node_failed", `no answer from ${formatNodeSet(nodes)}`, {
        cause,
        context: { nodes },
      });
    }
    return this.values;
  }
}
