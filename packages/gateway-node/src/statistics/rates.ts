/** How often something happened within its interval. */
export interface Rate {
  readonly ns: string;
  readonly entry: string;
  readonly count: number;
}

/** The most rates; the one that was hit least recently makes room. */
export const maxRates = 20_000;

/** An interval is divided into so many parts; a hit counts until its part has left the window. */
const parts = 60;

/** The longest namespace or entry that is counted, in UTF-16 units. */
const maxLength = 512;

interface Hits {
  readonly ns: string;
  readonly entry: string;
  /** Seconds. */
  readonly interval: number;
  /** Parts with hits, oldest first: the number of the part since 1970, and its hits. Most rates have few. */
  readonly window: { readonly part: number; hits: number }[];
  total: number;
}

/** Sliding windows of hits: `rate(namespace, entry, count, interval)` of the scripting language. */
export class Rates {
  readonly #rates = new Map<string, Hits>();

  get size(): number {
    return this.#rates.size;
  }

  /**
   * Counts one, unless there are `limit` within the interval already; tells whether it did. A rate keeps the interval
   * that it began with until it is forgotten.
   * @param interval seconds
   * @param at Unix seconds, not before earlier calls for the same rate
   */
  hit(ns: string, entry: string, limit: number, interval: number, at: number): boolean {
    const hits = this.#begin(ns.slice(0, maxLength), entry.slice(0, maxLength), interval);
    forgetOld(hits, at);
    if (hits.total >= limit) return false;
    const part = partOf(hits, at);
    const newest = hits.window.at(-1);
    if (newest !== undefined && newest.part >= part) newest.hits += 1;
    else hits.window.push({ part, hits: 1 });
    hits.total += 1;
    return true;
  }

  /** Hits within the interval; 0 where there is no such rate. */
  count(ns: string, entry: string, at: number): number {
    const hits = this.#rates.get(idOf(ns, entry));
    if (hits === undefined) return 0;
    forgetOld(hits, at);
    return hits.total;
  }

  /** Forgets rates of which nothing is left. */
  sweep(at: number): void {
    for (const [id, hits] of this.#rates) {
      forgetOld(hits, at);
      if (hits.total === 0) this.#rates.delete(id);
    }
  }

  /** Those with hits for which `test` holds, ascending by namespace and then entry, compared byte by byte in UTF-8. */
  list(at: number, test: (rate: Rate) => boolean): Rate[] {
    this.sweep(at);
    const found: Rate[] = [];
    for (const { ns, entry, total } of this.#rates.values()) {
      const rate = { ns, entry, count: total };
      if (test(rate)) found.push(rate);
    }
    return found.sort(compareRates);
  }

  /** Forgets those for which `test` holds; returns how many had hits. */
  clear(at: number, test: (rate: Pick<Rate, "ns" | "entry">) => boolean): number {
    let count = 0;
    for (const [id, hits] of this.#rates) {
      if (!test(hits)) continue;
      forgetOld(hits, at);
      if (hits.total > 0) count += 1;
      this.#rates.delete(id);
    }
    return count;
  }

  /** The rate, as the one that was hit last. */
  #begin(ns: string, entry: string, interval: number): Hits {
    const id = idOf(ns, entry);
    const hits = this.#rates.get(id) ?? { ns, entry, interval, window: [], total: 0 };
    this.#rates.delete(id);
    this.#rates.set(id, hits);
    if (this.#rates.size > maxRates) {
      const [oldest] = this.#rates.keys();
      if (oldest !== undefined) this.#rates.delete(oldest);
    }
    return hits;
  }
}

function idOf(ns: string, entry: string): string {
  return `${ns}\0${entry}`;
}

function partOf({ interval }: Hits, at: number): number {
  return Math.floor((at * parts) / interval);
}

function forgetOld(hits: Hits, at: number): void {
  const oldest = partOf(hits, at) - parts;
  let gone = 0;
  for (const { part, hits: count } of hits.window) {
    if (part > oldest) break;
    hits.total -= count;
    gone += 1;
  }
  if (gone > 0) hits.window.splice(0, gone);
}

/** The order of rates, in which their pages go on. */
export function compareRates(left: Pick<Rate, "ns" | "entry">, right: Pick<Rate, "ns" | "entry">): number {
  return compareUtf8(left.ns, right.ns) || compareUtf8(left.entry, right.entry);
}

/** Compares texts as their UTF-8 would compare, without making it. */
function compareUtf8(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const [a, b] = [left.charCodeAt(index), right.charCodeAt(index)];
    if (a !== b) return utf8Rank(a) - utf8Rank(b);
  }
  return left.length - right.length;
}

/** Surrogates stand for characters beyond U+FFFF, and so behind U+E000 to U+FFFF. */
function utf8Rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}
