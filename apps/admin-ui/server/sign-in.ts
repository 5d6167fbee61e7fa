import type { NodeResult } from "@mailmux/cluster";
import { explainError, type Gateway, type GatewayCluster } from "@mailmux/gateway-api";
import type { NodeAnswer } from "../shared/api.ts";
import { toNodeAnswer } from "./node-answer.ts";

export type SignInOutcome =
  | { readonly status: "accepted"; readonly fullname: string }
  | { readonly status: "refused" }
  /** No node was able to say. */
  | { readonly status: "no_answer"; readonly nodes: readonly NodeAnswer[] };

export interface SignInOptions {
  /** Time limit per node, in milliseconds. Default 5,000. */
  readonly timeoutMs?: number;
  /** How long a node may be silent before the next one is asked as well, in milliseconds. Default 1,000. */
  readonly patienceMs?: number;
  readonly signal: AbortSignal;
}

type Attempt = { readonly outcome: SignInOutcome } | { readonly failure: NodeResult<unknown> };

/**
 * Asks the nodes whether they know a user, in order. The first that answers decides; those that cannot be reached
 * or are in trouble are passed over.
 */
export function askNodes(cluster: GatewayCluster, options: SignInOptions): Promise<SignInOutcome> {
  const { timeoutMs = 5_000, patienceMs = 1_000 } = options;
  const { nodes } = cluster;
  const decided = new AbortController();
  const signal = AbortSignal.any([options.signal, decided.signal]);
  const failures = new Map<string, NodeResult<unknown>>();
  return new Promise((resolve) => {
    let next = 0;
    let timer: NodeJS.Timeout | undefined;
    const decide = (outcome: SignInOutcome): void => {
      clearTimeout(timer);
      resolve(outcome);
      decided.abort();
    };
    const askNext = (): void => {
      clearTimeout(timer);
      const gateway = nodes[next++];
      if (!gateway || decided.signal.aborted) return;
      timer = setTimeout(askNext, patienceMs);
      void askNode(gateway, timeoutMs, signal).then((attempt) => {
        if ("outcome" in attempt) return decide(attempt.outcome);
        failures.set(gateway.name, attempt.failure);
        if (failures.size < nodes.length) return askNext();
        const answers = nodes.flatMap(({ name }) => failures.get(name) ?? []).map(toNodeAnswer);
        return decide({ status: "no_answer", nodes: answers });
      });
    };
    askNext();
  });
}

async function askNode(gateway: Gateway, timeoutMs: number, signal: AbortSignal): Promise<Attempt> {
  const started = performance.now();
  try {
    const { result } = await gateway.client.future({ signal, timeoutMs }).login();
    return { outcome: { status: "accepted", fullname: result.fullname } };
  } catch (reason) {
    const error = reason instanceof Error ? reason : new Error(String(reason));
    if (explainError(error).code === "unauthorized") return { outcome: { status: "refused" } };
    const base = { node: gateway.name, attempts: 1, durationMs: performance.now() - started };
    const timedOut = explainError(error).code === "timed_out";
    return { failure: timedOut ? { ...base, status: "timed_out" } : { ...base, status: "failed", error } };
  }
}
