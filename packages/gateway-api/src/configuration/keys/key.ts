import { ConfigurationError } from "../errors.ts";
import { maxKeyNameLength } from "../limits.ts";

/** A key of the configuration as `configKeys` answers it: its parameters have places and no names. */
export interface ConfigKey {
  readonly name: string;
  readonly params: readonly string[];
}

/** What a key holds: a flow, one of the three single scripts, a file or table, a cluster member, or anything else. */
export type ConfigKeyKind = "flow" | "script" | "file" | "remote_system" | "other";

const singleScripts = new Set(["system_authentication_script", "transport_flow", "queue_flow"]);

/** The kind of a key by its name alone. */
export function kindOfKey(name: string): ConfigKeyKind {
  if (singleScripts.has(name)) return "script";
  const { type, id } = splitKeyName(name);
  if (id === undefined || id === "") return "other";
  if (type === "file" || type === "remote_system") return type;
  return type.endsWith("_flow") && /^\w+$/.test(type) && type !== "_flow" ? "flow" : "other";
}

/** `mail_flow__1` is `{type: "mail_flow", id: "1"}`; a single key such as `queue_flow` has no id. */
export function splitKeyName(name: string): { readonly type: string; readonly id?: string } {
  const at = name.indexOf("__");
  return at <= 0 ? { type: name } : { type: name.slice(0, at), id: name.slice(at + 2) };
}

/**
 * Compares names of keys as people count: `file__2` before `file__10`. Names that only differ in leading zeros
 * still have an order, so that sorting is one thing on every machine.
 */
export function compareKeyNames(a: string, b: string): number {
  const left = splitKeyName(a);
  const right = splitKeyName(b);
  if (left.type !== right.type) return left.type < right.type ? -1 : 1;
  const x = left.id ?? "";
  const y = right.id ?? "";
  const numeric = /^[0-9]{1,15}$/;
  if (numeric.test(x) && numeric.test(y) && Number(x) !== Number(y)) return Number(x) - Number(y);
  if (numeric.test(x) !== numeric.test(y)) return numeric.test(x) ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The keys by name.
 * @throws ConfigurationError `bad_key` when a name is empty, too long or there twice: such a list has no one meaning.
 */
export function indexKeys(keys: readonly ConfigKey[]): Map<string, ConfigKey> {
  const index = new Map<string, ConfigKey>();
  for (const key of keys) {
    if (key.name === "" || key.name.length > maxKeyNameLength)
      throw new ConfigurationError("bad_key", `A key's name must have 1 to ${maxKeyNameLength} characters.`);
    if (index.has(key.name))
      throw new ConfigurationError("bad_key", `The key ${JSON.stringify(key.name)} is there twice.`);
    index.set(key.name, key);
  }
  return index;
}

/** True when a name fits a pattern: exact, or the beginning when the pattern ends in `%` or `__`, as `configKeys(key)` reads it. */
export function matchesKeyPattern(name: string, pattern: string): boolean {
  if (pattern.endsWith("%")) return name.startsWith(pattern.slice(0, -1));
  return pattern.endsWith("__") ? name.startsWith(pattern) : name === pattern;
}
