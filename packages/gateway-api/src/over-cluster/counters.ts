import { type Cluster, type NodeResult, type RunOptions } from "@mailmux/cluster";
import { type Gateway } from "../gateway/gateway.ts";
import { type Counter, type GatewayService } from "../generated/service.gen.ts";
import { GatewayApiError } from "../errors.ts";
import { type CounterQuery } from "../report/index.ts";
import { callsOf } from "./call.ts";

/** Gateways give that many rows at once. */
const rowsAtOnce = 10_000;

/** Rows of a page that are read again with the next one: as many may end in between without one being missed. */
const overlap = 10;

/** The most counters that are read of one node. */
const maxCounters = 200_000;

/** Requests to one node: all pages, and some that are read again. */
const maxRequests = 40;

/**
 * All counters of a node that match: operation `statList`, page by page. Pages go by offset, which moves when counters begin
 * and end meanwhile; so they overlap, and each counter is in the result once, as it was last read.
 * @throws GatewayApiError `too_many_rows` when a node has more than 200,000 of them, or repeats itself without end
 */
export async function allCounters(
  gateway: Gateway,
  query: CounterQuery,
  signal?: AbortSignal,
): Promise<readonly Counter[]> {
  const call = callsOf(gateway, signal);
  const counters = new Map<string, Counter>();
  let offset = 0;
  for (let request = 1; request <= maxRequests && counters.size < maxCounters; request++) {
    const { result } = await call
      .statList({ ...query, limit: rowsAtOnce, ...(offset === 0 ? {} : { offset }) })
      .get();
    const [first] = result.item;
    if (offset > 0 && (first === undefined || !counters.has(idOf(first)))) {
      // More have ended meanwhile than pages overlap, so that some slipped through in between: step back.
      offset = Math.max(0, offset - rowsAtOnce);
      continue;
    }
    const before = counters.size;
    for (const counter of result.item) counters.set(idOf(counter), counter);
    if (result.item.length < rowsAtOnce) return [...counters.values()];
    if (counters.size === before) {
      throw new GatewayApiError("too_many_rows", "the node gives the same counters again and again");
    }
    offset += result.item.length - overlap;
  }
  throw new GatewayApiError("too_many_rows", `the node has more than ${maxCounters} counters; ask for fewer`);
}

function idOf({ key1, key2, key3 }: Pick<Counter, "key1" | "key2" | "key3">): string {
  return JSON.stringify([key1, key2, key3]);
}

/** A counter over the nodes of a cluster. */
export interface ClusterCounter {
  readonly key1: string;
  readonly key2: string;
  readonly key3: string;
  /** The sum of all nodes that answered. */
  readonly count: bigint;
  /** When the first node began to count, seconds since 1970, UTC; 0 when none of them says so. */
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
    .run((node, { signal }) => allCounters(node, query, signal), { effect: "none", ...options })
    .get();
  const sums = new Map<string, ClusterCounter & { nodes: string[] }>();
  for (const result of results) {
    if (result.status !== "ok") continue;
    for (const counter of result.value) {
      const { key1, key2, key3, count, created, updated } = counter;
      const id = idOf(counter);
      const known = sums.get(id);
      const nodes = known?.nodes ?? [];
      if (nodes.at(-1) !== result.node) nodes.push(result.node);
      sums.set(id, {
        key1,
        key2,
        key3,
        count: BigInt(count) + (known?.count ?? 0n),
        since: earlier(Number(created), known?.since ?? 0),
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

/** The earlier of two times, of which 0 says nothing. */
function earlier(left: number, right: number): number {
  return left === 0 || right === 0 ? Math.max(left, right) : Math.min(left, right);
}
