/** How often something happened within the window. */
export interface Rate {
  readonly ns: string;
  readonly entry: string;
  readonly count: number;
}

/** The window is divided into so many parts; a hit counts until its part has left the window. */
const parts = 12;

/** The most rates; the one that was hit least recently makes room. */
const maxRates = 50_000;

interface Hits {
  readonly ns: string;
  readonly entry: string;
  readonly counts: number[];
  /** Number of the newest part, since 1970. */
  newest: number;
}

/** Sliding windows of hits: `rate(namespace, entry, …)` of the scripting language. */
export class Rates {
  readonly #windowSeconds: number;
  readonly #rates = new Map<string, Hits>();

  constructor(windowSeconds: number) {
    this.#windowSeconds = windowSeconds;
  }

  get size(): number {
    return this.#rates.size;
  }

  hit(ns: string, entry: string, at: number): void {
    const id = `${ns}\0${entry}`;
    const hits = this.#rates.get(id) ?? {
      ns,
      entry,
      counts: Array<number>(parts).fill(0),
      newest: this.#part(at),
    };
    this.#advance(hits, at);
    const index = hits.newest % parts;
    hits.counts[index] = (hits.counts[index] ?? 0) + 1;
    this.#rates.delete(id);
    this.#rates.set(id, hits);
    this.#forget(at);
  }

  /** Those with hits in the window, ascending by namespace and then entry, compared byte by byte. */
  list(at: number): Rate[] {
    const found: Rate[] = [];
    for (const [id, hits] of this.#rates) {
      this.#advance(hits, at);
      const count = hits.counts.reduce((sum, each) => sum + each, 0);
      if (count === 0) this.#rates.delete(id);
      else found.push({ ns: hits.ns, entry: hits.entry, count });
    }
    return found.sort(compareRates);
  }

  /** Forgets those for which `test` holds; returns how many. */
  clear(test: (rate: { ns: string; entry: string }) => boolean): number {
    let count = 0;
    for (const [id, { ns, entry }] of this.#rates) {
      if (!test({ ns, entry })) continue;
      this.#rates.delete(id);
      count++;
    }
    return count;
  }

  /** The ones hit least recently stand first: those beyond the bound go, and those that have left the window. */
  #forget(at: number): void {
    const oldestPart = this.#part(at) - parts;
    for (const [id, { newest }] of this.#rates) {
      if (this.#rates.size <= maxRates && newest > oldestPart) return;
      this.#rates.delete(id);
    }
  }

  #part(at: number): number {
    return Math.floor((at * parts) / this.#windowSeconds);
  }

  #advance(hits: Hits, at: number): void {
    const now = this.#part(at);
    // Parts that have gone by are emptied, all of them after a whole window.
    for (let part = Math.max(hits.newest + 1, now - parts + 1); part <= now; part++)
      hits.counts[part % parts] = 0;
    hits.newest = Math.max(hits.newest, now);
  }
}

/** The order of rates, in which their pages go on. */
export function compareRates(left: Pick<Rate, "ns" | "entry">, right: Pick<Rate, "ns" | "entry">): number {
  return (
    Buffer.compare(Buffer.from(left.ns), Buffer.from(right.ns)) ||
    Buffer.compare(Buffer.from(left.entry), Buffer.from(right.entry))
  );
}
