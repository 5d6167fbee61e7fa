import { compareKeyNames, indexKeys, matchesKeyPattern, type ConfigKey } from "../keys/key.ts";
import { knownParameterNames, type ParameterNames } from "../keys/value.ts";

/** The configuration of one node, as its `configKeys` answered. */
export interface NodeKeys {
  readonly node: string;
  readonly keys: readonly ConfigKey[];
}

/** What may differ between nodes: a key (`netaddr__%`), or one parameter of it by place or name. */
export type PrivateKey = string | { readonly key: string; readonly param: number | string };

/** Keys that belong to one node: which members it sees, and its own addresses. */
export const defaultPrivateKeys: readonly PrivateKey[] = ["remote_system__%", "netaddr__%"];

/** Keys that gateways from version 4.0 on no longer keep alike: accounts, SSH, time and syslog settings. */
export const privateKeysSince4: readonly PrivateKey[] = [
  ...defaultPrivateKeys,
  "system_user__%",
  "service_ssh_%",
  "ntp%",
  "syslog%",
];

/** One of the values that are found, and who has it. The value that most nodes have comes first. */
export interface DriftVariant<Value> {
  /** Undefined: the nodes do not have it. */
  readonly value: Value | undefined;
  /** In the order given. */
  readonly nodes: readonly string[];
}

/** A key, or one parameter of it, that is not the same on all nodes. */
export type Drift =
  | { readonly kind: "key"; readonly key: string; readonly variants: readonly DriftVariant<ConfigKey>[] }
  | {
      readonly kind: "parameter";
      readonly key: string;
      readonly index: number;
      readonly name?: string;
      readonly variants: readonly DriftVariant<string>[];
    };

/**
 * What differs between the nodes of a cluster, sorted by key. Nodes that gave no answer are simply not given; the
 * caller names them. A key that some nodes lack, or have with another number of parameters, is told whole.
 * @throws ConfigurationError `bad_key`
 */
export function findDrift(
  nodes: readonly NodeKeys[],
  options: { readonly private?: readonly PrivateKey[]; readonly namesOf?: ParameterNames } = {},
): Drift[] {
  const { private: hidden = defaultPrivateKeys, namesOf = knownParameterNames } = options;
  const indexes = nodes.map(({ node, keys }) => ({ node, index: indexKeys(keys) }));
  const names = [...new Set(indexes.flatMap(({ index }) => [...index.keys()]))].sort(compareKeyNames);
  return names.flatMap((key): Drift[] => {
    if (hidden.some((each) => typeof each === "string" && matchesKeyPattern(key, each))) return [];
    const found = indexes.map(({ node, index }) => ({ node, value: index.get(key) }));
    const [first] = found;
    if (found.some(({ value }) => value?.params.length !== first?.value?.params.length)) {
      const variants = variantsOf(found, (value) => JSON.stringify(value?.params));
      return [{ kind: "key", key, variants }];
    }
    return (first?.value?.params ?? []).flatMap((_, index): Drift[] => {
      const name = first?.value === undefined ? undefined : namesOf(first.value)?.[index];
      if (hidden.some((each) => isPrivateParameter(each, key, index, name))) return [];
      const values = found.map(({ node, value }) => ({ node, value: value?.params[index] }));
      const variants = variantsOf(values, (value) => value);
      if (variants.length < 2) return [];
      return [{ kind: "parameter", key, index, ...(name === undefined ? {} : { name }), variants }];
    });
  });
}

function isPrivateParameter(
  hidden: PrivateKey,
  key: string,
  index: number,
  name: string | undefined,
): boolean {
  if (typeof hidden === "string" || !matchesKeyPattern(key, hidden.key)) return false;
  return hidden.param === index || (name !== undefined && hidden.param === name);
}

function variantsOf<Value>(
  found: readonly { readonly node: string; readonly value: Value | undefined }[],
  identity: (value: Value | undefined) => string | undefined,
): DriftVariant<Value>[] {
  const variants = new Map<string | undefined, { value: Value | undefined; nodes: string[] }>();
  for (const { node, value } of found) {
    const known = variants.get(identity(value));
    if (known === undefined) variants.set(identity(value), { value, nodes: [node] });
    else known.nodes.push(node);
  }
  return [...variants.values()].sort((a, b) => b.nodes.length - a.nodes.length);
}
