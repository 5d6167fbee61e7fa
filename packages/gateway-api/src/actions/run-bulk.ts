import { type Cluster, formatNodeSet, type NodeResult, type RunOptions } from "@mailmux/cluster";
import { futureWithin, withinRun } from "@mailmux/cluster/soap";
import { toCount } from "../calls/values.ts";
import { GatewayApiError } from "../errors.ts";
import { explainFailure, type NodeFailure } from "../gateway/failure.ts";
import { type Gateway } from "../gateway/gateway.ts";
import { type GatewayService } from "../generated/service.gen.ts";
import { planBulk } from "./bulk-request.ts";
import { type BulkCount, type BulkPreview, countMatches } from "./preview-bulk.ts";

/** What became of a bulk action on one node. */
export type BulkOutcome = { readonly node: string } & (
  | {
      /** The node has done it. */
      readonly outcome: "done";
      /** How many there were in the preview. */
      readonly counted: number;
      /** How many the node says; undefined for nodes that do not say it. More than `counted`: they came in this very moment. */
      readonly affected: number | undefined;
    }
  | {
      /** More match now than were counted: nothing has been done. */
      readonly outcome: "refused";
      readonly counted: number;
      readonly now: number;
    }
  | {
      /**
       * `failed`: it was asked, and has certainly not done it. `unknown`: it was asked, and nobody knows; look before it is
       * repeated. `not_tried`: it was not asked, for example because it did not count.
       */
      readonly outcome: "failed" | "unknown" | "not_tried";
      readonly failure: NodeFailure;
    }
);

/** What became of a bulk action. It is plain data. */
export interface BulkReport {
  /** In the order of the preview. */
  readonly nodes: readonly BulkOutcome[];
  /** All that the nodes say they have done; `atLeast` when one of them does not say it, or it is not known. */
  readonly affected: { readonly count: number; readonly atLeast: boolean };
  /** True when every node has done it. */
  readonly complete: boolean;
}

/** Options of {@link runBulk}. */
export interface RunBulkOptions extends Omit<RunOptions, "effect"> {
  /** What came of the same preview before: nodes that have done it, or may have, are not asked again. */
  readonly after?: BulkReport;
}

/**
 * Does what was counted. Right before, each node counts again: where more match than the preview says, nothing is done on
 * that node. Nodes that were not counted are not asked, and nothing is ever sent twice.
 * @throws FilterError, GatewayApiError `invalid_argument` for a request that cannot be sent, and for a preview or an earlier
 *   report of other nodes
 */
export async function runBulk(
  cluster: Cluster<GatewayService, Gateway>,
  { request, nodes }: Pick<BulkPreview, "request" | "nodes">,
  { after, ...options }: RunBulkOptions = {},
): Promise<BulkReport> {
  // Not the preview's own: whoever stored it may have changed one without the other.
  const { filter, start } = planBulk(request);
  const settled = settledBefore(nodes, after);
  const counts = new Map(
    nodes.flatMap((node) => ("count" in node && !settled.has(node.node) ? [[node.node, node.count]] : [])),
  );
  checkCounts(cluster, nodes);
  const results = new Map<string, NodeResult<BulkOutcome>>();
  const asked = new Set<string>();
  if (counts.size > 0) {
    const run = cluster.select(formatNodeSet([...counts.keys()])).run(
      async (node, context): Promise<BulkOutcome> => {
        const counted = counts.get(node.name) ?? 0;
        // While it only counts, nothing can have been changed.
        context.reportArrival(() => false);
        const now = await countMatches(node, filter, context.signal);
        if (now > counted) return { node: node.name, outcome: "refused", counted, now };
        if (now === 0) return { node: node.name, outcome: "done", counted, affected: 0 };
        context.signal.throwIfAborted();
        asked.add(node.name);
        const answer = await withinRun(start(futureWithin(node.client, context)), context);
        return { node: node.name, outcome: "done", counted, affected: toCount(answer) };
      },
      { ...options, effect: "change" },
    );
    for (const result of (await run.get()).results) results.set(result.node, result);
  }
  return reportOf(
    nodes.map((node) => settled.get(node.node) ?? outcomeOf(node, results.get(node.node), asked)),
  );
}

/** Nodes that are not to be asked again, with what became of them. */
function settledBefore(
  nodes: readonly BulkCount[],
  after: BulkReport | undefined,
): ReadonlyMap<string, BulkOutcome> {
  if (after === undefined) return new Map();
  const same =
    after.nodes.length === nodes.length &&
    nodes.every(({ node }, index) => after.nodes[index]?.node === node);
  if (!same) throw new GatewayApiError("invalid_argument", "the earlier report is of another preview");
  return new Map(
    after.nodes
      .filter(({ outcome }) => outcome === "done" || outcome === "unknown")
      .map((outcome) => [outcome.node, outcome]),
  );
}

function checkCounts({ nodes }: Cluster<GatewayService, Gateway>, counts: readonly BulkCount[]): void {
  const known = new Set(nodes.map(({ name }) => name));
  const stranger = counts.find(({ node }) => !known.has(node));
  if (stranger !== undefined) {
    throw new GatewayApiError(
      "invalid_argument",
      `the preview has a node ${stranger.node} that is not there`,
    );
  }
  if (counts.some((node) => "count" in node && !(Number.isSafeInteger(node.count) && node.count >= 0))) {
    throw new GatewayApiError("invalid_argument", "a count of the preview is no whole number from 0");
  }
}

function outcomeOf(
  counted: BulkCount,
  result: NodeResult<BulkOutcome> | undefined,
  asked: ReadonlySet<string>,
): BulkOutcome {
  const { node } = counted;
  if (!("count" in counted)) {
    const message = `it was not counted (${counted.failure.message})`;
    return { node, outcome: "not_tried", failure: { code: counted.failure.code, message } };
  }
  if (result?.status === "ok") return result.value;
  const failure = (result && explainFailure(result)) ?? { code: "failed", message: "it was not asked" };
  const status = asked.has(node) ? result?.status : undefined;
  return { node, outcome: status === "failed" || status === "unknown" ? status : "not_tried", failure };
}

function reportOf(nodes: readonly BulkOutcome[]): BulkReport {
  const done = nodes.flatMap((node) => (node.outcome === "done" ? [node.affected] : []));
  return {
    nodes,
    affected: {
      count: done.reduce<number>((sum, affected) => sum + (affected ?? 0), 0),
      atLeast: done.includes(undefined) || nodes.some(({ outcome }) => outcome === "unknown"),
    },
    complete: done.length === nodes.length,
  };
}
