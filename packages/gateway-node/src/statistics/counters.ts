import { patternTest } from "./pattern.ts";

/** The three keys of a counter; any may be blank. */
export type CounterKeys = readonly [key1: string, key2: string, key3: string];

/** A counter. */
export interface Counter {
  readonly key1: string;
  readonly key2: string;
  readonly key3: string;
  readonly count: number;
  /** When it was first and last changed, Unix seconds UTC. */
  readonly created: number;
  readonly updated: number;
}

/** Which counters: left out is any, empty is blank, otherwise equal or a pattern with `%`. */
export interface CounterSelection {
  readonly key1?: string | undefined;
  readonly key2?: string | undefined;
  readonly key3?: string | undefined;
}

/** The most counters; what would make more is not counted, so that keys made of mail cannot fill the memory. */
export const maxCounters = 50_000;

interface Entry {
  count: number;
  created: number;
  updated: number;
}

/** Counters with three keys, such as `mail:action:deliver`, `mailserver:1` and a domain. */
export class Counters {
  readonly #counters = new Map<string, Entry>();

  get size(): number {
    return this.#counters.size;
  }

  /** Adds to a counter; `since` is when the first of what is added happened. */
  add(keys: CounterKeys, amount: number, at: number, since = at): void {
    const id = keys.join("\0");
    const known = this.#counters.get(id);
    if (known === undefined) {
      if (this.#counters.size < maxCounters) {
        this.#counters.set(id, { count: amount, created: since, updated: at });
      }
      return;
    }
    known.count += amount;
    known.created = Math.min(since, known.created);
    known.updated = Math.max(at, known.updated);
  }

  /** What was counted; 0 for a counter that there is not. */
  count(keys: CounterKeys): number {
    return this.#counters.get(keys.join("\0"))?.count ?? 0;
  }

  /** In ascending order of the keys. */
  list(selection: CounterSelection): Counter[] {
    return this.#select(selection).sort(
      (left, right) =>
        order(left.key1, right.key1) || order(left.key2, right.key2) || order(left.key3, right.key3),
    );
  }

  /** Removes those that match; returns how many. */
  clear(selection: CounterSelection): number {
    const found = this.#select(selection);
    for (const { key1, key2, key3 } of found) this.#counters.delete([key1, key2, key3].join("\0"));
    return found.length;
  }

  #select(selection: CounterSelection): Counter[] {
    const [isKey1, isKey2, isKey3] = [
      keyTest(selection.key1),
      keyTest(selection.key2),
      keyTest(selection.key3),
    ];
    const found: Counter[] = [];
    for (const [id, entry] of this.#counters) {
      const [key1 = "", key2 = "", key3 = ""] = id.split("\0");
      if (isKey1(key1) && isKey2(key2) && isKey3(key3)) found.push({ key1, key2, key3, ...entry });
    }
    return found;
  }
}

function keyTest(key: string | undefined): (text: string) => boolean {
  return key === undefined ? () => true : patternTest(key);
}

function order(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
