import { stringValue } from "../script/literal.ts";
import type { ScriptToken } from "../script/tokens.ts";
import type { Misread } from "./call.ts";
import type { TlsDestination } from "./policy.ts";

type NamedDestination = Exclude<TlsDestination, { kind: "all" }>;

/**
 * Reads a condition between its parentheses: `$recipientdomain == "a" or $recipientdomain == "b"`, where the variable
 * is `$recipientdomain`, `$message["recipientaddress"]["domain"]` (its name in later versions) or `$destination`.
 */
export function readCondition(
  tokens: readonly ScriptToken[],
  start: number,
  end: number,
): NamedDestination | Misread {
  const names: string[] = [];
  let kind: NamedDestination["kind"] | undefined;
  const wrong = (at: number): Misread => ({
    token: tokens[Math.min(at, end)] ?? { kind: "space", start: 0, end: 0, text: "" },
    reason: "the condition is not a comparison of the recipient's domain or the destination with plain texts",
  });
  for (let at = start; at < end;) {
    const wrapped = tokens[at]?.text === "(";
    const left = readOperand(tokens, at + Number(wrapped));
    const right = left === undefined ? undefined : readOperand(tokens, left.next + 1);
    if (left === undefined || right === undefined || tokens[left.next]?.text !== "==" || right.next > end)
      return wrong(at);
    const [subject, name] = left.kind === undefined ? [right.kind, left.text] : [left.kind, right.text];
    if (subject === undefined || name === undefined || (kind !== undefined && kind !== subject))
      return wrong(at);
    kind = subject;
    names.push(name);
    at = right.next;
    if (wrapped && tokens[at++]?.text !== ")") return wrong(at - 1);
    if (at === end) return { kind, names };
    if (tokens[at]?.text !== "or") return wrong(at);
    at++;
  }
  return wrong(end);
}

interface Operand {
  readonly kind?: NamedDestination["kind"];
  readonly text?: string;
  readonly next: number;
}

function readOperand(tokens: readonly ScriptToken[], at: number): Operand | undefined {
  const token = tokens[at];
  if (token?.text === "$recipientdomain") return { kind: "domain", next: at + 1 };
  if (token?.text === "$destination") return { kind: "host", next: at + 1 };
  if (token?.text === "$message") {
    const [open, key, close, again, second, last] = tokens.slice(at + 1, at + 7);
    const path = [
      open?.text,
      key && stringValue(key),
      close?.text,
      again?.text,
      second && stringValue(second),
      last?.text,
    ];
    return path.join(" ") === "[ recipientaddress ] [ domain ]"
      ? { kind: "domain", next: at + 7 }
      : undefined;
  }
  const text = token === undefined ? undefined : stringValue(token);
  return text === undefined ? undefined : { text, next: at + 1 };
}
