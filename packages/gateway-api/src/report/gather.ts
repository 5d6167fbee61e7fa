import { ReportError } from "./errors.ts";
import type { ReportPlan } from "./plan.ts";
import type { ReportSources } from "./sources.ts";
import { addCounters, type CounterTally, counterTally, sumRates, wholeNumber } from "./tally.ts";

/** How one node took part in a report. */
export interface ReportNode {
  readonly node: string;
  /** How many things it was to tell. */
  readonly asked: number;
  /** How many of them it told. Fewer than `asked`: the slices that lack them are not complete. */
  readonly answered: number;
  /** The first failure. */
  readonly error: Error | undefined;
}

/** What was found out, by the ids of the plan. */
export interface ReportNumbers {
  readonly counters: ReadonlyMap<string, CounterTally>;
  readonly counts: ReadonlyMap<string, ReadonlyMap<string, bigint>>;
  /** One sum per group of nodes that answered. */
  readonly rates: ReadonlyMap<string, readonly bigint[]>;
  readonly nodes: readonly ReportNode[];
}

export interface GatherOptions {
  readonly fanout: number;
  readonly rateGroups: readonly (readonly string[])[];
  readonly signal: AbortSignal | undefined;
}

/** A node that failed so often in a row is not asked on: each further question could cost a whole time limit. */
const failuresInRow = 3;

/**
 * Asks the nodes what a plan wants to know: each node one thing after another, up to `fanout` nodes at a time. Then,
 * of each group of nodes that share their rates, the first node that answers.
 */
export async function gather(
  plan: ReportPlan,
  sources: ReportSources,
  { fanout, rateGroups, signal }: GatherOptions,
): Promise<ReportNumbers> {
  const counters = new Map<string, CounterTally>();
  for (const [id, { groupings }] of plan.counters) counters.set(id, counterTally(groupings));
  const counts = new Map<string, Map<string, bigint>>();
  for (const filter of plan.counts) counts.set(filter, new Map());
  const rates = new Map<string, bigint[]>();
  for (const id of plan.rates.keys()) rates.set(id, []);
  const nodes = new Map([...new Set(sources.nodes)].map((node) => [node, new NodeTally(node, signal)]));

  await inParallel([...nodes.values()], fanout, async (tally) => {
    const { node } = tally;
    for (const [id, { query }] of plan.counters) {
      const counter = counters.get(id);
      if (counter === undefined) continue;
      await tally.ask(async () => {
        const answer = await unlessAborted(signal, () => sources.statistics(node, query, signal));
        addCounters(counter, node, query, answer);
      });
    }
    for (const [filter, found] of counts) {
      await tally.ask(async () => {
        const answer = await unlessAborted(signal, () => sources.count(node, filter, signal));
        found.set(node, wholeNumber(answer));
      });
    }
  });
  await inParallel(rateGroups, fanout, async (group) => {
    for (const [id, query] of plan.rates) {
      for (const name of new Set(group)) {
        const done = await nodes.get(name)?.ask(async () => {
          const answer = await unlessAborted(signal, () => sources.rates(name, query, signal));
          rates.get(id)?.push(sumRates(query, answer));
        });
        if (done === true) break;
      }
    }
  });
  return { counters, counts, rates, nodes: [...nodes.values()].map((tally) => tally.result()) };
}

/** Counts what a node was asked and what it answered, and gives it up after some failures. */
class NodeTally {
  readonly node: string;
  readonly #signal: AbortSignal | undefined;
  #asked = 0;
  #answered = 0;
  #failedInRow = 0;
  #error: Error | undefined;

  constructor(node: string, signal: AbortSignal | undefined) {
    this.node = node;
    this.#signal = signal;
  }

  /** Resolves to whether the node answered; rejects only when the whole evaluation is to end. */
  async ask(question: () => Promise<void>): Promise<boolean> {
    this.#signal?.throwIfAborted();
    this.#asked += 1;
    if (this.#failedInRow >= failuresInRow) return false;
    try {
      await question();
    } catch (error) {
      this.#signal?.throwIfAborted();
      this.#failedInRow += 1;
      this.#error ??= asError(error);
      return false;
    }
    this.#failedInRow = 0;
    this.#answered += 1;
    return true;
  }

  result(): ReportNode {
    return { node: this.node, asked: this.#asked, answered: this.#answered, error: this.#error };
  }
}

function asError(error: unknown): Error {
  if (error instanceof Error) return error;
  return new ReportError("bad_answer", "The node's answer could not be had.", { cause: error });
}

async function inParallel<Item>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}

/** Rejects as soon as the signal is aborted, whether or not the source heeds it. */
async function unlessAborted<T>(signal: AbortSignal | undefined, start: () => Promise<T>): Promise<T> {
  if (signal === undefined) return start();
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => {
    reject(signal.reason as Error);
  };
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([start(), promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
