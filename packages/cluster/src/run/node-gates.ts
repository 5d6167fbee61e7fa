/** Lets at most so many operations at a time into each node, over all runs that share it. */
export class NodeGates {
  readonly #max: number;
  readonly #inside = new Map<string, number>();
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(max: number) {
    this.#max = max;
  }

  /** Takes a place at a node; false when it has none. What has a place must leave. */
  enter(node: string): boolean {
    const inside = this.#inside.get(node) ?? 0;
    if (inside >= this.#max) return false;
    this.#inside.set(node, inside + 1);
    return true;
  }

  /** Gives the place back. */
  leave(node: string): void {
    const inside = (this.#inside.get(node) ?? 0) - 1;
    if (inside > 0) this.#inside.set(node, inside);
    else this.#inside.delete(node);
    const waiting = this.#waiting.get(node);
    const next = waiting?.shift();
    if (waiting?.length === 0) this.#waiting.delete(node);
    next?.();
  }

  /** Calls back once when a place may be free. Returns the function that ends the wait. */
  onFree(node: string, work: () => void): () => void {
    const waiting = this.#waiting.get(node) ?? [];
    this.#waiting.set(node, waiting);
    waiting.push(work);
    return () => {
      const at = waiting.indexOf(work);
      if (at >= 0) waiting.splice(at, 1);
      if (waiting.length === 0 && this.#waiting.get(node) === waiting) this.#waiting.delete(node);
    };
  }
}
