import { stringValue } from "../script/literal.ts";
import type { ScriptToken } from "../script/tokens.ts";
import { maxOptions, type TlsOptionValue } from "./policy.ts";

/** A range of the script. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** `"key" => value` in the array of a call. */
export interface CallEntry {
  readonly name: string;
  readonly value: TlsOptionValue;
  readonly span: Span;
  readonly valueSpan: Span;
  /** The comma behind it. */
  readonly comma?: Span;
}

/** The array of options of a call, between its brackets. */
export interface CallArray {
  readonly inner: Span;
  readonly entries: readonly CallEntry[];
}

/** Why a part of the script is not understood, and the token that is to blame. */
export interface Misread {
  readonly token: ScriptToken;
  readonly reason: string;
}

/** The tokens of a script that mean something, and where each opening bracket is closed. */
export interface ScriptOutline {
  readonly tokens: readonly ScriptToken[];
  readonly partners: ReadonlyMap<number, number>;
}

/** Reads the argument of a call whose opening parenthesis is at `open`: one array of plain values. */
export function readCallArray({ tokens, partners }: ScriptOutline, open: number): CallArray | Misread {
  const close = partners.get(open) ?? open;
  const array = arrayAt({ tokens, partners }, open + 1);
  if (array?.close !== close - 1)
    return misread(tokens[open], "the argument is not an array of plain values");
  const entries: CallEntry[] = [];
  const names = new Set<string>();
  for (let at = array.open + 1; at < array.close;) {
    const key = tokens[at];
    const name = key === undefined ? undefined : stringValue(key);
    if (key === undefined || name === undefined || tokens[at + 1]?.text !== "=>")
      return misread(key, "an option is not a plain text with => behind it");
    if (names.has(name)) return misread(key, "an option is there twice");
    if (names.size === maxOptions) return misread(key, `it has more than ${maxOptions} options`);
    names.add(name);
    const found = readValue({ tokens, partners }, at + 2);
    if ("reason" in found) return found;
    const behind = tokens[found.next];
    const last = tokens[found.next - 1];
    if (behind === undefined || last === undefined || (behind.text !== "," && found.next !== array.close))
      return misread(tokens[found.next - 1], "the value of an option is not a plain value");
    entries.push({
      name,
      value: found.value,
      span: { start: key.start, end: last.end },
      valueSpan: { start: tokens[at + 2]?.start ?? key.end, end: last.end },
      ...(behind.text === "," ? { comma: { start: behind.start, end: behind.end } } : {}),
    });
    at = behind.text === "," ? found.next + 1 : found.next;
  }
  const inner = { start: tokens[array.open]?.end ?? 0, end: tokens[array.close]?.start ?? 0 };
  return { inner, entries };
}

/** `[...]` or `array(...)`: the indexes of its brackets. */
function arrayAt(
  { tokens, partners }: ScriptOutline,
  at: number,
): { open: number; close: number } | undefined {
  const open = tokens[at]?.text === "array" && tokens[at + 1]?.text === "(" ? at + 1 : at;
  const close = partners.get(open);
  if (close === undefined || (open === at && tokens[open]?.text !== "[")) return undefined;
  return { open, close };
}

function readValue(outline: ScriptOutline, at: number): { value: TlsOptionValue; next: number } | Misread {
  const token = outline.tokens[at];
  const plain = token === undefined ? undefined : plainValue(token);
  if (plain !== undefined) return { value: plain, next: at + 1 };
  const array = arrayAt(outline, at);
  if (array === undefined) return misread(token, "the value of an option is not a plain value");
  const texts: string[] = [];
  for (let item = array.open + 1; item < array.close; item += 2) {
    const each = outline.tokens[item];
    const text = each === undefined ? undefined : stringValue(each);
    if (text === undefined) return misread(each, "a list has something else than plain texts");
    const behind = outline.tokens[item + 1];
    if (item + 1 < array.close && behind?.text !== ",")
      return misread(behind, "a list has something else than plain texts");
    texts.push(text);
  }
  return { value: texts, next: array.close + 1 };
}

function plainValue(token: ScriptToken): string | number | boolean | undefined {
  if (token.kind === "number") return /^[0-9]{1,15}$/.test(token.text) ? Number(token.text) : undefined;
  if (token.kind === "word") return token.text === "true" ? true : token.text === "false" ? false : undefined;
  return stringValue(token);
}

function misread(token: ScriptToken | undefined, reason: string): Misread {
  return { token: token ?? { kind: "space", start: 0, end: 0, text: "" }, reason };
}
