import { patternTest } from "./pattern.ts";

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

/** The most counters; what would make more is not counted, so that scripts cannot fill the memory. */
const maxCounters = 50_000;

/** Counters with three keys. */
export class Counters {
  readonly #counters = new Map<string, Counter>();

  get size(): number {
    return this.#counters.size;
  }

  /** Adds to a counter; `since` is when the first of what is added happened. */
  add(keys: readonly [string, string, string], amount: number, at: number, since = at): void {
    const id = keys.join("\0");
    const known = this.#counters.get(id);
    if (known === undefined && this.#counters.size >= maxCounters) return;
    const [key1, key2, key3] = keys;
    this.#counters.set(id, {
      key1,
      key2,
      key3,
      count: (known?.count ?? 0) + amount,
      created: Math.min(since, known?.created ?? since),
      updated: Math.max(at, known?.updated ?? at),
    });
  }

  /** In ascending order of the keys. */
  list(selection: CounterSelection): Counter[] {
    return this.#select(selection)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([, counter]) => counter);
  }

  /** Removes those that match; returns how many. */
  clear(selection: CounterSelection): number {
    const found = this.#select(selection);
    for (const [id] of found) this.#counters.delete(id);
    return found.length;
  }

  #select({ key1, key2, key3 }: CounterSelection): [string, Counter][] {
    const any = (): boolean => true;
    const tests = [key1, key2, key3].map((key) => (key === undefined ? any : patternTest(key)));
    return [...this.#counters].filter(
      ([, counter]) =>
        tests[0]?.(counter.key1) === true &&
        tests[1]?.(counter.key2) === true &&
        tests[2]?.(counter.key3) === true,
    );
  }
}
