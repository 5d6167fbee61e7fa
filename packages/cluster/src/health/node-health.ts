import { type NodeResult } from "../result.ts";
import { type Clock, systemClock, type Timer } from "../run/clock.ts";
import { type ReadFailure } from "../run/failure-facts.ts";
import { type NamedNode, type Operation } from "../run/operation.ts";
import { afterFailure, type BreakerLimits, type BreakerState, type FailureKind, isOld } from "./breaker.ts";

export interface HealthOptions<N extends NamedNode = NamedNode> {
  /** Failures in a row that open a node's breaker. A node that could not be reached, or timed out, opens it at once. Default 3. */
  readonly troubleLimit?: number;
  /** How long a breaker stays open for the first time, in milliseconds; doubled each time, and spread by half. Default 1,000. */
  readonly firstDelayMs?: number;
  /** The longest that it stays open, in milliseconds. Default 30,000. */
  readonly maxDelayMs?: number;
  /** Time limit of a try whether the node is back, in milliseconds. Default 1,000. */
  readonly probeTimeoutMs?: number;
  /**
   * Tries, in the background, whether a node is back. Without it, the next run that wants the node is the try, and waits
   * `probeTimeoutMs` for it.
   */
  readonly probe?: Operation<N, unknown>;
  readonly clock?: Clock;
  /** From 0 up to 1. Default: `Math.random`. */
  readonly random?: () => number;
}

/** Whether a node may be asked now. */
export type Admission =
  | { readonly kind: "admitted" }
  | { readonly kind: "probe"; readonly timeoutMs: number }
  | { readonly kind: "refused"; readonly reason: string };

const admitted: Admission = { kind: "admitted" };

export type HealthListener = (node: string, state: BreakerState | undefined) => void;

/**
 * Remembers which nodes do not answer, so that nobody waits for a node that was dead a moment ago. Shared by the runs of a
 * cluster. `close()` ends its tries.
 */
export class NodeHealth<N extends NamedNode = NamedNode> {
  readonly #nodes: ReadonlyMap<string, N>;
  readonly #limits: BreakerLimits & { readonly probeTimeoutMs: number };
  readonly #probe: Operation<N, unknown> | undefined;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #states = new Map<string, BreakerState>();
  readonly #timers = new Map<string, Timer>();
  readonly #probing = new Map<string, AbortController>();
  readonly #listeners = new Set<HealthListener>();
  #closed = false;

  constructor(nodes: readonly N[], options: HealthOptions<N> = {}) {
    this.#nodes = new Map(nodes.map((node) => [node.name, node]));
    this.#limits = {
      troubleLimit: options.troubleLimit ?? 3,
      firstDelayMs: options.firstDelayMs ?? 1_000,
      maxDelayMs: options.maxDelayMs ?? 30_000,
      probeTimeoutMs: options.probeTimeoutMs ?? 1_000,
    };
    this.#probe = options.probe;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
  }

  /** The nodes that have failed and not answered since, by name. */
  states(): ReadonlyMap<string, BreakerState> {
    return new Map(this.#states);
  }

  /** Calls back whenever a node's state changes; `undefined` is well. Returns the function that ends it. */
  onChange(listener: HealthListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Whether a run may ask a node. Who is admitted records how it ended. */
  admit(node: string): Admission {
    const state = this.#states.get(node);
    if (state === undefined || state.state === "closed") return admitted;
    const now = this.#clock.now();
    if (this.#probe === undefined && state.state === "open" && now >= state.retryAt) {
      this.#set(node, { ...state, state: "half_open" });
      return { kind: "probe", timeoutMs: this.#limits.probeTimeoutMs };
    }
    return { kind: "refused", reason: this.#why(state, now) };
  }

  /** Takes note of how a node ended. What says nothing about the node (cancelled, skipped) changes nothing. */
  record(node: string, result: NodeResult<unknown>, readFailure: ReadFailure): void {
    if (result.attempts === 0) return;
    const before = this.#states.get(node);
    if (isFine(result, readFailure)) {
      if (before !== undefined) this.#recovered(node);
      return;
    }
    const failed = kindOf(result, readFailure);
    if (failed === undefined) {
      // The try was cancelled: the next one is.
      if (before?.state === "half_open") this.#set(node, { ...before, state: "open" });
      return;
    }
    if (!isOld(before)) this.#failed(node, failed);
  }

  /** Forgets what is known: the next run asks the node. */
  reset(node: string): void {
    this.#recovered(node);
  }

  /** Ends all tries. What is known stays. */
  close(): void {
    this.#closed = true;
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
    for (const controller of this.#probing.values()) controller.abort();
    this.#probing.clear();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #failed(node: string, { kind, reason }: { kind: FailureKind; reason: string }): void {
    const now = this.#clock.now();
    const state = afterFailure(
      this.#states.get(node),
      { kind, reason, at: now },
      this.#limits,
      this.#random(),
    );
    this.#set(node, state);
    if (state.state === "open") this.#scheduleProbe(node, state.retryAt - now);
  }

  #recovered(node: string): void {
    this.#timers.get(node)?.cancel();
    this.#timers.delete(node);
    if (!this.#states.delete(node)) return;
    for (const listener of this.#listeners) listener(node, undefined);
  }

  #set(node: string, state: BreakerState): void {
    this.#states.set(node, state);
    for (const listener of this.#listeners) listener(node, state);
  }

  #scheduleProbe(node: string, delayMs: number): void {
    const target = this.#nodes.get(node);
    if (this.#probe === undefined || target === undefined || this.#closed) return;
    const timer = this.#clock.after(delayMs, () => {
      this.#timers.delete(node);
      void this.#tryNode(target);
    });
    timer.unref?.();
    this.#timers.set(node, timer);
  }

  async #tryNode(node: N): Promise<void> {
    const before = this.#states.get(node.name);
    if (this.#probe === undefined || before === undefined) return;
    this.#set(node.name, { ...before, state: "half_open" });
    const controller = new AbortController();
    this.#probing.set(node.name, controller);
    const { probeTimeoutMs } = this.#limits;
    const tooLate = Promise.withResolvers<"timed out">();
    const timer = this.#clock.after(probeTimeoutMs, () => tooLate.resolve("timed out"));
    timer.unref?.();
    const context = {
      signal: controller.signal,
      attempt: 1,
      connectTimeoutMs: probeTimeoutMs,
      reportArrival: () => undefined,
    };
    const asked = (async () => this.#probe?.(node, context))().then(
      () => "answered" as const,
      (error: unknown) => oneLine(error),
    );
    const outcome = await Promise.race([asked, tooLate.promise]);
    timer.cancel();
    this.#probing.delete(node.name);
    if (outcome !== "answered") controller.abort();
    // A run may have found it well meanwhile.
    if (this.#closed || this.#states.get(node.name)?.state !== "half_open") return;
    if (outcome === "answered") this.#recovered(node.name);
    else this.#failed(node.name, { kind: "dead", reason: outcome });
  }

  #why(state: BreakerState, now: number): string {
    const times = state.failures === 1 ? "once" : `${state.failures} times in a row`;
    const next =
      state.state === "half_open" || now >= state.retryAt
        ? "it is being tried"
        : `the next try is in ${seconds(state.retryAt - now)}`;
    return `it has failed ${times}, last ${seconds(now - state.failedAt)} ago (${state.reason}); ${next}`;
  }
}

function isFine(result: NodeResult<unknown>, readFailure: ReadFailure): boolean {
  return (
    result.status === "ok" || (result.status === "failed" && readFailure(result.error).request === "answered")
  );
}

function kindOf(
  result: NodeResult<unknown>,
  readFailure: ReadFailure,
): { kind: FailureKind; reason: string } | undefined {
  if (result.status === "timed_out") return { kind: "dead", reason: "timed out" };
  if (result.status === "unknown" && result.because === "timed_out")
    return { kind: "dead", reason: "timed out" };
  const error = result.status === "failed" || result.status === "unknown" ? result.error : undefined;
  if (error === undefined) return undefined;
  return { kind: readFailure(error).unreachable ? "dead" : "trouble", reason: oneLine(error) };
}

function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split("\n", 1)[0] ?? "").slice(0, 200);
}

function seconds(ms: number): string {
  return `${(Math.max(0, ms) / 1_000).toFixed(1)} s`;
}
