import type { NodeResult } from "@mailmux/cluster";
import { explainFailure, type NodeOverview as GatewayOverview } from "@mailmux/gateway-api";
import type { NodeAnswer, NodeError, NodeOverview } from "../shared/api.ts";
import type { PanelNode } from "./options.ts";

/** The longest text of a node that is passed on in an error. */
export const maxErrorLength = 500;

/** The beginning of a text, without half a character at its end. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** How one node's part ended, for the browser. */
export function toNodeAnswer(result: NodeResult<unknown>): NodeAnswer {
  const error = errorOf(result);
  return {
    node: result.node,
    state: result.status,
    durationMs: Math.round(result.durationMs),
    ...(error === undefined ? {} : { error }),
  };
}

/** A row of the overview. */
export function toOverviewRow(node: PanelNode, result: NodeResult<GatewayOverview>): NodeOverview {
  const error = errorOf(result);
  const value = result.status === "ok" ? result.value : undefined;
  return {
    ...pendingRow(node),
    state: result.status,
    checkedAt: Date.now(),
    ...(error === undefined ? {} : { error }),
    ...(value === undefined ? {} : { ...value, version: cut(value.version, 100) }),
  };
}

/** The row of a node that has not answered yet. */
export function pendingRow({
  name,
  address,
  ...node
}: Pick<PanelNode, "name" | "address" | "endpoint" | "tls">): NodeOverview {
  const warning = connectionWarning(node);
  return { node: name, address, state: "pending", ...(warning === undefined ? {} : { warning }) };
}

/** Whether every node refuses the user name and password: then nobody is signed in any more. */
export function allRefused(answers: readonly { readonly error?: NodeError | undefined }[]): boolean {
  return answers.length > 0 && answers.every(({ error }) => error?.code === "unauthorized");
}

function errorOf(result: NodeResult<unknown>): NodeError | undefined {
  const failure = explainFailure(result);
  return failure && { code: failure.code, message: cut(failure.message, maxErrorLength) };
}

/** What should not stay as it is about how a node is reached. */
function connectionWarning({ endpoint, tls }: Pick<PanelNode, "endpoint" | "tls">): string | undefined {
  if (endpoint.startsWith("http:")) return "Plain http: everybody on the way can read what is said.";
  if (tls.insecure === true) return "The certificate is not verified.";
  const pins = tls.fingerprints ?? [];
  if (pins.some((pin) => /^\s*sha-?1\b/i.test(pin))) return "Pinned by a SHA-1 fingerprint, which is weak.";
  return undefined;
}
