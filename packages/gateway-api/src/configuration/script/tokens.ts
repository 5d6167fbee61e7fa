import { ConfigurationError } from "../errors.ts";
import { maxScriptLength } from "../limits.ts";
import { createLocator } from "../text-position.ts";

/** What a piece of a script is. `space` and `comment` mean nothing to the gateway. */
export type ScriptTokenKind =
  "space" | "comment" | "word" | "variable" | "number" | "string" | "raw" | "sign";

/** A piece of a script; the pieces of a script are the whole script, without gaps. */
export interface ScriptToken {
  readonly kind: ScriptTokenKind;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

// One alternative for each kind of token. None has a repetition inside another that could match the same text twice.
const pattern = new RegExp(
  [
    String.raw`(?<space>[ \t\r\n\f\v]+)`,
    String.raw`(?<comment>\/\/[^\n]*)`,
    String.raw`(?<variable>\$[A-Za-z_][A-Za-z0-9_]*)`,
    String.raw`(?<word>[A-Za-z_][A-Za-z0-9_]*)`,
    String.raw`(?<number>0[xob][0-9A-Fa-f]+|[0-9]+(?:\.[0-9]+)?)`,
    String.raw`(?<sign>\.\.\.|\*\*=?|=>|==|!=|<=|>=|=~|!~|[-+*\/%.]=|::|->|[-+*\/%.=<>!?:;,()[\]{}&|^~@])`,
  ].join("|"),
  "y",
);

/**
 * Divides a script (2016 state of the language): double-quoted strings with backslash escapes, raw strings
 * `''text''` and `'WORD'text'WORD'` (which are its here-documents), comments with two slashes and in slash-star.
 * One pass, no backtracking.
 * @throws ConfigurationError `script_not_understood`, with the place, for anything else; `configuration_too_large`
 */
export function scriptTokens(script: string): ScriptToken[] {
  if (script.length > maxScriptLength)
    throw new ConfigurationError(
      "configuration_too_large",
      `The script has more than ${maxScriptLength} characters.`,
    );
  const tokens: ScriptToken[] = [];
  for (let start = 0; start < script.length;) {
    const { kind, end } = readToken(script, start);
    tokens.push({ kind, start, end, text: script.slice(start, end) });
    start = end;
  }
  return tokens;
}

function readToken(script: string, start: number): { kind: ScriptTokenKind; end: number } {
  const fail = (why: string, end = start + 1): ConfigurationError =>
    new ConfigurationError("script_not_understood", why, createLocator(script)(start, end));
  if (script[start] === '"') {
    for (let at = start + 1; at < script.length; at++) {
      if (script[at] === "\\") at++;
      else if (script[at] === '"') return { kind: "string", end: at + 1 };
    }
    throw fail("This string has no closing quote.");
  }
  if (script[start] === "'") {
    const open = /'[\x21-\x26\x28-\x7e]*'/y;
    open.lastIndex = start;
    const delimiter = open.exec(script)?.[0];
    if (delimiter === undefined)
      throw fail("A raw string begins with two single quotes, or a word between them.");
    const close = script.indexOf(delimiter, start + delimiter.length);
    if (close === -1) throw fail(`This raw string has no closing ${delimiter.slice(0, 40)}.`);
    return { kind: "raw", end: close + delimiter.length };
  }
  if (script.startsWith("/*", start)) {
    const close = script.indexOf("*/", start + 2);
    if (close === -1) throw fail("This comment has no end.");
    return { kind: "comment", end: close + 2 };
  }
  pattern.lastIndex = start;
  const groups = pattern.exec(script)?.groups;
  if (groups === undefined) {
    const sign = String.fromCodePoint(script.codePointAt(start) ?? 0);
    throw fail(
      `${JSON.stringify(sign)} is not part of the scripting language as it is known here.`,
      start + sign.length,
    );
  }
  const kind = (["space", "comment", "variable", "word", "number", "sign"] as const).find(
    (each) => groups[each] !== undefined,
  );
  return { kind: kind ?? "sign", end: pattern.lastIndex };
}

/** Without white space and comments. */
export function meaningful(tokens: readonly ScriptToken[]): ScriptToken[] {
  return tokens.filter(({ kind }) => kind !== "space" && kind !== "comment");
}
