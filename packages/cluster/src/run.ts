import { ClusterError } from "./errors.ts";
import { ClusterReport, type NodeResult } from "./result.ts";

/** What happens during a run; a single object, so that fields can be added. */
export type NodeEvent<T> =
  | { readonly type: "pickup"; readonly node: string }
  | { readonly type: "settle"; readonly node: string; readonly result: NodeResult<T> };

export interface RunOptions {
  /** Nodes that are asked at the same time. Default 64. */
  fanout?: number;
  /** Time limit of the operation on one node, in milliseconds, counted from its start there. Default 30,000. */
  operationTimeoutMs?: number;
  /** Time limit of the whole run, in milliseconds. Default: none. */
  deadlineMs?: number;
  signal?: AbortSignal;
}

export interface OperationContext {
  /** Aborts when the node's time is up, or the run has been cancelled. */
  readonly signal: AbortSignal;
}

/** One operation on one node. May throw; that is the node's failure and nobody else's. */
export type Operation<N, T> = (node: N, context: OperationContext) => Promise<T>;

export interface NamedNode {
  readonly name: string;
}

export interface RunProgress {
  readonly total: number;
  readonly started: number;
  readonly settled: number;
}

const defaultFanout = 64;
const defaultOperationTimeoutMs = 30_000;

/**
 * One operation over a node set: starts at once, settles each node exactly once, and never rejects because a node
 * failed. Read it as events while it goes on, or as a report in node order when it is over.
 */
export class ClusterRun<T> implements AsyncIterable<NodeEvent<T>> {
  readonly #events: NodeEvent<T>[] = [];
  readonly #results: (NodeResult<T> | undefined)[];
  readonly #cancel = new AbortController();
  readonly #report: Promise<ClusterReport<T>>;
  #wake: (() => void)[] = [];
  #started = 0;
  #settled = 0;

  /** @internal Runs are made by {@link runOn}. */
  constructor(
    nodes: readonly NamedNode[],
    schedule: (context: {
      cancel: AbortSignal;
      pickup: (index: number) => void;
      settle: (index: number, result: NodeResult<T>) => void;
    }) => void,
    options: RunOptions,
  ) {
    this.#results = nodes.map(() => undefined);
    const deadline =
      options.deadlineMs === undefined
        ? undefined
        : setTimeout(() => this.#cancel.abort("deadline"), options.deadlineMs);
    const onAbort = (): void => this.cancel();
    options.signal?.addEventListener("abort", onAbort, { once: true });
    this.#report = new Promise((resolve) => {
      schedule({
        cancel: this.#cancel.signal,
        pickup: (index) => {
          this.#started++;
          this.#emit({ type: "pickup", node: nodes[index]?.name ?? "" });
        },
        settle: (index, result) => {
          if (this.#results[index]) return;
          this.#results[index] = result;
          this.#settled++;
          this.#emit({ type: "settle", node: result.node, result });
          if (this.#settled < nodes.length) return;
          clearTimeout(deadline);
          options.signal?.removeEventListener("abort", onAbort);
          resolve(new ClusterReport(this.#results.filter((each) => each !== undefined)));
        },
      });
    });
    if (options.signal?.aborted === true) onAbort();
  }

  get progress(): RunProgress {
    return { total: this.#results.length, started: this.#started, settled: this.#settled };
  }

  /** The report, when every node has settled. Never rejects. */
  get(): Promise<ClusterReport<T>> {
    return this.#report;
  }

  /** Settles every node that has not: nothing more is started, and what is under way is aborted. */
  cancel(): void {
    this.#cancel.abort("cancelled");
  }

  /** All events from the beginning, then those to come. Several readers may iterate at the same time. */
  async *[Symbol.asyncIterator](): AsyncIterator<NodeEvent<T>> {
    for (let next = 0; ; next++) {
      while (next >= this.#events.length) {
        if (this.#settled === this.#results.length) return;
        await new Promise<void>((resolve) => this.#wake.push(resolve));
      }
      const event = this.#events[next];
      if (event) yield event;
    }
  }

  #emit(event: NodeEvent<T>): void {
    this.#events.push(event);
    const wake = this.#wake;
    this.#wake = [];
    for (const resolve of wake) resolve();
  }
}

/** Starts an operation on every node, at most `fanout` at a time. Throws only for misuse. */
export function runOn<N extends NamedNode, T>(
  nodes: readonly N[],
  operation: Operation<N, T>,
  options: RunOptions = {},
): ClusterRun<T> {
  const { fanout = defaultFanout, operationTimeoutMs = defaultOperationTimeoutMs } = options;
  if (nodes.length === 0) throw new ClusterError("invalid_argument", "there is no node to ask");
  if (!Number.isInteger(fanout) || fanout < 1)
    throw new ClusterError("invalid_argument", "fanout must be a whole number above 0");
  checkMilliseconds("operationTimeoutMs", operationTimeoutMs);
  if (options.deadlineMs !== undefined) checkMilliseconds("deadlineMs", options.deadlineMs);
  return new ClusterRun<T>(
    nodes,
    ({ cancel, pickup, settle }) => {
      let next = 0;
      const startNext = (): void => {
        if (cancel.aborted) return;
        const index = next++;
        const node = nodes[index];
        if (!node) return;
        const begin: Operation<N, T> = (...call) => {
          pickup(index);
          return operation(...call);
        };
        void runOne(node, begin, operationTimeoutMs, cancel).then((result) => {
          settle(index, result);
          startNext();
        });
      };
      cancel.addEventListener(
        "abort",
        () => {
          // Those that never started; those under way settle themselves.
          const first = next;
          next = nodes.length;
          nodes
            .slice(first)
            .forEach(({ name }, offset) =>
              settle(first + offset, { node: name, attempts: 0, durationMs: 0, status: stopStatus(cancel) }),
            );
        },
        { once: true },
      );
      for (let index = 0; index < Math.min(fanout, nodes.length); index++) startNext();
    },
    options,
  );
}

/**
 * Runs the operation on one node until it ends, its time is up, or the run is stopped. Never rejects. The operation
 * begins when the caller's own code has come to its end: a run that is cancelled before that never asks the node.
 */
function runOne<N extends NamedNode, T>(
  node: N,
  operation: Operation<N, T>,
  operationTimeoutMs: number,
  cancel: AbortSignal,
): Promise<NodeResult<T>> {
  const controller = new AbortController();
  let started: number | undefined;
  const base = (): { node: string; attempts: number; durationMs: number } => ({
    node: node.name,
    attempts: started === undefined ? 0 : 1,
    durationMs: started === undefined ? 0 : performance.now() - started,
  });
  return new Promise((resolve) => {
    // An operation that ignores its signal must not hold the run: whoever comes first ends it.
    const timer = setTimeout(() => end({ ...base(), status: "timed_out" }), operationTimeoutMs);
    const stop = (): void => end({ ...base(), status: stopStatus(cancel) });
    const end = (result: NodeResult<T>): void => {
      clearTimeout(timer);
      cancel.removeEventListener("abort", stop);
      resolve(result);
      controller.abort();
    };
    cancel.addEventListener("abort", stop, { once: true });
    queueMicrotask(() => {
      if (cancel.aborted) return;
      started = performance.now();
      // The async function turns what is thrown at once into a rejection.
      (async () => operation(node, { signal: controller.signal }))().then(
        (value) => end({ ...base(), status: "ok", value }),
        (error: unknown) =>
          end({
            ...base(),
            status: "failed",
            error: error instanceof Error ? error : new Error(String(error)),
          }),
      );
    });
  });
}

/** A run that is stopped by its deadline timed out; stopped by anybody else, it was cancelled. */
function stopStatus(cancel: AbortSignal): "timed_out" | "cancelled" {
  return cancel.reason === "deadline" ? "timed_out" : "cancelled";
}

/** A timer takes 31 bits; a longer time would fire at once. */
function checkMilliseconds(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= 0x7fffffff) return;
  throw new ClusterError(
    "invalid_argument",
    `${name} must be a whole number of milliseconds from 1 to ${0x7fffffff}`,
  );
}
