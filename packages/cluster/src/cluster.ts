import { ClusterError } from "./errors.ts";
import { type HealthOptions, NodeHealth } from "./health/node-health.ts";
import { parseNodeSet } from "./node-set.ts";
import { type ClusterRun, runOn } from "./run/cluster-run.ts";
import { NodeGates } from "./run/node-gates.ts";
import { type Effect, type NamedNode, type Operation, type OperationContext } from "./run/operation.ts";
import { checkCount, type RunOptions } from "./run/options.ts";
import { type SharedState } from "./run/schedule.ts";

/** Turns a map of inputs and outputs into one method per operation, each of which starts a run. */
export type ClusterMethods<S> = {
  readonly [K in keyof S]: S[K] extends { input: infer I; output: infer O }
    ? object extends I
      ? (args?: I) => ClusterRun<O>
      : (args: I) => ClusterRun<O>
    : never;
};

export interface ClusterOptions<N extends NamedNode> extends Omit<RunOptions, "signal" | "effect"> {
  readonly nodes: readonly N[];
  /** Operations under way on one node at the same time, over all runs. Default: no limit. */
  readonly maxPerNode?: number;
  /** Remembers nodes that do not answer and does not ask them for a while. Default: every run asks every node. */
  readonly health?: boolean | HealthOptions<N> | undefined;
  /** Names of the operations that {@link Cluster.future} has a method for. */
  readonly operations?: readonly string[];
  /** What each operation does to a node. Default: not known. */
  readonly effectOf?: (operation: string) => Effect | undefined;
  /** Calls one operation on one node. */
  readonly call?: (node: N, operation: string, args: unknown, context: OperationContext) => Promise<unknown>;
}

/** Nodes that are asked together. It does not change; `select` makes a smaller one. */
export interface Cluster<S, N extends NamedNode = NamedNode> {
  readonly nodes: readonly N[];
  /** What is known of the nodes' health; undefined without the option. */
  readonly health: NodeHealth<N> | undefined;
  /** The nodes of a node set, such as `mx[1-3]`. Throws {@link ClusterError} (`unknown_node`). */
  select(expression: string): Cluster<S, N>;
  /** One method per operation; each starts the operation on all nodes at once and returns its run. */
  future(options?: RunOptions): ClusterMethods<S>;
  /** Runs any function on all nodes. */
  run<T>(operation: Operation<N, T>, options?: RunOptions): ClusterRun<T>;
}

/** Makes a cluster. Throws {@link ClusterError} for names given twice. */
export function createCluster<S, N extends NamedNode = NamedNode>(options: ClusterOptions<N>): Cluster<S, N> {
  const { nodes, maxPerNode, health = false } = options;
  if (new Set(nodes.map(({ name }) => name)).size !== nodes.length)
    throw new ClusterError("invalid_argument", "two nodes have the same name");
  if (maxPerNode !== undefined) checkCount("maxPerNode", maxPerNode);
  return clusterOf<S, N>(options, {
    gates: maxPerNode === undefined ? undefined : new NodeGates(maxPerNode),
    health: health === false ? undefined : new NodeHealth(nodes, health === true ? {} : health),
  });
}

function clusterOf<S, N extends NamedNode>(
  options: ClusterOptions<N>,
  shared: SharedState<N>,
): Cluster<S, N> {
  const { nodes, maxPerNode: _, health: __, operations = [], effectOf, call, ...defaults } = options;
  return {
    nodes,
    health: shared.health,
    select: (expression) => clusterOf<S, N>({ ...options, nodes: selectNodes(nodes, expression) }, shared),
    future(runOptions) {
      const methods = Object.create(null) as Record<string, (args?: unknown) => ClusterRun<unknown>>;
      for (const name of operations) {
        const effect = effectOf?.(name);
        methods[name] = (args = {}) => {
          if (!call)
            throw new ClusterError(
              "invalid_argument",
              "this cluster was made without a way to call operations",
            );
          return runOn(
            nodes,
            (node, context) => call(node, name, args, context),
            { ...defaults, ...(effect === undefined ? {} : { effect }), ...runOptions },
            shared,
          );
        };
      }
      return methods as unknown as ClusterMethods<S>;
    },
    run: (operation, runOptions) => runOn(nodes, operation, { ...defaults, ...runOptions }, shared),
  };
}

function selectNodes<N extends NamedNode>(nodes: readonly N[], expression: string): N[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const names = parseNodeSet(expression);
  const unknown = names.filter((name) => !byName.has(name));
  if (unknown.length > 0) {
    const known = [...byName.keys()].slice(0, 20).join(", ");
    throw new ClusterError("unknown_node", `there is no node ${unknown.join(", ")}; there is ${known}`, {
      context: { nodes: unknown },
    });
  }
  return names.flatMap((name) => byName.get(name) ?? []);
}
