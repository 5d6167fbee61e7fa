import {
  checkScript,
  compareKeyNames,
  contentFromBase64,
  parseFlow,
  type ConfigKey,
} from "@mailmux/gateway-api";
import { fault } from "../service/fault.ts";
import { configurationLimits } from "./limits.ts";
import { keyTypeOf } from "./schema.ts";

/** What is wrong with a key, as a sentence; undefined when nothing is. */
export function problemOfKey({ name, params }: ConfigKey): string | undefined {
  const type = keyTypeOf(name);
  if (type === undefined) return `there is no key "${name.slice(0, 80)}"`;
  if (params.length !== type.parameters.length) {
    return `${name} has ${type.parameters.length} parameters: ${type.parameters.join(", ")}`;
  }
  if (params[0] === "") return `${type.parameters[0]} of ${name} must not be empty`;
  if (params.some((value) => value.length > configurationLimits.valueLength)) {
    return `a parameter of ${name} is longer than ${configurationLimits.valueLength} characters`;
  }
  if (params.some((value) => !value.isWellFormed() || /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/u.test(value))) {
    return `a parameter of ${name} has characters that XML cannot carry`;
  }
  for (const script of scriptsOf({ name, params })) {
    const [problem] = script === undefined ? [] : checkScript(script);
    if (script === undefined) return `the script of ${name} is not base64`;
    if (problem !== undefined) {
      return `the script of ${name}, line ${problem.line}: ${problem.message}`;
    }
  }
  return undefined;
}

/** The scripts of a key; undefined for one that is no base64, or no text. */
function scriptsOf({ name, params }: ConfigKey): (string | undefined)[] {
  const type = keyTypeOf(name);
  if (type?.script !== undefined) {
    const content = contentFromBase64(params[type.parameters.indexOf(type.script)] ?? "");
    return [typeof content === "string" ? content : undefined];
  }
  if (type?.parameters.at(-1) !== "flow") return [];
  return parseFlow(params.at(-1) ?? "").flatMap((block) =>
    block.kind === "script" && typeof block.script === "string" ? [block.script] : [],
  );
}

/** The keys in their order. @throws a fault when there is something wrong with them, or too much of them */
export function checkKeys(keys: readonly ConfigKey[]): readonly ConfigKey[] {
  if (keys.length > configurationLimits.keys) throw fault(`more than ${configurationLimits.keys} keys`);
  let length = 0;
  for (const key of keys) {
    const problem = problemOfKey(key);
    if (problem !== undefined) throw fault(problem);
    length += key.name.length + key.params.reduce((sum, value) => sum + value.length, 0);
  }
  if (length > configurationLimits.totalLength) {
    throw fault(`the configuration is longer than ${configurationLimits.totalLength} characters`);
  }
  return [...keys].sort((left, right) => compareKeyNames(left.name, right.name));
}
