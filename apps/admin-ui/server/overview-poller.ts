import { createCluster } from "@mailmux/cluster";
import { overview, type Gateway, type GatewayCluster, type GatewayService } from "@mailmux/gateway-api";
import { setTimeout as delay } from "node:timers/promises";
import type { NodeOverview, RoundEvent } from "../shared/api.ts";
import { allRefused, pendingRow, toOverviewRow } from "./node-answer.ts";
import type { PanelNode } from "./options.ts";

/** How long one node may take to say how it is. */
const maxAnswerMs = 5_000;
/** How long a round waits for nodes that are slow. The next ones go on without those until they have answered. */
const patienceMs = 1_000;

export interface OverviewOptions {
  /** Those to ask. */
  readonly nodes: readonly PanelNode[];
  readonly cluster: GatewayCluster;
  readonly fanout: number;
  readonly operationTimeoutMs: number;
}

/** Asks nodes how they are: their rows as they settle. Ends early, without a word, when the signal aborts. */
export async function* askOverview(
  options: OverviewOptions,
  signal: AbortSignal,
): AsyncGenerator<NodeOverview> {
  const asked = new Map(options.nodes.map((node) => [node.name, node]));
  if (asked.size === 0) return;
  const cluster = createCluster<GatewayService, Gateway>({
    nodes: options.cluster.nodes.filter(({ name }) => asked.has(name)),
    fanout: options.fanout,
    operationTimeoutMs: Math.min(options.operationTimeoutMs, maxAnswerMs),
  });
  for await (const event of overview(cluster, { signal })) {
    if (signal.aborted) return;
    const node = asked.get(event.node);
    if (event.type === "settle" && node) yield toOverviewRow(node, event.result);
  }
}

export interface OverviewListener {
  onNode(row: NodeOverview): void;
  onRound(round: RoundEvent): void;
}

export interface OverviewPollerOptions extends OverviewOptions {
  readonly intervalMs: number;
  /** Every node refused the user name and password. */
  readonly onRefused: () => void;
  /** Told about errors that are the panel's own; the next round is another try. */
  readonly onError: (error: unknown) => void;
}

/**
 * Asks the nodes how they are, round after round, while somebody listens: idle -> polling with the first listener,
 * back to idle with the last. A node that hangs delays its own row and nothing else.
 */
export class OverviewPoller {
  readonly #options: OverviewPollerOptions;
  readonly #listeners = new Set<OverviewListener>();
  /** What each node last said, for those who come later. */
  readonly #rows: Map<string, NodeOverview>;
  #polling: AbortController | undefined;

  constructor(options: OverviewPollerOptions) {
    this.#options = options;
    this.#rows = new Map(options.nodes.map((node) => [node.name, pendingRow(node)]));
  }

  /** Tells the newest row of each node at once, then what comes. Returns the function that ends it. */
  subscribe(listener: OverviewListener): () => void {
    this.#listeners.add(listener);
    for (const row of this.#rows.values()) listener.onNode(row);
    if (!this.#polling) {
      this.#polling = new AbortController();
      this.#poll(this.#polling.signal).catch(this.#options.onError);
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.stop();
    };
  }

  /** Ends the round under way; nobody hears of it. */
  stop(): void {
    this.#polling?.abort();
    this.#polling = undefined;
  }

  async #poll(signal: AbortSignal): Promise<void> {
    const { nodes, intervalMs, onRefused } = this.#options;
    /** Names of the nodes that have not answered yet, of this round or one before. */
    const unsettled = new Set<string>();
    while (!signal.aborted) {
      const started = performance.now();
      const due = nodes.filter(({ name }) => !unsettled.has(name));
      const settled = new AbortController();
      const asking = this.#ask(due, unsettled, signal)
        // Not of a node: those are rows.
        .catch(this.#options.onError)
        .finally(() => settled.abort());
      await Promise.race([asking, pause(patienceMs, AbortSignal.any([signal, settled.signal]))]);
      if (signal.aborted) return;
      const rows = [...this.#rows.values()];
      if (allRefused(rows)) return onRefused();
      const round = {
        answered: rows.filter(({ state }) => state === "ok").length,
        total: rows.length,
        durationMs: Math.round(performance.now() - started),
        nextInMs: intervalMs,
      };
      for (const listener of this.#listeners) listener.onRound(round);
      await pause(intervalMs, signal);
    }
  }

  async #ask(nodes: readonly PanelNode[], unsettled: Set<string>, signal: AbortSignal): Promise<void> {
    for (const { name } of nodes) unsettled.add(name);
    try {
      for await (const row of askOverview({ ...this.#options, nodes }, signal)) {
        unsettled.delete(row.node);
        this.#rows.set(row.node, row);
        for (const listener of this.#listeners) listener.onNode(row);
      }
    } finally {
      for (const { name } of nodes) unsettled.delete(name);
    }
  }
}

/** Waits, or does not when the signal aborts. Never rejects. */
async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  await delay(durationMs, undefined, { signal, ref: false }).catch(() => undefined);
}
