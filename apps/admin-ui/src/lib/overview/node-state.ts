import type { NodeState } from "#shared/api.ts";

export type StateTone = "up" | "down" | "slow" | "waiting";

export interface StateWords {
  readonly text: "Up" | "Down" | "Timed out" | "Waiting";
  readonly tone: StateTone;
}

const words: Record<NodeState, StateWords> = {
  ok: { text: "Up", tone: "up" },
  failed: { text: "Down", tone: "down" },
  timed_out: { text: "Timed out", tone: "slow" },
  pending: { text: "Waiting", tone: "waiting" },
  // Nobody asked the node, or nobody waited for it: that says nothing about the node.
  cancelled: { text: "Waiting", tone: "waiting" },
  skipped: { text: "Waiting", tone: "waiting" },
  // Of requests that change something; the overview asks none.
  unknown: { text: "Down", tone: "down" },
};

export function stateWords(state: NodeState): StateWords {
  return words[state];
}

/** How a node's missing part is told in a sentence: "mx4 timed out". */
export function missingWords(state: NodeState): string {
  if (state === "timed_out") return "timed out";
  if (state === "cancelled") return "was cancelled";
  if (state === "unknown") return "may have been changed or not";
  if (state === "skipped") return "was not asked";
  if (state === "pending") return "has not answered yet";
  return "failed";
}
