import { ConfigurationError } from "../errors.ts";
import { matchBrackets } from "./brackets.ts";
import { scriptTokens } from "./tokens.ts";

/** What is wrong with a script. */
export interface ScriptProblem {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly message: string;
}

/**
 * Says what is certainly wrong with a script: texts and comments that never end, signs that the language does not have,
 * and brackets that do not pair up. What it finds nothing wrong with may still fail: functions and types are not known.
 * At most one problem is told, because what comes after the first is mostly its consequence. Never throws.
 */
export function checkScript(script: string): ScriptProblem[] {
  try {
    matchBrackets(script, scriptTokens(script));
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const { line = 1, column = 1 } = error.position ?? {};
    return [{ line, column, message: error.summary }];
  }
}
