import { ConfigurationError } from "../errors.ts";
import { createLocator } from "../text-position.ts";
import type { ScriptToken } from "./tokens.ts";

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/**
 * Where each opening bracket is closed, by the index of its token.
 * @throws ConfigurationError `script_not_understood`, with the place of a bracket without a partner
 */
export function matchBrackets(script: string, tokens: readonly ScriptToken[]): ReadonlyMap<number, number> {
  const partners = new Map<number, number>();
  const open: number[] = [];
  const fail = (token: ScriptToken, why: string): ConfigurationError =>
    new ConfigurationError("script_not_understood", why, createLocator(script)(token.start, token.end));
  tokens.forEach((token, index) => {
    if (token.kind !== "sign") return;
    if (token.text in closing) open.push(index);
    if (token.text !== ")" && token.text !== "]" && token.text !== "}") return;
    const start = open.pop();
    const opener = start === undefined ? undefined : tokens[start];
    if (start === undefined || opener === undefined || closing[opener.text] !== token.text)
      throw fail(token, `This ${token.text} closes nothing.`);
    partners.set(start, index);
  });
  const last = tokens[open.pop() ?? -1];
  if (last !== undefined) throw fail(last, `This ${last.text} is never closed.`);
  return partners;
}
