import { formatConfiguration, type ConfigKey } from "@mailmux/gateway-api";
import { fault } from "../service/fault.ts";
import { checkKeys } from "./check.ts";
import { configurationLimits } from "./limits.ts";
import { isListedType, keyTypeOf } from "./schema.ts";

/** One revision, with the configuration that it made. */
export interface Revision {
  readonly revision: number;
  /** Unix seconds UTC. */
  readonly time: number;
  readonly user: string;
  readonly message: string;
  readonly keys: readonly ConfigKey[];
}

/** Who changes something, when, and in which words. */
export interface ChangeNote {
  readonly at: number;
  readonly user: string;
  readonly message: string;
}

/** A parameter by its name. */
export interface NamedValue {
  readonly first: string;
  readonly second: string;
}

/** What is shown in place of a secret, and what keeps it when it comes back. */
export const hiddenSecret = "********";

/**
 * The configuration of a node and its revisions. Every change is checked as a whole before it holds: what is refused
 * changes nothing. A change that changes nothing makes no revision.
 */
export class Configuration {
  #revisions: Revision[];
  readonly #listeners = new Set<(keys: readonly ConfigKey[]) => void>();
  readonly #check: (keys: readonly ConfigKey[]) => void;

  /** @param check throws a fault for what must not hold, besides what is wrong with single keys */
  constructor(keys: readonly ConfigKey[], note: ChangeNote, check: (keys: readonly ConfigKey[]) => void) {
    this.#check = check;
    this.#revisions = [
      { revision: 1, time: note.at, user: note.user, message: note.message, keys: checkKeys(keys) },
    ];
  }

  get keys(): readonly ConfigKey[] {
    return this.head.keys;
  }

  get head(): Revision {
    const head = this.#revisions.at(-1);
    if (head === undefined) throw new Error("there is always a revision");
    return head;
  }

  /** Newest first. */
  revisions(offset: number, limit: number): readonly Revision[] {
    return this.#revisions.toReversed().slice(offset, offset + limit);
  }

  /** The configuration of a revision as text, secrets hidden; undefined for one that is not kept. */
  text(revision: number | undefined): string | undefined {
    const found =
      revision === undefined ? this.head : this.#revisions.find((each) => each.revision === revision);
    return found && formatConfiguration(found.keys.map(withoutSecrets));
  }

  /** Calls back with all keys after each change. Returns a function that ends it. */
  onChange(listener: (keys: readonly ConfigKey[]) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Changes the named parameters of a key. */
  set(name: string, values: readonly NamedValue[], note: ChangeNote): void {
    const key = this.#find(name);
    this.#commit(
      this.keys.map((each) => (each === key ? withValues(key, values) : each)),
      note,
    );
  }

  /** Makes a key and returns its name; of a bare type, with the lowest number that is free. */
  add(nameOrType: string, values: readonly NamedValue[], note: ChangeNote): string {
    const name = isListedType(nameOrType) ? this.#freeName(nameOrType) : nameOrType;
    const type = keyTypeOf(name);
    if (type === undefined) throw fault(`there is no type of key for "${name.slice(0, 80)}"`);
    if (this.keys.some((key) => key.name === name)) throw fault(`${name} exists already`);
    const key = withValues({ name, params: type.parameters.map(() => "") }, values);
    this.#commit([...this.keys, key], note);
    return name;
  }

  delete(name: string, note: ChangeNote): void {
    const key = this.#find(name);
    this.#commit(
      this.keys.filter((each) => each !== key),
      note,
    );
  }

  /** Replaces everything, and returns the number of the head. @throws a fault when the head is not the expected one */
  replace(keys: readonly ConfigKey[], expectedHead: number | undefined, note: ChangeNote): number {
    if (expectedHead !== undefined && expectedHead !== this.head.revision) {
      throw fault(`the configuration is at revision ${this.head.revision}, not at ${expectedHead}`);
    }
    const old = new Map(this.keys.map((key) => [key.name, key]));
    this.#commit(
      keys.map((key) => keepSecrets(key, old.get(key.name))),
      note,
    );
    return this.head.revision;
  }

  #find(name: string): ConfigKey {
    const key = this.keys.find((each) => each.name === name);
    if (key === undefined) throw fault(`there is no key "${name.slice(0, 80)}"`);
    return key;
  }

  #freeName(type: string): string {
    const taken = new Set(this.keys.map(({ name }) => name));
    let id = 1;
    while (taken.has(`${type}__${id}`)) id++;
    return `${type}__${id}`;
  }

  #commit(keys: readonly ConfigKey[], { at, user, message }: ChangeNote): void {
    const checked = checkKeys(keys);
    if (JSON.stringify(checked) === JSON.stringify(this.keys)) return;
    this.#check(checked);
    const revision = this.head.revision + 1;
    this.#revisions.push({ revision, time: at, user, message: message.slice(0, 500), keys: checked });
    this.#forgetOldest();
    for (const listener of this.#listeners) listener(checked);
  }

  #forgetOldest(): void {
    // Unchanged keys are shared between revisions, so their number is what costs.
    const surplus = this.#revisions.length - configurationLimits.revisions;
    if (surplus > 0) this.#revisions = this.#revisions.slice(surplus);
  }
}

/** A key as others may see it. */
export function withoutSecrets(key: ConfigKey): ConfigKey {
  const type = keyTypeOf(key.name);
  if (type?.secret === undefined) return key;
  const hide = (value: string, index: number): string =>
    type.secret?.includes(type.parameters[index] ?? "") === true && value !== "" ? hiddenSecret : value;
  return { name: key.name, params: key.params.map(hide) };
}

/** What is hidden in a text that comes back stays what it was. */
function keepSecrets(key: ConfigKey, old: ConfigKey | undefined): ConfigKey {
  const type = keyTypeOf(key.name);
  if (type?.secret === undefined) return key;
  const params = key.params.map((value, index) =>
    value === hiddenSecret && type.secret?.includes(type.parameters[index] ?? "") === true
      ? (old?.params[index] ?? "")
      : value,
  );
  return { name: key.name, params };
}

function withValues(key: ConfigKey, values: readonly NamedValue[]): ConfigKey {
  const type = keyTypeOf(key.name);
  const params = [...key.params];
  for (const { first: parameter, second: value } of values) {
    const index = type?.parameters.indexOf(parameter) ?? -1;
    if (index < 0) {
      throw fault(
        `${key.name} has no parameter "${parameter.slice(0, 80)}"; it has ${type?.parameters.join(", ")}`,
      );
    }
    params[index] = value;
  }
  return keepSecrets({ name: key.name, params }, key);
}
