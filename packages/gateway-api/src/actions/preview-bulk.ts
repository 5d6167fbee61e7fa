import { type Cluster, type RunOptions } from "@mailmux/cluster";
import { toNumber } from "../calls/values.ts";
import { GatewayApiError } from "../errors.ts";
import { explainFailure, type NodeFailure } from "../gateway/failure.ts";
import { type Gateway } from "../gateway/gateway.ts";
import { type GatewayService } from "../generated/service.gen.ts";
import { type BulkRequest, planBulk } from "./bulk-request.ts";

/** How many messages of one node match, or why that is not known. */
export type BulkCount =
  | { readonly node: string; readonly count: number }
  | { readonly node: string; readonly failure: NodeFailure };

/** What a bulk action would do. It is plain data, which can be shown and stored until somebody has agreed to it. */
export interface BulkPreview {
  readonly request: BulkRequest;
  /** The filter as the nodes get it. */
  readonly filter: string;
  /** In the order of the cluster. */
  readonly nodes: readonly BulkCount[];
  /** All that were counted; `atLeast` when a node did not answer. */
  readonly total: { readonly count: number; readonly atLeast: boolean };
}

/**
 * Counts on every node what a bulk action would be done to. Nothing is changed.
 * @throws FilterError; GatewayApiError `invalid_argument` for all mail without `everything`
 */
export async function previewBulk(
  cluster: Cluster<GatewayService, Gateway>,
  request: BulkRequest,
  options: Omit<RunOptions, "effect"> = {},
): Promise<BulkPreview> {
  const { filter } = planBulk(request);
  const { results } = await cluster
    .run((node, { signal }) => countMatches(node, filter, signal), { ...options, effect: "none" })
    .get();
  const nodes = results.map((result): BulkCount => {
    if (result.status === "ok") return { node: result.node, count: result.value };
    const failure = explainFailure(result) ?? { code: "failed", message: "it did not answer" };
    return { node: result.node, failure };
  });
  const counts = nodes.flatMap((node) => ("count" in node ? [node.count] : []));
  const count = counts.reduce((sum, each) => sum + each, 0);
  return { request, filter, nodes, total: { count, atLeast: counts.length < nodes.length } };
}

/** How many messages in queue and quarantine of a node match. @throws GatewayApiError `bad_answer` */
export async function countMatches(
  { client }: Gateway,
  filter: string,
  signal: AbortSignal,
): Promise<number> {
  const call = client.future({ signal, timeoutMs: 0x7fffffff });
  const { totalhits } = await call.mailQueue({ filter, limit: 1, options: { totalhits: true } }).get();
  if (totalhits === undefined) {
    throw new GatewayApiError("bad_answer", "the node did not say how many messages match");
  }
  return toNumber(totalhits, "the number of matches");
}
