import {
  type Report,
  type ReportKeyLine,
  type ReportLine,
  type ReportMathLine,
  specialLabel,
} from "./ast.ts";
import { expressionParts } from "./check.ts";
import { compute } from "./compute.ts";
import { ReportError } from "./errors.ts";
import { checkReport } from "./format.ts";
import { gather, type ReportNode, type ReportNumbers } from "./gather.ts";
import { reportLimits } from "./limits.ts";
import { countId, counterId, type Grouping, planReport, rateId } from "./plan.ts";
import { counterSearch, expressionSearch, type ReportSearch, searchKeys } from "./search.ts";
import type { ReportSources } from "./sources.ts";
import type { CounterSum } from "./tally.ts";

export interface ReportOptions {
  /** Nodes asked at the same time, a whole number from 1. Default 64. */
  readonly fanout?: number;
  /**
   * Which nodes share their rates: of each group one node is asked, and the groups are added up. Default: all nodes
   * are one group, as the nodes of a cluster are. A group of its own for each node adds them all up.
   */
  readonly rateGroups?: readonly (readonly string[])[];
  /** Ends the evaluation: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** One slice of a pie. Labels and keys are a node's or a user's text: data, never markup. */
export interface ReportSlice {
  /** Which of `report.lines` it is from, counted from 0. */
  readonly line: number;
  readonly label: string;
  /** May be below 0 where a formula says so. */
  readonly value: number;
  /** True when every node that was needed for it answered. */
  readonly complete: boolean;
  /** The whole key, where the label makes one slice per key. */
  readonly key?: string;
  /** The node, where the label makes one slice per node. */
  readonly node?: string;
  /** Since when its counters count: seconds since 1970, UTC. */
  readonly since?: number;
  /** What lists its messages; absent where it does not count messages. */
  readonly search?: ReportSearch;
}

export interface ReportResult {
  /** In the order of the lines; within a line, by value falling and then by key, or in the order of the nodes. */
  readonly slices: readonly ReportSlice[];
  /** Lines that have no slices because something is wrong with them; the other lines have theirs. */
  readonly errors: readonly { readonly line: number; readonly error: ReportError }[];
  /** How each node took part, in the order of `sources.nodes`. */
  readonly nodes: readonly ReportNode[];
  /** True when every node told everything. */
  readonly complete: boolean;
}

/**
 * Evaluates a report over many nodes. What a node does not tell is missing from the slices that need it, which are
 * not `complete` then; values are added up over the nodes before they are calculated with.
 * @throws ReportError for a report that was made by hand and is none, and for options (`bad_value`)
 */
export async function evaluateReport(
  report: Report,
  sources: ReportSources,
  options: ReportOptions = {},
): Promise<ReportResult> {
  checkReport(report);
  const { fanout = 64, rateGroups = [sources.nodes], signal } = options;
  if (!Number.isInteger(fanout) || fanout < 1) {
    throw new ReportError("bad_value", "fanout must be a whole number from 1.");
  }
  const stranger = rateGroups.flat().find((node) => !sources.nodes.includes(node));
  if (stranger !== undefined) {
    throw new ReportError("bad_value", `rateGroups names "${stranger}", which is none of the nodes.`);
  }
  const numbers = await gather(planReport(report), sources, { fanout, rateGroups, signal });
  const lines = new LineEvaluator(numbers, rateGroups.length);
  const slices: ReportSlice[] = [];
  const errors: { line: number; error: ReportError }[] = [];
  for (const [index, line] of report.lines.entries()) {
    try {
      const own = lines.slices(line);
      if (slices.length + own.length > reportLimits.slices) throw tooManySlices();
      for (const slice of own) slices.push({ line: index, ...slice });
    } catch (error) {
      if (!(error instanceof ReportError)) throw error;
      errors.push({ line: index, error });
    }
  }
  const complete = numbers.nodes.every(({ asked, answered }) => asked === answered);
  return { slices, errors, nodes: numbers.nodes, complete };
}

type LineSlice = Omit<ReportSlice, "line">;

class LineEvaluator {
  readonly #numbers: ReportNumbers;
  readonly #nodes: readonly string[];
  readonly #rateGroups: number;

  constructor(numbers: ReportNumbers, rateGroups: number) {
    this.#numbers = numbers;
    this.#nodes = numbers.nodes.map(({ node }) => node);
    this.#rateGroups = rateGroups;
  }

  slices(line: ReportLine): LineSlice[] {
    const special = specialLabel(line.label);
    if (line.kind === "math") {
      return special === "clusternode" ? this.#formulaByNode(line) : [this.#formula(line)];
    }
    const tally = this.#tally(line.keys);
    if (tally.nodes.size === 0) throw noAnswer();
    if (special === "clusternode") return this.#countersByNode(line, tally.nodes);
    if (special !== undefined) return this.#countersByKey(line, special);
    const search = counterSearch(searchKeys(line.keys));
    return [
      { label: line.label, complete: this.#all(tally.nodes), ...counted([...tally.nodes.values()], search) },
    ];
  }

  #countersByNode(line: ReportKeyLine, found: ReadonlyMap<string, CounterSum>): LineSlice[] {
    const search = counterSearch(searchKeys(line.keys));
    return this.#nodes.flatMap((node) => {
      const sum = found.get(node);
      return sum === undefined ? [] : [ofNode(node, counted([sum], search))];
    });
  }

  #countersByKey(line: ReportKeyLine, grouping: Grouping): LineSlice[] {
    const { groups, crowded, nodes } = this.#tally(line.keys);
    if (crowded.has(grouping)) throw tooManySlices();
    const sums = [...(groups.get(grouping) ?? [])].sort(
      ([key, { total }], [otherKey, other]) => compare(other.total, total) || compare(key, otherKey),
    );
    const labels = shortLabels(
      sums.map(([key]) => key),
      grouping,
    );
    const part = ["key1", "key2", "key3"].indexOf(grouping);
    const complete = this.#all(nodes);
    return sums.map(([key, sum], index) => ({
      label: labels[index] ?? key,
      key,
      complete,
      ...counted([sum], counterSearch(searchKeys(line.keys, part, key))),
    }));
  }

  #formula({ label, expression }: ReportMathLine): LineSlice {
    let complete = true;
    const value = compute(expression, (part) => {
      const values = part.kind === "rate" ? this.#rates(part) : [...this.#byNode(part).values()];
      const expected = part.kind === "rate" ? this.#rateGroups : this.#nodes.length;
      if (values.length === 0) throw noAnswer();
      if (values.length < expected) complete = false;
      return Number(values.reduce((sum, each) => sum + each, 0n));
    });
    return { label, value, complete, ...optionalSearch(expressionSearch(expression)) };
  }

  #formulaByNode({ expression }: ReportMathLine): LineSlice[] {
    const found = new Map<ReportMathLine["expression"], ReadonlyMap<string, bigint>>();
    for (const part of expressionParts(expression)) {
      if (part.kind === "counter" || part.kind === "count") found.set(part, this.#byNode(part));
    }
    const nodes = this.#nodes.filter((node) => [...found.values()].every((values) => values.has(node)));
    if (nodes.length === 0) throw noAnswer();
    const search = optionalSearch(expressionSearch(expression));
    return nodes.map((node) => {
      const value = compute(expression, (part) => Number(found.get(part)?.get(node) ?? 0n));
      return ofNode(node, { value, ...search });
    });
  }

  #byNode(part: ReportMathLine["expression"] & { kind: "counter" | "count" }): ReadonlyMap<string, bigint> {
    if (part.kind === "count") return this.#numbers.counts.get(countId(part.filter)) ?? new Map();
    const { nodes } = this.#tally(part.keys);
    return new Map([...nodes].map(([node, { total }]) => [node, total]));
  }

  #rates(part: ReportMathLine["expression"] & { kind: "rate" }): readonly bigint[] {
    return this.#numbers.rates.get(rateId(part)) ?? [];
  }

  #tally(keys: ReportKeyLine["keys"]) {
    const tally = this.#numbers.counters.get(counterId(keys));
    if (tally === undefined) throw noAnswer();
    return tally;
  }

  #all(found: ReadonlyMap<string, unknown>): boolean {
    return found.size === this.#nodes.length;
  }
}

function counted(
  sums: readonly CounterSum[],
  search: ReportSearch | undefined,
): Pick<ReportSlice, "value" | "since" | "search"> {
  const value = Number(sums.reduce((total, sum) => total + sum.total, 0n));
  const began = sums.flatMap(({ since }) => (since === undefined ? [] : [since]));
  const since = began.length === 0 ? {} : { since: Math.min(...began) };
  return { value, ...since, ...optionalSearch(search) };
}

function ofNode(node: string, slice: Pick<ReportSlice, "value" | "since" | "search">): LineSlice {
  const search = slice.search === undefined ? {} : { search: { ...slice.search, node } };
  return { label: node, node, complete: true, ...slice, ...search };
}

function optionalSearch(search: ReportSearch | undefined): { readonly search?: ReportSearch } {
  return search === undefined ? {} : { search };
}

/** First keys are shown by their last component (`ippolicy:allow` as `allow`), where that tells them apart. */
function shortLabels(keys: readonly string[], grouping: Grouping): readonly string[] {
  if (grouping !== "key1") return keys;
  const short = keys.map((key) => key.slice(key.lastIndexOf(":") + 1));
  const count = new Map<string, number>();
  for (const label of short) count.set(label, (count.get(label) ?? 0) + 1);
  return keys.map((key, index) => {
    const label = short[index] ?? "";
    return label === "" || count.get(label) !== 1 ? key : label;
  });
}

function compare<T extends string | bigint>(left: T, right: T): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function noAnswer(): ReportError {
  return new ReportError("no_answer", "No node told what this line needs.");
}

function tooManySlices(): ReportError {
  return new ReportError("too_many", `A pie has at most ${reportLimits.slices} slices.`);
}
