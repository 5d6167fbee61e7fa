import { fault } from "../service/fault.ts";
import type { HandlersOf, Input } from "../service/handlers.ts";
import { patternTest } from "./pattern.ts";
import { compareRates, type Rate } from "./rates.ts";
import type { Statistics } from "./statistics.ts";

/** The operations on statistics, rates and caches. */
export type StatisticsOperations = HandlersOf<
  | "statList"
  | "statClear"
  | "graphList"
  | "graphFile"
  | "graphClear"
  | "hslRate"
  | "hslRateClear"
  | "hslCacheList"
  | "hslCacheClear"
  | "dnsCacheFlush"
>;

const maxRows = 10_000;

/** Makes them. */
export function createStatisticsOperations(statistics: Statistics): StatisticsOperations {
  const { counters, rates, caches, graphs } = statistics;
  return {
    statList({ key1, key2, key3, offset = 0, limit = maxRows }) {
      const from = Math.max(0, offset);
      return { result: { item: counters.list({ key1, key2, key3 }).slice(from, from + rowLimit(limit)) } };
    },
    statClear: ({ key1, key2, key3 }) => ({ result: counters.clear({ key1, key2, key3 }) }),
    graphList: () => ({ result: { item: graphs.names() } }),
    graphFile({ name }) {
      const file = graphs.file(name, statistics.now());
      if (file === undefined) throw fault("graph not found");
      return { result: file };
    },
    graphClear({ name }) {
      if (!graphs.clear(name, statistics.now())) throw fault("graph not found");
    },
    hslRate: (call) => ({ result: { item: selectRates(statistics, call) } }),
    hslRateClear({ ns, entry }) {
      const isNamespace = patternTest(ns);
      const isEntry = entry === "" ? () => true : patternTest(entry);
      return {
        result: rates.clear(statistics.now(), (rate) => isNamespace(rate.ns) && isEntry(rate.entry)),
      };
    },
    hslCacheList: (selection) => ({ result: { item: caches.list(selection) } }),
    hslCacheClear: (selection) => ({ result: caches.clear(selection) }),
    dnsCacheFlush: () => void caches.clear({ program: "queued", function: "mx_lookup" }),
  };
}

function selectRates(statistics: Statistics, call: Input<"hslRate">): Rate[] {
  const { ns, entry, matchexact = {}, count = 0, paging = {} } = call;
  const isNamespace = partTest(ns, matchexact.ns ?? false);
  const isEntry = partTest(entry, matchexact.entry ?? false);
  const after = paging.ns === undefined ? undefined : { ns: paging.ns, entry: paging.entry ?? "" };
  return statistics.rates
    .list(
      statistics.now(),
      (rate) =>
        rate.count > count &&
        isNamespace(rate.ns) &&
        isEntry(rate.entry) &&
        (after === undefined || compareRates(rate, after) > 0),
    )
    .slice(0, rowLimit(paging.limit ?? maxRows));
}

function rowLimit(limit: number): number {
  return Math.min(maxRows, Math.max(0, limit));
}

/** Left out: any. Otherwise equal, or a part of the text in any case, or a pattern with `%`. */
function partTest(wanted: string | undefined, exact: boolean): (text: string) => boolean {
  if (wanted === undefined) return () => true;
  if (exact) return (text) => text === wanted;
  const lower = wanted.toLowerCase();
  if (!lower.includes("%")) return (text) => text.toLowerCase().includes(lower);
  const matches = patternTest(lower);
  return (text) => matches(text.toLowerCase());
}
