import { type Cluster, type NodeResult, type RunOptions } from "@mailmux/cluster";
import {
  changedParameters,
  type ConfigKey,
  type ConfigRevision,
  ConfigurationError,
  type Drift,
  findDrift,
  type KeyChange,
  knownParameterNames,
  type NodeKeys,
  type ParameterNames,
  type PrivateKey,
  readRevisionLog,
} from "../configuration/index.ts";
import { type Gateway } from "../gateway/gateway.ts";
import { type GatewayService } from "../generated/service.gen.ts";
import { callsOf } from "./call.ts";

/** The configuration of a node: all keys, one, or those that begin so (`file__`). */
export async function readConfiguration(
  gateway: Gateway,
  { key, signal }: { readonly key?: string; readonly signal?: AbortSignal } = {},
): Promise<readonly ConfigKey[]> {
  const { result } = await callsOf(gateway, signal)
    .configKeys(key === undefined ? {} : { key })
    .get();
  return result.item.map(({ name, params }) => ({ name, params: params.item }));
}

/** Revisions of a node's configuration, newest first. Records that make no sense are left out. */
export async function readRevisions(
  gateway: Gateway,
  {
    limit,
    offset,
    signal,
  }: { readonly limit?: number; readonly offset?: number; readonly signal?: AbortSignal } = {},
): Promise<readonly ConfigRevision[]> {
  const { result } = await callsOf(gateway, signal)
    .configRevisionLog({
      ...(limit === undefined ? {} : { limit }),
      ...(offset === undefined ? {} : { offset }),
    })
    .get();
  return readRevisionLog(result.item).revisions;
}

/** What differs between the nodes of a cluster. */
export interface ClusterDrift {
  /** Sorted by key; empty when the nodes that answered are alike. */
  readonly drift: readonly Drift[];
  /** How each node took part, with the number of its keys. Nothing is said about nodes that did not answer. */
  readonly nodes: readonly NodeResult<number>[];
}

/** Compares the configurations of all nodes that answer. */
export async function clusterDrift(
  cluster: Cluster<GatewayService, Gateway>,
  {
    private: hidden,
    namesOf,
    ...run
  }: RunOptions & { readonly private?: readonly PrivateKey[]; readonly namesOf?: ParameterNames } = {},
): Promise<ClusterDrift> {
  const { results } = await cluster
    .run((node, { signal }) => readConfiguration(node, { signal }), { effect: "none", ...run })
    .get();
  const answered = results.flatMap((result): NodeKeys[] =>
    result.status === "ok" ? [{ node: result.node, keys: result.value }] : [],
  );
  const drift = findDrift(answered, {
    ...(hidden === undefined ? {} : { private: hidden }),
    ...(namesOf === undefined ? {} : { namesOf }),
  });
  return {
    drift,
    nodes: results.map((result) =>
      result.status === "ok" ? { ...result, value: result.value.length } : result,
    ),
  };
}

/** How far a change of the configuration got. */
export interface PushResult {
  /** Keys that were changed, in the order of the changes. */
  readonly done: readonly string[];
  /** The change that failed, and why. What came after it was not tried. */
  readonly failed?: { readonly key: string; readonly error: Error };
}

/**
 * Makes changes on one node, key by key, and stops at the first that fails. Members of a cluster pass on what changes,
 * so one node of it is enough. Before it writes a key it reads it again and refuses to overwrite what somebody else has
 * changed since the difference was made.
 */
export async function pushChanges(
  gateway: Gateway,
  changes: readonly KeyChange[],
  {
    namesOf = knownParameterNames,
    signal,
  }: { readonly namesOf?: ParameterNames; readonly signal?: AbortSignal } = {},
): Promise<PushResult> {
  const call = callsOf(gateway, signal);
  const done: string[] = [];
  for (const change of changes) {
    const { key } = change;
    try {
      signal?.throwIfAborted();
      const [now] = (
        await readConfiguration(gateway, { key, ...(signal === undefined ? {} : { signal }) })
      ).filter(({ name }) => name === key);
      const before = change.kind === "added" ? undefined : change.before;
      if (JSON.stringify(now?.params) !== JSON.stringify(before?.params)) {
        throw new ConfigurationError(
          "bad_key",
          `${JSON.stringify(key)} has been changed meanwhile; compare again.`,
        );
      }
      if (change.kind === "removed") await call.configKeyDelete({ key }).get();
      else {
        const params = { item: changedParameters(before, change.after, namesOf) };
        if (change.kind === "added") await call.configKeyAdd({ key, params }).get();
        else await call.configKeySet({ key, params }).get();
      }
    } catch (error) {
      return { done, failed: { key, error: error instanceof Error ? error : new Error(String(error)) } };
    }
    done.push(key);
  }
  return { done };
}
