import { overview, type GatewayCluster } from "@mailmux/gateway-api";
import { setTimeout as delay } from "node:timers/promises";
import type { NodeOverview, RoundEvent } from "../shared/api.ts";
import { allRefused, pendingRow, toOverviewRow } from "./node-answer.ts";
import type { PanelNode } from "./options.ts";

/** A node that hangs holds the next round of the others back by no more than this. */
const maxRoundMs = 5_000;

export interface OverviewOptions {
  readonly nodes: readonly PanelNode[];
  readonly cluster: GatewayCluster;
  readonly operationTimeoutMs: number;
}

/** One round over all nodes: their rows as they settle. Ends early, without a word, when the signal aborts. */
export async function* overviewRound(
  options: OverviewOptions,
  signal: AbortSignal,
): AsyncGenerator<NodeOverview> {
  const nodes = new Map(options.nodes.map((node) => [node.name, node]));
  const operationTimeoutMs = Math.min(options.operationTimeoutMs, maxRoundMs);
  for await (const event of overview(options.cluster, { signal, operationTimeoutMs })) {
    if (signal.aborted) return;
    const node = nodes.get(event.node);
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
}

/**
 * Asks the nodes how they are, round after round, while somebody listens: idle -> polling with the first listener,
 * back to idle with the last.
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
      void this.#poll(this.#polling.signal);
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
    const { intervalMs, onRefused } = this.#options;
    while (!signal.aborted) {
      const started = performance.now();
      const rows: NodeOverview[] = [];
      for await (const row of overviewRound(this.#options, signal)) {
        rows.push(row);
        this.#rows.set(row.node, row);
        for (const listener of this.#listeners) listener.onNode(row);
      }
      if (signal.aborted) return;
      if (allRefused(rows)) return onRefused();
      const round = {
        answered: rows.filter(({ state }) => state === "ok").length,
        total: rows.length,
        durationMs: Math.round(performance.now() - started),
        nextInMs: intervalMs,
      };
      for (const listener of this.#listeners) listener.onRound(round);
      await delay(intervalMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
