import { type NodeHealth } from "../health/node-health.ts";
import { ClusterReport, type NodeResult, type NodeStatus, type SkipCode } from "../result.ts";
import { type Timer } from "./clock.ts";
import { type EventLog } from "./event-log.ts";
import { type NodeEvent, type RunProgress } from "./events.ts";
import { type NodeGates } from "./node-gates.ts";
import { NodeRun, type Stop } from "./node-run.ts";
import { type NamedNode, type Operation } from "./operation.ts";
import { type ResolvedRunOptions } from "./options.ts";
import { endsEarly, verdictOf } from "./policy.ts";

/** What the runs of one cluster have in common. */
export interface SharedState<N extends NamedNode> {
  readonly gates?: NodeGates | undefined;
  readonly health?: NodeHealth<N> | undefined;
}

export interface ScheduleOptions<N extends NamedNode, T> extends SharedState<N> {
  readonly nodes: readonly N[];
  readonly operation: Operation<N, T>;
  readonly run: ResolvedRunOptions;
  readonly log: EventLog<NodeEvent<T>>;
  /** Called once, when every node has settled. */
  readonly onReport: (report: ClusterReport<T>) => void;
}

/**
 * Starts an operation on node after node and settles each exactly once.
 *
 *   waiting -> (at its node's gate) -> running -> settled
 *
 * Nothing is started before the code that made the run has come to its end.
 */
export class Schedule<N extends NamedNode, T> {
  readonly #options: ScheduleOptions<N, T>;
  readonly #results: (NodeResult<T> | undefined)[];
  readonly #counts: Record<NodeStatus, number> = {
    ok: 0,
    failed: 0,
    timed_out: 0,
    cancelled: 0,
    skipped: 0,
    unknown: 0,
  };
  /** The first node that has not had its turn. */
  #next = 0;
  /** Nodes whose gate was closed when they had their turn, and is open now. */
  readonly #ready: number[] = [];
  readonly #atGate = new Map<number, () => void>();
  readonly #running = new Map<number, NodeRun<N, T>>();
  readonly #deadline: Timer | undefined;
  #started = 0;
  #settled = 0;
  #asked = 0;
  #stopped = false;
  #finished = false;

  constructor(options: ScheduleOptions<N, T>) {
    this.#options = options;
    this.#results = options.nodes.map(() => undefined);
    const { signal, deadlineMs, clock } = options.run;
    if (deadlineMs !== undefined) {
      this.#deadline = clock.after(deadlineMs, () => this.stop({ status: "timed_out", limit: "deadlineMs" }));
    }
    signal?.addEventListener("abort", this.#onAbort, { once: true });
    if (signal?.aborted === true) this.#onAbort();
    queueMicrotask(() => this.#pump());
  }

  get progress(): RunProgress {
    return {
      total: this.#results.length,
      started: this.#started,
      settled: this.#settled,
      running: this.#running.size,
      byStatus: { ...this.#counts },
    };
  }

  /** Settles every node that has not, at once. */
  stop(stop: Stop): void {
    this.#leave((node) => ({ ...idle(node), ...stop }));
    for (const run of [...this.#running.values()]) run.stop(stop);
  }

  readonly #onAbort = (): void => this.stop({ status: "cancelled" });

  /** Starts whatever may start. */
  #pump(): void {
    const { fanout } = this.#options.run;
    while (!this.#stopped && this.#running.size < fanout) {
      const index = this.#ready.shift() ?? this.#next++;
      const node = this.#options.nodes[index];
      if (node === undefined) return;
      if (this.#passGate(index, node)) this.#admit(index, node);
    }
  }

  #passGate(index: number, node: N): boolean {
    const { gates } = this.#options;
    if (gates === undefined || gates.enter(node.name)) return true;
    const cancel = gates.onFree(node.name, () => {
      this.#atGate.delete(index);
      this.#ready.push(index);
      this.#pump();
    });
    this.#atGate.set(index, cancel);
    return false;
  }

  #admit(index: number, node: N): void {
    const { health, gates, run, operation, log } = this.#options;
    const admission = health?.admit(node.name);
    if (admission?.kind === "refused") {
      this.#settle(index, skipped(node, "breaker_open", admission.reason));
      gates?.leave(node.name);
      return;
    }
    const usualMs = node.operationTimeoutMs ?? run.operationTimeoutMs;
    const nodeRun = new NodeRun<N, T>({
      ...run,
      node,
      operation,
      timeoutMs: admission?.kind === "probe" ? Math.min(usualMs, admission.timeoutMs) : usualMs,
      onRepeat: (attempt, error) => log.push({ type: "repeat", node: node.name, attempt, error }),
      onEnd: (result) => {
        this.#running.delete(index);
        health?.record(node.name, result, run.readFailure);
        this.#settle(index, result);
        gates?.leave(node.name);
        this.#pump();
      },
    });
    this.#running.set(index, nodeRun);
    this.#started++;
    log.push({ type: "pickup", node: node.name });
    nodeRun.begin();
  }

  #settle(index: number, result: NodeResult<T>): void {
    if (this.#results[index] !== undefined) return;
    this.#results[index] = result;
    this.#settled++;
    this.#counts[result.status]++;
    if (result.attempts > 0) this.#asked++;
    this.#options.log.push({ type: "settle", node: result.node, result });
    this.#judge();
    if (this.#settled === this.#results.length) this.#finish();
  }

  /** Stops the run when its policy is met, or cannot be met and nobody wants the rest. */
  #judge(): void {
    if (this.#stopped) return;
    const { policy, failFast } = this.#options.run;
    const counts = { total: this.#results.length, settled: this.#settled, ok: this.#counts.ok };
    const verdict = verdictOf(policy, counts);
    if (verdict === "met" && endsEarly(policy)) {
      this.#giveUp("policy_met", "enough nodes had answered");
    } else if (
      failFast &&
      (verdict === "failed" || (policy === "best_effort" && this.#asked > this.#counts.ok))
    ) {
      this.#giveUp("fail_fast", "another node had failed");
    }
  }

  /** Nothing more is started. What reads is stopped; what may change something is left to come to its end. */
  #giveUp(code: SkipCode, reason: string): void {
    this.#leave((node) => skipped(node, code, reason));
    if (this.#options.run.effect !== "none") return;
    for (const run of [...this.#running.values()]) run.stop({ status: "cancelled" });
  }

  /** Settles those that have not been started. */
  #leave(resultOf: (node: N) => NodeResult<T>): void {
    if (this.#stopped && this.#next >= this.#results.length) return;
    this.#stopped = true;
    this.#next = this.#results.length;
    for (const cancel of this.#atGate.values()) cancel();
    this.#atGate.clear();
    this.#ready.length = 0;
    this.#options.nodes.forEach((node, index) => {
      if (!this.#running.has(index)) this.#settle(index, resultOf(node));
    });
  }

  #finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    const { log, onReport, run } = this.#options;
    this.#deadline?.cancel();
    run.signal?.removeEventListener("abort", this.#onAbort);
    log.end();
    const { policy } = run;
    const total = this.#results.length;
    const met = verdictOf(policy, { total, settled: total, ok: this.#counts.ok }) === "met";
    onReport(
      new ClusterReport(
        this.#results.filter((each) => each !== undefined),
        { policy, met },
      ),
    );
  }
}

function idle({ name }: NamedNode): { node: string; attempts: number; durationMs: number } {
  return { node: name, attempts: 0, durationMs: 0 };
}

function skipped(node: NamedNode, code: SkipCode, reason: string): NodeResult<never> {
  return { ...idle(node), status: "skipped", code, reason };
}
