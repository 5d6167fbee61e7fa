import { compareKeyNames, indexKeys, type ConfigKey } from "../keys/key.ts";
import { knownParameterNames, type ParameterNames } from "../keys/value.ts";

/** A parameter that differs. A side without it has undefined. */
export interface ParameterChange {
  /** Its place, from 0. */
  readonly index: number;
  /** Its name, where it is known. */
  readonly name?: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** A key that differs between two configurations. */
export type KeyChange =
  | { readonly kind: "added"; readonly key: string; readonly after: ConfigKey }
  | { readonly kind: "removed"; readonly key: string; readonly before: ConfigKey }
  | {
      readonly kind: "changed";
      readonly key: string;
      readonly before: ConfigKey;
      readonly after: ConfigKey;
      readonly params: readonly ParameterChange[];
    };

/** What differs between two configurations, by name of key. The order of the keys is no difference. @throws ConfigurationError `bad_key` */
export function diffKeys(
  before: readonly ConfigKey[],
  after: readonly ConfigKey[],
  namesOf: ParameterNames = knownParameterNames,
): KeyChange[] {
  const old = indexKeys(before);
  const now = indexKeys(after);
  const changes: KeyChange[] = [];
  for (const [key, was] of old) {
    const is = now.get(key);
    if (is === undefined) changes.push({ kind: "removed", key, before: was });
    else if (!sameParams(was, is))
      changes.push({ kind: "changed", key, before: was, after: is, params: paramChanges(was, is, namesOf) });
  }
  for (const [key, is] of now) if (!old.has(key)) changes.push({ kind: "added", key, after: is });
  return changes.sort((a, b) => compareKeyNames(a.key, b.key));
}

/** Applies a difference. The keys come out sorted. @throws ConfigurationError `bad_key` */
export function applyChanges(keys: readonly ConfigKey[], changes: readonly KeyChange[]): ConfigKey[] {
  const result = indexKeys(keys);
  for (const change of changes) {
    if (change.kind === "removed") result.delete(change.key);
    else result.set(change.key, change.after);
  }
  return [...result.values()].sort((a, b) => compareKeyNames(a.name, b.name));
}

/** True when two keys (or two absent ones) have the same parameters. */
export function sameParams(a: ConfigKey | undefined, b: ConfigKey | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.params.length === b.params.length && a.params.every((param, index) => param === b.params[index]);
}

function paramChanges(before: ConfigKey, after: ConfigKey, namesOf: ParameterNames): ParameterChange[] {
  const longer = before.params.length > after.params.length ? before : after;
  const names = namesOf(longer);
  return longer.params.flatMap((_, index) => {
    const was = before.params[index];
    const is = after.params[index];
    if (was === is) return [];
    const name = names?.[index];
    return [{ index, ...(name === undefined ? {} : { name }), before: was, after: is }];
  });
}
