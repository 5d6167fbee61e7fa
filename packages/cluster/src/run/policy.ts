import { ClusterError } from "../errors.ts";

/**
 * When a run has done what it was started for.
 *
 * - `best_effort`: when every node has settled, however.
 * - `all`: when every node has answered.
 * - `any`: when one has.
 * - `{ quorum: n }`: when n have.
 */
export type RunPolicy = "best_effort" | "all" | "any" | { readonly quorum: number };

/** How a run stands against its policy. */
export type Verdict = "open" | "met" | "failed";

/** How many nodes of a run have settled. */
export interface Settled {
  readonly total: number;
  readonly settled: number;
  /** Those of them that answered. */
  readonly ok: number;
}

/** Throws {@link ClusterError} (`invalid_argument`) for a policy that these nodes cannot meet. */
export function checkPolicy(policy: RunPolicy, total: number): void {
  if (typeof policy === "string") {
    if (policy === "best_effort" || policy === "all" || policy === "any") return;
  } else if (Number.isInteger(policy.quorum) && policy.quorum >= 1) {
    if (policy.quorum <= total) return;
    throw new ClusterError(
      "invalid_argument",
      `a quorum of ${policy.quorum} cannot be reached with ${total === 1 ? "one node" : `${total} nodes`}`,
    );
  }
  throw new ClusterError(
    "invalid_argument",
    'policy must be "best_effort", "all", "any" or { quorum: a whole number above 0 }',
  );
}

/** Whether a policy is met, can still be met, or cannot be met any more. */
export function verdictOf(policy: RunPolicy, { total, settled, ok }: Settled): Verdict {
  if (policy === "best_effort") return settled === total ? "met" : "open";
  const needed = policy === "all" ? total : policy === "any" ? 1 : policy.quorum;
  if (ok >= needed) return "met";
  return total - (settled - ok) < needed ? "failed" : "open";
}

/** True for policies that may be met before every node has settled. */
export function endsEarly(policy: RunPolicy): boolean {
  return policy !== "best_effort" && policy !== "all";
}
