import { type HslCacheList } from "../generated/service.gen.ts";
import { done, nothingToSay, plain } from "./operation.ts";
import { given, optionalNumber, toCount, toNumber } from "./values.ts";

/** Which counters: a key that is left out is any, an empty one blank; otherwise equal, or a pattern with `%`. */
export interface CounterKeys {
  readonly key1?: string | undefined;
  readonly key2?: string | undefined;
  readonly key3?: string | undefined;
}

export interface StatListQuery extends CounterKeys {
  /** Rows to skip. Default 0. */
  readonly offset?: number | undefined;
  /** The most rows to return, 10,000 at most. Default 10,000. */
  readonly limit?: number | undefined;
}

/** A statistics counter of one node. */
export interface GatewayCounter {
  readonly key1: string;
  readonly key2: string;
  readonly key3: string;
  readonly count: number;
  /** When it was first changed, Unix seconds. */
  readonly created: number;
  /** When it was last changed, Unix seconds. */
  readonly updated: number;
}

export interface HslRateQuery {
  /** Namespace, or part of it, or a pattern with `%`. Left out: any. */
  readonly ns?: string | undefined;
  /** Entry, or part of it, or a pattern with `%`. Left out: any. */
  readonly entry?: string | undefined;
  /** The namespace must be equal. Default false. */
  readonly exactNs?: boolean | undefined;
  /** The entry must be equal. Default false. */
  readonly exactEntry?: boolean | undefined;
  /** Only rates with more hits than this. */
  readonly above?: number | undefined;
  /** The most rows to return; 10,000 at most. */
  readonly limit?: number | undefined;
  /** The last row of the page before. */
  readonly after?: { readonly ns: string; readonly entry: string } | undefined;
}

/** How often something happened within the sliding window of its rate limit. */
export interface GatewayRate {
  readonly ns: string;
  readonly entry: string;
  readonly count: number;
}

/** Which cached functions; what is left out is any. */
export interface HslCacheQuery {
  readonly ns?: string | undefined;
  readonly function?: string | undefined;
  readonly program?: string | undefined;
}

/** What one cached function of the scripting language holds. */
export interface GatewayCache {
  readonly program: string;
  readonly ns: string;
  readonly function: string;
  readonly items: number;
  readonly hits: number;
  readonly misses: number;
  readonly sizeBytes: number;
}

/** Counters, graphs, rates and caches. */
export const statisticsOperations = {
  statList: plain(
    "statList",
    ({ key1, key2, key3, offset, limit }: StatListQuery = {}) =>
      given({
        ...{ key1, key2, key3 },
        offset: optionalNumber(offset, "the offset"),
        limit: optionalNumber(limit, "the limit"),
      }),
    ({ result }): readonly GatewayCounter[] =>
      result.item.map(({ key1, key2, key3, count, created, updated }) => ({
        ...{ key1, key2, key3 },
        count: toNumber(count, "a counter"),
        created: toNumber(created, "the time of a counter"),
        updated: toNumber(updated, "the time of a counter"),
      })),
  ),
  statClear: plain("statClear", ({ key1, key2, key3 }: CounterKeys) => given({ key1, key2, key3 }), toCount),
  graphList: plain("graphList", nothingToSay, ({ result }): readonly string[] => result.item),
  graphFile: plain(
    "graphFile",
    (name: string) => ({ name }),
    ({ result }) => result,
  ),
  graphClear: plain("graphClear", (name: string) => ({ name }), done),
  hslRate: plain(
    "hslRate",
    ({ ns, entry, exactNs = false, exactEntry = false, above, limit, after }: HslRateQuery = {}) => ({
      ...given({ ns, entry, count: optionalNumber(above, "the number of hits") }),
      matchexact: { ns: exactNs, entry: exactEntry },
      ...given({
        paging:
          limit === undefined && after === undefined
            ? undefined
            : given({ limit: optionalNumber(limit, "the limit"), ns: after?.ns, entry: after?.entry }),
      }),
    }),
    ({ result }): readonly GatewayRate[] =>
      result.item.map(({ ns, entry, count }) => ({ ns, entry, count: toNumber(count, "a rate") })),
  ),
  hslRateClear: plain("hslRateClear", (ns: string, entry: string) => ({ ns, entry }), toCount),
  hslCacheList: plain("hslCacheList", toCacheInput, ({ result }): readonly GatewayCache[] =>
    result.item.map((cache) => ({
      program: cache.program,
      ns: cache.ns,
      function: cache.function,
      items: toNumber(cache.items, "the size of a cache"),
      hits: toNumber(cache.hits, "the hits of a cache"),
      misses: toNumber(cache.misses, "the misses of a cache"),
      sizeBytes: toNumber(cache.size, "the size of a cache"),
    })),
  ),
  hslCacheClear: plain("hslCacheClear", toCacheInput, toCount),
  dnsCacheFlush: plain("dnsCacheFlush", nothingToSay, done),
};

function toCacheInput({ ns, function: name, program }: HslCacheQuery = {}): HslCacheList {
  return given({ ns, function: name, program });
}
