import { ConfigurationError } from "../errors.ts";
import { contentFromBase64, contentToBase64, type ConfigContent } from "./content.ts";
import { formatFlow, parseFlow, type FlowBlock } from "./flow.ts";
import { kindOfKey, type ConfigKey } from "./key.ts";

/** What a key means. `other` keeps the parameters as they came; `problem` says why they do not fit the key's kind. */
export type ConfigValue =
  | {
      readonly kind: "flow";
      readonly name: string;
      readonly rate?: string;
      readonly blocks: readonly FlowBlock[];
    }
  | { readonly kind: "script"; readonly script: ConfigContent }
  | { readonly kind: "file"; readonly name: string; readonly type: string; readonly data: ConfigContent }
  | { readonly kind: "other"; readonly params: readonly string[]; readonly problem?: string };

/** One parameter of a `configKeySet` call, which addresses parameters by name. */
export interface ConfigParameter {
  readonly first: string;
  readonly second: string;
}

/** The names of a key's parameters in their order, or undefined when they are not known. */
export type ParameterNames = (key: ConfigKey) => readonly string[] | undefined;

/** The names that are known from halonctl: of flows, single scripts and files, and the agreed ones of cluster members. */
export const knownParameterNames: ParameterNames = ({ name, params }) => {
  switch (kindOfKey(name)) {
    case "flow":
      return params.length === 3 ? ["name", "rate", "flow"] : ["name", "flow"];
    case "script":
      return ["value"];
    case "file":
      return ["name", "type", "data"];
    case "remote_system":
      return ["name", "address", "port", "protocol", "fingerprint"];
    case "other":
      return undefined;
  }
};

/** Reads a key. Never throws: a node may hold anything, and one odd key must not hide the others. */
export function decodeKey({ name, params }: ConfigKey): ConfigValue {
  const kind = kindOfKey(name);
  const odd = (problem: string): ConfigValue => ({ kind: "other", params, problem });
  const [first = "", second = "", third = ""] = params;
  if (kind === "flow") {
    if (params.length === 2) return { kind, name: first, blocks: parseFlow(second) };
    if (params.length === 3) return { kind, name: first, rate: second, blocks: parseFlow(third) };
    return odd(`a flow has 2 or 3 parameters, not ${params.length}`);
  }
  if (kind === "script") {
    if (params.length !== 1) return odd(`a script has 1 parameter, not ${params.length}`);
    const script = contentFromBase64(first);
    return script === undefined ? odd("the script is not base64") : { kind, script };
  }
  if (kind === "file") {
    if (params.length !== 3) return odd(`a file has 3 parameters, not ${params.length}`);
    const data = contentFromBase64(third);
    return data === undefined ? odd("the data is not base64") : { kind, name: first, type: second, data };
  }
  return { kind: "other", params };
}

/** The parameters of a key in their order. `encodeParams(decodeKey(key))` is the key's parameters, base64 in its plain spelling. */
export function encodeParams(value: ConfigValue): readonly string[] {
  switch (value.kind) {
    case "flow":
      return [value.name, ...(value.rate === undefined ? [] : [value.rate]), formatFlow(value.blocks)];
    case "script":
      return [contentToBase64(value.script)];
    case "file":
      return [value.name, value.type, contentToBase64(value.data)];
    case "other":
      return value.params;
  }
}

/**
 * The named parameters that `configKeySet` needs to turn `before` into `after`: only those that differ.
 * @throws ConfigurationError `bad_key` when the names are not known, or the number of parameters changes
 */
export function changedParameters(
  before: ConfigKey | undefined,
  after: ConfigKey,
  namesOf: ParameterNames = knownParameterNames,
): ConfigParameter[] {
  const names = namesOf(after);
  const shown = JSON.stringify(after.name);
  if (names?.length !== after.params.length)
    throw new ConfigurationError(
      "bad_key",
      `The names of the ${after.params.length} parameters of ${shown} are not known.`,
    );
  if (before !== undefined && before.params.length !== after.params.length)
    throw new ConfigurationError(
      "bad_key",
      `${shown} had ${before.params.length} parameters and cannot get ${after.params.length}.`,
    );
  return names.flatMap((first, index) => {
    const second = after.params[index] ?? "";
    return before?.params[index] === second ? [] : [{ first, second }];
  });
}
