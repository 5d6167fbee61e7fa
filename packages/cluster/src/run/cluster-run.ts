import { type ClusterReport } from "../result.ts";
import { EventLog } from "./event-log.ts";
import { type NodeEvent, type RunProgress } from "./events.ts";
import { type NamedNode, type Operation } from "./operation.ts";
import { resolveRunOptions, type RunOptions } from "./options.ts";
import { Schedule, type SharedState } from "./schedule.ts";

/**
 * One operation over a node set: starts at once, settles each node exactly once, and never rejects because a node
 * failed. Read it as events while it goes on, or as a report in node order when it is over.
 */
export class ClusterRun<T> implements AsyncIterable<NodeEvent<T>> {
  readonly #log: EventLog<NodeEvent<T>>;
  readonly #report: Promise<ClusterReport<T>>;
  readonly #schedule: Pick<Schedule<NamedNode, T>, "progress" | "stop">;

  /** @internal Runs are made by {@link runOn}. */
  constructor(
    log: EventLog<NodeEvent<T>>,
    report: Promise<ClusterReport<T>>,
    schedule: Pick<Schedule<NamedNode, T>, "progress" | "stop">,
  ) {
    this.#log = log;
    this.#report = report;
    this.#schedule = schedule;
  }

  get progress(): RunProgress {
    return this.#schedule.progress;
  }

  /** The report, when every node has settled. Never rejects. */
  get(): Promise<ClusterReport<T>> {
    return this.#report;
  }

  /** Settles every node that has not: nothing more is started, and what is under way is aborted. */
  cancel(): void {
    this.#schedule.stop({ status: "cancelled" });
  }

  /** All events from the beginning, then those to come. Several readers may iterate at the same time. */
  [Symbol.asyncIterator](): AsyncIterator<NodeEvent<T>> {
    return this.#log[Symbol.asyncIterator]();
  }
}

/** Starts an operation on every node, at most `fanout` at a time. Throws only for misuse. */
export function runOn<N extends NamedNode, T>(
  nodes: readonly N[],
  operation: Operation<N, T>,
  options: RunOptions = {},
  shared: SharedState<N> = {},
): ClusterRun<T> {
  const run = resolveRunOptions(nodes, options);
  const log = new EventLog<NodeEvent<T>>();
  const { promise, resolve } = Promise.withResolvers<ClusterReport<T>>();
  const schedule = new Schedule<N, T>({ ...shared, nodes, operation, run, log, onReport: resolve });
  return new ClusterRun(log, promise, schedule);
}
