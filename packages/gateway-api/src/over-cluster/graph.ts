import { type Cluster, type NodeResult, type RunOptions } from "@mailmux/cluster";
import { type Gateway } from "../gateway/gateway.ts";
import { type GatewayService } from "../generated/service.gen.ts";
import { readRrd, RrdError, type RrdFile, type RrdRange, type RrdSum, sumBetween } from "../rrd/index.ts";
import { callsOf } from "./call.ts";

/** A graph of a cluster. */
export interface ClusterGraph {
  /** The graphs of all nodes added up; undefined when no node has one with the wanted rows. */
  readonly sum: Omit<RrdSum, "leftOut"> | undefined;
  /** How each node took part, in the order of the cluster. */
  readonly nodes: readonly NodeResult<RrdFile>[];
  /** Nodes whose graph could be read and not be added to the others, and why. */
  readonly leftOut: readonly { readonly node: string; readonly error: RrdError }[];
}

/** Reads the graph of a node: operation `graphFile`. @throws RrdError for a file that is none */
export async function readGraph(gateway: Gateway, name: string, signal?: AbortSignal): Promise<RrdFile> {
  const { result } = await callsOf(gateway, signal).graphFile({ name }).get();
  return readRrd(result);
}

/**
 * Reads one graph of every node and adds them up by time. A node that fails, or has no such graph, is missing from the
 * sum and says why.
 * @throws RrdError `invalid_argument` for a range that is none
 */
export async function clusterGraph(
  cluster: Cluster<GatewayService, Gateway>,
  name: string,
  range: RrdRange,
  options: RunOptions = {},
): Promise<ClusterGraph> {
  const { results } = await cluster
    .run((node, { signal }) => readGraph(node, name, signal), { effect: "none", ...options })
    .get();
  const answered = results.flatMap((result) =>
    result.status === "ok" ? [{ node: result.node, file: result.value }] : [],
  );
  if (answered.length === 0) return { sum: undefined, nodes: results, leftOut: [] };
  try {
    const { leftOut, ...sum } = sumBetween(
      answered.map(({ file }) => file),
      range,
    );
    return {
      sum,
      nodes: results,
      leftOut: leftOut.map(({ index, error }) => ({ node: answered[index]?.node ?? "", error })),
    };
  } catch (error) {
    // No file is left: that is data, and what the nodes said is not lost with it. A range that is none is the caller's.
    if (!(error instanceof RrdError) || error.code === "invalid_argument") throw error;
    const why = answered.map(({ node, file }) => ({ node, error: refusalOf(file, range) ?? error }));
    return { sum: undefined, nodes: results, leftOut: why };
  }
}

/** Why one file alone has no such rows. */
function refusalOf(file: RrdFile, range: RrdRange): RrdError | undefined {
  try {
    sumBetween([file], range);
    return undefined;
  } catch (error) {
    if (error instanceof RrdError) return error;
    throw error;
  }
}

/** Names of the graphs that any node has, in alphabetical order, and how each node took part. */
export async function clusterGraphNames(
  cluster: Cluster<GatewayService, Gateway>,
  options: RunOptions = {},
): Promise<{ readonly names: readonly string[]; readonly nodes: readonly NodeResult<readonly string[]>[] }> {
  const { results } = await cluster
    .run(
      async (node, { signal }): Promise<readonly string[]> => {
        const { result } = await callsOf(node, signal).graphList().get();
        return result.item;
      },
      { effect: "none", ...options },
    )
    .get();
  const names = new Set(results.flatMap((result) => (result.status === "ok" ? result.value : [])));
  return { names: [...names].sort(), nodes: results };
}
