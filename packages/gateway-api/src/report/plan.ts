import { formatFilter, type Filter } from "../filter/index.ts";
import { type Report, type ReportExpression, type ReportKeys, specialLabel } from "./ast.ts";
import { expressionParts } from "./check.ts";
import type { CounterQuery, RateQuery } from "./sources.ts";

/** The part of a counter by which a line wants its slices. */
export type Grouping = "key1" | "key2" | "key3";

/** Everything a report wants to know, each thing once, by an id that is the same for the same thing. */
export interface ReportPlan {
  readonly counters: ReadonlyMap<string, { readonly query: CounterQuery; readonly groupings: Set<Grouping> }>;
  readonly rates: ReadonlyMap<string, RateQuery>;
  /** Texts of filters, which are their own ids. */
  readonly counts: ReadonlySet<string>;
}

export function planReport(report: Report): ReportPlan {
  const counters = new Map<string, { query: CounterQuery; groupings: Set<Grouping> }>();
  const rates = new Map<string, RateQuery>();
  const counts = new Set<string>();
  const counter = (keys: ReportKeys) => {
    const id = counterId(keys);
    const known = counters.get(id);
    if (known !== undefined) return known;
    const wanted = { query: counterQuery(keys), groupings: new Set<Grouping>() };
    counters.set(id, wanted);
    return wanted;
  };
  for (const line of report.lines) {
    if (line.kind === "keys") {
      const special = specialLabel(line.label);
      const { groupings } = counter(line.keys);
      if (special !== undefined && special !== "clusternode") groupings.add(special);
      continue;
    }
    for (const part of expressionParts(line.expression)) {
      if (part.kind === "counter") counter(part.keys);
      if (part.kind === "rate") rates.set(rateId(part), rateQuery(part));
      if (part.kind === "count") counts.add(countId(part.filter));
    }
  }
  return { counters, rates, counts };
}

/** The same for patterns that match the same: a key of only `%` is a key that is not there. */
export function counterId(keys: ReportKeys): string {
  const { key1, key2, key3 } = counterQuery(keys);
  return JSON.stringify([key1 ?? "%", key2 ?? "%", key3 ?? "%"]);
}

export function rateId(rate: ReportExpression & { kind: "rate" }): string {
  return JSON.stringify([rate.namespace, rate.entry ?? "%"]);
}

export function countId(filter: Filter): string {
  return formatFilter(filter);
}

function counterQuery([key1, key2, key3]: ReportKeys): CounterQuery {
  return {
    ...(wanted(key1) ? { key1 } : {}),
    ...(wanted(key2) ? { key2 } : {}),
    ...(wanted(key3) ? { key3 } : {}),
  };
}

function rateQuery({ namespace, entry }: ReportExpression & { kind: "rate" }): RateQuery {
  return wanted(entry) ? { namespace, entry } : { namespace };
}

function wanted(pattern: string | undefined): pattern is string {
  return pattern !== undefined && pattern !== "%";
}
