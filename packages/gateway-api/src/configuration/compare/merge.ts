import { compareKeyNames, indexKeys, type ConfigKey } from "../keys/key.ts";
import { knownParameterNames, type ParameterNames } from "../keys/value.ts";
import { sameParams } from "./diff.ts";

/** Both sides changed the same thing in different ways. */
export type MergeConflict =
  | {
      readonly kind: "key";
      readonly key: string;
      /** Undefined where the side does not have the key. */
      readonly base: ConfigKey | undefined;
      readonly ours: ConfigKey | undefined;
      readonly theirs: ConfigKey | undefined;
    }
  | {
      readonly kind: "parameter";
      readonly key: string;
      /** The parameter's place, from 0. */
      readonly index: number;
      /** The parameter's name, where it is known. */
      readonly name?: string;
      readonly base: string;
      readonly ours: string;
      readonly theirs: string;
    };

export interface MergeResult {
  /** The merged keys, sorted by name. Where there is a conflict, the base stands. */
  readonly keys: readonly ConfigKey[];
  /** Empty when everything could be merged. In the order of the keys. */
  readonly conflicts: readonly MergeConflict[];
}

/**
 * Three-way merge: what one side changed is taken, what both changed alike is taken once, what both changed
 * differently is a conflict. Parameters of a key are merged one by one while their number stays the same. The two
 * sides are equals: swapping them swaps `ours` and `theirs` in the conflicts and changes nothing else.
 * @throws ConfigurationError `bad_key`
 */
export function mergeKeys(
  base: readonly ConfigKey[],
  ours: readonly ConfigKey[],
  theirs: readonly ConfigKey[],
  namesOf: ParameterNames = knownParameterNames,
): MergeResult {
  const [before, left, right] = [indexKeys(base), indexKeys(ours), indexKeys(theirs)];
  const keys: ConfigKey[] = [];
  const conflicts: MergeConflict[] = [];
  const names = [...new Set([...before.keys(), ...left.keys(), ...right.keys()])].sort(compareKeyNames);
  for (const name of names) {
    const merged = mergeKey(name, before.get(name), left.get(name), right.get(name), conflicts, namesOf);
    if (merged !== undefined) keys.push(merged);
  }
  return { keys, conflicts };
}

function mergeKey(
  key: string,
  base: ConfigKey | undefined,
  ours: ConfigKey | undefined,
  theirs: ConfigKey | undefined,
  conflicts: MergeConflict[],
  namesOf: ParameterNames,
): ConfigKey | undefined {
  if (sameParams(ours, theirs) || sameParams(base, theirs)) return ours;
  if (sameParams(base, ours)) return theirs;
  const count = base?.params.length;
  if (
    base === undefined ||
    ours === undefined ||
    theirs === undefined ||
    ours.params.length !== count ||
    theirs.params.length !== count
  ) {
    conflicts.push({ kind: "key", key, base, ours, theirs });
    return base;
  }
  const names = namesOf(base);
  const params = base.params.map((was, index) => {
    const left = ours.params[index] ?? "";
    const right = theirs.params[index] ?? "";
    if (left === right || right === was) return left;
    if (left === was) return right;
    const name = names?.[index];
    conflicts.push({
      kind: "parameter",
      key,
      index,
      ...(name === undefined ? {} : { name }),
      base: was,
      ours: left,
      theirs: right,
    });
    return was;
  });
  return { name: key, params };
}
