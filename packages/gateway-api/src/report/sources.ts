/** Which counters to give, as `statList` takes it: an absent key matches any, an empty one only a blank key. */
export interface CounterQuery {
  readonly key1?: string;
  readonly key2?: string;
  readonly key3?: string;
}

/** One counter of one node. */
export interface ReportCounter {
  readonly key1: string;
  readonly key2: string;
  readonly key3: string;
  /** A whole number. */
  readonly count: number | bigint;
  /** When it was first changed: seconds since 1970, UTC. */
  readonly created?: number | bigint | undefined;
}

/** Which rates to give: of one namespace, and of the entries that match; `%` stands for any characters. */
export interface RateQuery {
  readonly namespace: string;
  /** Absent for every entry. */
  readonly entry?: string;
}

/** One rate, as one node knows it. */
export interface ReportRate {
  readonly ns: string;
  readonly entry: string;
  /** Hits inside the window: a whole number. */
  readonly count: number | bigint;
}

/**
 * Where a report gets its numbers from, one node at a time. A function that throws, or whose promise rejects, costs
 * that node's part. Each call gets the signal that ends the evaluation; time limits are the caller's own.
 */
export interface ReportSources {
  /** The nodes in the order in which they are shown. A name that stands twice counts once. */
  readonly nodes: readonly string[];
  /**
   * The node's counters: operation `statList`, all pages. More than match may be given (nodes before 3.2-r2 do not
   * select); what does not match is left out here.
   */
  readonly statistics: (
    node: string,
    query: CounterQuery,
    signal: AbortSignal | undefined,
  ) => Promise<readonly ReportCounter[]>;
  /** The rates that the node knows, with a count above 0: operation `hslRate`, all pages. */
  readonly rates: (
    node: string,
    query: RateQuery,
    signal: AbortSignal | undefined,
  ) => Promise<readonly ReportRate[]>;
  /** How many messages match in the node's queue and quarantine: `totalhits` of operation `mailQueue`. */
  readonly count: (node: string, filter: string, signal: AbortSignal | undefined) => Promise<number | bigint>;
}
