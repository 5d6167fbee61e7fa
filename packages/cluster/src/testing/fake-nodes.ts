import { type NamedNode, type Operation } from "../run/operation.ts";

export type FakeBehaviour<T> = { readonly value: T } | { readonly error: Error } | "hang";

export interface FakeNodes<T> {
  readonly nodes: readonly NamedNode[];
  /** Waits for {@link FakeNodes.end} on each node; hears the signal unless told to ignore it. */
  readonly operation: Operation<NamedNode, T>;
  /** Ends the operation on one node. */
  end(node: string, behaviour: FakeBehaviour<T>): void;
  /** Names of the nodes on which the operation is under way, in the order of their start. */
  readonly active: readonly string[];
  /** The most that were under way at the same time. */
  readonly peak: number;
}

/** Nodes without a network whose every move the test decides. */
export function createFakeNodes<T>(count: number): FakeNodes<T> {
  const active = new Map<string, { resolve: (value: T) => void; reject: (error: Error) => void }>();
  let peak = 0;
  return {
    nodes: Array.from({ length: count }, (_, index) => ({ name: `mx${index + 1}` })),
    operation: ({ name }, { signal }) =>
      new Promise<T>((resolve, reject) => {
        active.set(name, { resolve, reject });
        peak = Math.max(peak, active.size);
        signal.addEventListener("abort", () => active.delete(name), { once: true });
      }),
    end(name, behaviour) {
      const waiting = active.get(name);
      if (!waiting || behaviour === "hang") return;
      active.delete(name);
      if ("value" in behaviour) waiting.resolve(behaviour.value);
      else waiting.reject(behaviour.error);
    },
    get active() {
      return [...active.keys()];
    },
    get peak() {
      return peak;
    },
  };
}
