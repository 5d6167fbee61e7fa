import { type Cluster, type NodeResult, type RunOptions } from "@mailmux/cluster";
import { type Gateway } from "../gateway/gateway.ts";
import { type Counter, type GatewayService } from "../generated/service.gen.ts";
import { GatewayApiError } from "../errors.ts";
import { type CounterQuery } from "../report/index.ts";
import { callsOf } from "./call.ts";

/** Gateways give that many rows at once. */
const rowsAtOnce = 10_000;

/** The most counters that are read of one node. */
const maxCounters = 200_000;

/**
 * All counters of a node that match: operation `statList`, page by page.
 * @throws GatewayApiError `too_many_rows` when a node has more than 200,000 of them, or repeats itself without end
 */
export async function allCounters(
  gateway: Gateway,
  query: CounterQuery,
  signal?: AbortSignal,
): Promise<readonly Counter[]> {
  const call = callsOf(gateway, signal);
  const counters: Counter[] = [];
  for (;;) {
    const { result } = await call
      .statList({
        ...query,
        limit: rowsAtOnce,
        ...(counters.length === 0 ? {} : { offset: counters.length }),
      })
      .get();
    // Not spread into push: a hostile node may give more than a call has room for.
    for (const counter of result.item) counters.push(counter);
    if (result.item.length < rowsAtOnce) return counters;
    if (counters.length >= maxCounters) {
      throw new GatewayApiError(
        "too_many_rows",
        `the node has more than ${maxCounters} counters; ask for fewer`,
      );
    }
  }
}

/** A counter over the nodes of a cluster. */
export interface ClusterCounter {
  readonly key1: string;
  readonly key2: string;
  readonly key3: string;
  /** The sum of all nodes that answered. */
  readonly count: bigint;
  /** When the first node began to count, seconds since 1970, UTC. */
  readonly since: number;
  /** When the last one changed. */
  readonly updated: number;
  /** The nodes that have it, in the order of the cluster. */
  readonly nodes: readonly string[];
}

/** Counters of all nodes that answer, added up by their keys and sorted by them. */
export async function clusterCounters(
  cluster: Cluster<GatewayService, Gateway>,
  query: CounterQuery,
  options: RunOptions = {},
): Promise<{ readonly counters: readonly ClusterCounter[]; readonly nodes: readonly NodeResult<number>[] }> {
  const { results } = await cluster
    .run((node, { signal }) => allCounters(node, query, signal), options)
    .get();
  const sums = new Map<string, ClusterCounter & { nodes: string[] }>();
  for (const result of results) {
    if (result.status !== "ok") continue;
    for (const { key1, key2, key3, count, created, updated } of result.value) {
      const id = JSON.stringify([key1, key2, key3]);
      const known = sums.get(id);
      const nodes = known?.nodes ?? [];
      if (nodes.at(-1) !== result.node) nodes.push(result.node);
      sums.set(id, {
        key1,
        key2,
        key3,
        count: BigInt(count) + (known?.count ?? 0n),
        since: Math.min(Number(created), known?.since ?? Infinity),
        updated: Math.max(Number(updated), known?.updated ?? 0),
        nodes,
      });
    }
  }
  const order = (counter: ClusterCounter): string => `${counter.key1}\0${counter.key2}\0${counter.key3}`;
  return {
    counters: [...sums.values()].sort((left, right) => (order(left) < order(right) ? -1 : 1)),
    nodes: results.map((result) =>
      result.status === "ok" ? { ...result, value: result.value.length } : result,
    ),
  };
}
