import { ClusterError } from "./errors.ts";
import { parseNodeSet } from "./node-set.ts";
import { type ClusterRun, type NamedNode, type Operation, type RunOptions, runOn } from "./run.ts";

/** Turns a map of inputs and outputs into one method per operation, each of which starts a run. */
export type ClusterMethods<S> = {
  readonly [K in keyof S]: S[K] extends { input: infer I; output: infer O }
    ? object extends I
      ? (args?: I) => ClusterRun<O>
      : (args: I) => ClusterRun<O>
    : never;
};

export interface ClusterOptions<N extends NamedNode> extends Omit<RunOptions, "signal"> {
  readonly nodes: readonly N[];
  /** Names of the operations that {@link Cluster.future} has a method for. */
  readonly operations?: readonly string[];
  /** Calls one operation on one node. */
  readonly call?: (
    node: N,
    operation: string,
    args: unknown,
    context: { signal: AbortSignal },
  ) => Promise<unknown>;
}

/** Nodes that are asked together. It does not change; `select` makes a smaller one. */
export interface Cluster<S, N extends NamedNode = NamedNode> {
  readonly nodes: readonly N[];
  /** The nodes of a node set, such as `mx[1-3]`. Throws {@link ClusterError} (`unknown_node`). */
  select(expression: string): Cluster<S, N>;
  /** One method per operation; each starts the operation on all nodes at once and returns its run. */
  future(options?: RunOptions): ClusterMethods<S>;
  /** Runs any function on all nodes. */
  run<T>(operation: Operation<N, T>, options?: RunOptions): ClusterRun<T>;
}

/** Makes a cluster. Throws {@link ClusterError} for names given twice. */
export function createCluster<S, N extends NamedNode = NamedNode>(options: ClusterOptions<N>): Cluster<S, N> {
  const { nodes, operations = [], call, ...defaults } = options;
  const byName = new Map(nodes.map((node) => [node.name, node]));
  if (byName.size !== nodes.length)
    throw new ClusterError("invalid_argument", "two nodes have the same name");
  return {
    nodes,
    select(expression) {
      const names = parseNodeSet(expression);
      const unknown = names.filter((name) => !byName.has(name));
      if (unknown.length > 0) {
        const known = [...byName.keys()].slice(0, 20).join(", ");
        throw new ClusterError("unknown_node", `there is no node ${unknown.join(", ")}; there is ${known}`, {
          context: { nodes: unknown },
        });
      }
      return createCluster<S, N>({ ...options, nodes: names.flatMap((name) => byName.get(name) ?? []) });
    },
    future(runOptions) {
      const methods = Object.create(null) as Record<string, (args?: unknown) => ClusterRun<unknown>>;
      for (const name of operations) {
        methods[name] = (args = {}) => {
          if (!call)
            throw new ClusterError(
              "invalid_argument",
              "this cluster was made without a way to call operations",
            );
          return runOn(nodes, (node, context) => call(node, name, args, context), {
            ...defaults,
            ...runOptions,
          });
        };
      }
      return methods as unknown as ClusterMethods<S>;
    },
    run: (operation, runOptions) => runOn(nodes, operation, { ...defaults, ...runOptions }),
  };
}
