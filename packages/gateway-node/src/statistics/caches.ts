/** What a cached function of the scripting language holds. */
export interface Cache {
  readonly program: string;
  readonly ns: string;
  readonly function: string;
  readonly items: number;
  readonly hits: number;
  readonly misses: number;
  /** Bytes. */
  readonly size: number;
}

/** Which caches: left out is any. */
export interface CacheSelection {
  readonly program?: string | undefined;
  readonly ns?: string | undefined;
  readonly function?: string | undefined;
}

/** Results that one function keeps. */
const maxItems = 1_000;

interface Entry {
  readonly program: string;
  readonly ns: string;
  readonly function: string;
  readonly results: Map<string, number>;
  hits: number;
  misses: number;
}

/** Results of functions that scripts have cached: `cache [] function(…)`. */
export class Caches {
  readonly #caches = new Map<string, Entry>();

  /** A script asks a cached function; the result is kept under the argument. */
  ask(program: string, ns: string, name: string, argument: string): void {
    const id = `${program}\0${ns}\0${name}`;
    const cache = this.#caches.get(id) ?? {
      program,
      ns,
      function: name,
      results: new Map(),
      hits: 0,
      misses: 0,
    };
    this.#caches.set(id, cache);
    if (cache.results.has(argument)) {
      cache.hits++;
      return;
    }
    cache.misses++;
    cache.results.set(argument, argument.length + 64);
    if (cache.results.size > maxItems) {
      const [oldest] = cache.results.keys();
      if (oldest !== undefined) cache.results.delete(oldest);
    }
  }

  list(selection: CacheSelection): Cache[] {
    return this.#select(selection).map(({ results, ...cache }) => ({
      ...cache,
      items: results.size,
      size: [...results.values()].reduce((sum, bytes) => sum + bytes, 0),
    }));
  }

  /** Forgets the results of those that match; returns how many results. */
  clear(selection: CacheSelection): number {
    let count = 0;
    for (const { results } of this.#select(selection)) {
      count += results.size;
      results.clear();
    }
    return count;
  }

  #select(selection: CacheSelection): Entry[] {
    return [...this.#caches.values()].filter(
      (cache) =>
        (selection.program === undefined || selection.program === cache.program) &&
        (selection.ns === undefined || selection.ns === cache.ns) &&
        (selection.function === undefined || selection.function === cache.function),
    );
  }
}
