import { Graph, type GraphDefinition } from "./graph.ts";

/** The most graphs of a node; what would be one more is not kept. At 14 KB for a data source, some megabytes in all. */
export const maxGraphs = 80;

/** The graphs of a node, by name. */
export class Graphs {
  readonly #graphs = new Map<string, Graph>();

  /** Begins a graph, unless there is one of that name already. */
  add(definition: GraphDefinition, now: number): void {
    if (this.#graphs.has(definition.name) || this.#graphs.size >= maxGraphs) return;
    this.#graphs.set(definition.name, new Graph(definition, now));
  }

  /** Forgets a graph. */
  remove(name: string): void {
    this.#graphs.delete(name);
  }

  /** Ascending. */
  names(): string[] {
    return [...this.#graphs.keys()].sort();
  }

  /** Measures all of them. */
  update(now: number): void {
    for (const graph of this.#graphs.values()) graph.update(now);
  }

  /** The file of a graph; undefined when there is none of that name. */
  file(name: string, now: number): Uint8Array | undefined {
    return this.#graphs.get(name)?.file(now);
  }

  /** Begins a graph anew, without a past. False when there is none of that name. */
  clear(name: string, now: number): boolean {
    const graph = this.#graphs.get(name);
    graph?.clear(now);
    return graph !== undefined;
  }
}
