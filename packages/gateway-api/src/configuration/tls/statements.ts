import type { ScriptToken } from "../script/tokens.ts";
import type { ScriptOutline } from "./call.ts";

const enders = new Set(["Try", "Bounce", "Delete", "Reschedule"]);
const controls = new Set([
  "if",
  "else",
  "foreach",
  "for",
  "while",
  "do",
  "forever",
  "switch",
  "barrier",
  "function",
]);

/** A statement; `ended` is what comes behind one that ends the script. */
export interface Step {
  readonly kind: "call" | "if" | "ended" | "other";
  /** Indexes of tokens, the end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** The statements of a range, one after the other; an `if` with all its branches is one. */
export function* walk(outline: ScriptOutline, from: number, to: number): Generator<Step> {
  for (let start = from; start < to;) {
    const word = outline.tokens[start];
    const called = word?.kind === "word" && outline.tokens[start + 1]?.text === "(";
    let end = endOfStatement(outline, start, to);
    let kind: Step["kind"] = called && isCall(word) ? "call" : "other";
    if (called && word.text === "if") {
      const chain = readBranches(outline, start, to);
      if (chain !== undefined) {
        kind = "if";
        end = chain.end;
      }
    }
    yield { kind, start, end };
    if (called && enders.has(word.text)) {
      yield { kind: "ended", start: end, end: to };
      return;
    }
    start = end;
  }
}

function endOfStatement({ tokens, partners }: ScriptOutline, start: number, limit: number): number {
  for (let at = start; at < limit; at++) {
    const text = tokens[at]?.kind === "sign" ? tokens[at]?.text : "";
    if (text === ";") return at + 1;
    const partner = partners.get(at);
    if (partner === undefined) continue;
    if (text === "{") return partner + 1;
    at = partner;
  }
  return limit;
}

interface Branch {
  /** The condition's tokens; undefined for `else`. */
  readonly condition?: { readonly start: number; readonly end: number };
  readonly body: { readonly start: number; readonly end: number; readonly block: boolean };
}

/** The branches of the `if` at `start`; undefined when a branch has a control structure without braces. */
export function readBranches(
  outline: ScriptOutline,
  start: number,
  limit: number,
): { branches: Branch[]; end: number } | undefined {
  const { tokens, partners } = outline;
  const branches: Branch[] = [];
  const bodyAt = (at: number): Branch["body"] | undefined => {
    const first = tokens[at];
    const block = first?.kind === "sign" && first.text === "{";
    if (first === undefined || at >= limit || (first.kind === "word" && controls.has(first.text)))
      return undefined;
    return {
      start: at,
      end: block ? (partners.get(at) ?? at) + 1 : endOfStatement(outline, at, limit),
      block,
    };
  };
  for (let at = start; ;) {
    const close = partners.get(at + 1);
    if (close === undefined || tokens[at + 1]?.text !== "(") return undefined;
    const body = bodyAt(close + 1);
    if (body === undefined) return undefined;
    branches.push({ condition: { start: at + 2, end: close }, body });
    if (tokens[body.end]?.text !== "else" || body.end >= limit) return { branches, end: body.end };
    at = body.end + 1;
    if (tokens[at]?.text === "if") continue;
    const rest = bodyAt(at);
    if (rest === undefined) return undefined;
    branches.push({ body: rest });
    return { branches, end: rest.end };
  }
}

/** True for the name of the function, called or not. */
export function isCall(token: ScriptToken | undefined): boolean {
  return token?.kind === "word" && token.text === "SetTLS";
}
