import { formatNodeSet, type NodeResult } from "@mailmux/cluster";
import { explainFailure } from "@mailmux/gateway-api";
import { visible } from "./visible.ts";

/** Who did not answer and why, the same reasons folded: `mx[3-4]: the connection was refused`. Empty when all did. */
export function describeFailures(results: readonly NodeResult<unknown>[]): string {
  const byReason = new Map<string, string[]>();
  for (const result of results) {
    const failure = explainFailure(result);
    if (failure) byReason.set(failure.message, [...(byReason.get(failure.message) ?? []), result.node]);
  }
  if (byReason.size === 0) return "";
  const answered = results.filter((result) => result.status === "ok").length;
  const lines = [...byReason].map(([reason, nodes]) => `${formatNodeSet(nodes)}: ${visible(reason)}\n`);
  return `${answered} of ${results.length} nodes answered.\n${lines.join("")}`;
}
