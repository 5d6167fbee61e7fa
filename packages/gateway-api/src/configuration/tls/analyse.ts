import { ConfigurationError, type TextPosition } from "../errors.ts";
import { matchBrackets } from "../script/brackets.ts";
import { stringValue } from "../script/literal.ts";
import { meaningful, scriptTokens, type ScriptToken } from "../script/tokens.ts";
import { createLocator } from "../text-position.ts";
import { readCallArray, type CallArray, type Misread, type ScriptOutline, type Span } from "./call.ts";
import { readCondition } from "./condition.ts";
import { isCall, readBranches, walk, type Step } from "./statements.ts";
import { fromScriptOptions, type TlsDestination, type TlsPolicy } from "./policy.ts";

/** A policy and the places of the script that an edit touches. */
export interface PlacedPolicy extends TlsPolicy {
  readonly array: CallArray;
  readonly position: TextPosition;
  /** The statement at the script's top level that it is in. */
  readonly statement: Span;
  /** What goes when the policy goes, and what stands there then. */
  readonly removal: Span & { readonly replacement: string };
}

/** A use of `SetTLS` that is no policy for this reader. */
export interface UnreadTlsCall {
  /** The call. */
  readonly position: TextPosition;
  /** What is not understood. */
  readonly at: TextPosition;
  readonly reason: string;
}

export interface TlsAnalysis {
  readonly tokens: readonly ScriptToken[];
  readonly policies: readonly PlacedPolicy[];
  readonly unread: readonly UnreadTlsCall[];
  /** Files that the script includes; they may set TLS too. */
  readonly includes: readonly string[];
}

const elsewhere = "it stands inside other code";

/** Finds the policies of a pre-delivery script. @throws ConfigurationError `script_not_understood`, `configuration_too_large` */
export function analyseScript(script: string): TlsAnalysis {
  const all = scriptTokens(script);
  const tokens = meaningful(all);
  const outline = { tokens, partners: matchBrackets(script, tokens) };
  const locate = createLocator(script);
  const place = ({ start, end }: Span): TextPosition => locate(start, end);
  const policies: PlacedPolicy[] = [];
  const claimed = new Set<number>();
  const reasons = new Map<number, Misread>();
  const blame = (from: number, to: number, why: Misread): void => {
    for (let at = from; at < to; at++) if (isCall(tokens[at]) && !reasons.has(at)) reasons.set(at, why);
  };
  for (const step of walk(outline, 0, tokens.length)) {
    const first = tokens[step.start];
    const last = tokens[step.end - 1];
    if (first === undefined || last === undefined) continue;
    const statement = { start: first.start, end: last.end };
    const claim = (call: number, destination: TlsDestination, removal: PlacedPolicy["removal"]): void => {
      const found = readCall(outline, call);
      if ("reason" in found) return blame(call, call + 1, found);
      claimed.add(call);
      const position = place({ start: tokens[call]?.start ?? 0, end: found.end });
      policies.push({
        destination,
        options: found.options,
        array: found.array,
        position,
        statement,
        removal,
      });
    };
    if (step.kind === "ended")
      blame(step.start, step.end, { token: first, reason: "the script ends before it" });
    if (step.kind === "call") claim(step.start, { kind: "all" }, { ...statement, replacement: "" });
    if (step.kind !== "if") continue;
    readChain(outline, step, { claim, blame });
  }
  const unread = tokens.flatMap((token, at): UnreadTlsCall[] => {
    if (!isCall(token) || claimed.has(at)) return [];
    if (tokens[at - 1]?.text === "function")
      throw new ConfigurationError(
        "script_not_understood",
        "The script defines its own SetTLS.",
        place(token),
      );
    const why = reasons.get(at);
    return [{ position: place(token), at: place(why?.token ?? token), reason: why?.reason ?? elsewhere }];
  });
  const includes = tokens.flatMap((token, at) => {
    const next = tokens[at + 1];
    const file = token.kind === "word" && token.text === "include" && next ? stringValue(next) : undefined;
    return file === undefined ? [] : [file];
  });
  return { tokens: all, policies, unread, includes };
}

interface Findings {
  claim(call: number, destination: TlsDestination, removal: PlacedPolicy["removal"]): void;
  blame(from: number, to: number, why: Misread): void;
}

function readChain(outline: ScriptOutline, step: Step, { claim, blame }: Findings): void {
  const { tokens } = outline;
  const { branches = [] } = readBranches(outline, step.start, step.end) ?? {};
  // Who reads a branch must know that no branch before it takes its mail for another reason.
  let kind: TlsDestination["kind"] | undefined;
  for (const { condition, body } of branches) {
    const first = tokens[body.start] as ScriptToken;
    if (condition === undefined) {
      blame(body.start, body.end, {
        token: first,
        reason: "it stands in an else branch, which has no destination of its own",
      });
      continue;
    }
    const read = readCondition(tokens, condition.start, condition.end);
    if ("reason" in read) {
      blame(body.start, step.end, read);
      return;
    }
    if (kind !== undefined && kind !== read.kind) {
      blame(body.start, step.end, { token: first, reason: "branches before it decide by something else" });
      return;
    }
    kind = read.kind;
    const inside = body.block
      ? { from: body.start + 1, to: body.end - 1 }
      : { from: body.start, to: body.end };
    for (const each of walk(outline, inside.from, inside.to)) {
      if (each.kind === "ended")
        blame(each.start, each.end, { token: first, reason: "the script ends before it" });
      if (each.kind !== "call") continue;
      const alone = each.start === inside.from && each.end === inside.to;
      const whole = alone && branches.length === 1;
      const [from, to] = whole ? [step.start, step.end] : [each.start, each.end];
      const replacement = alone && !whole && !body.block ? "{}" : "";
      claim(each.start, read, {
        start: tokens[from]?.start ?? 0,
        end: tokens[to - 1]?.end ?? 0,
        replacement,
      });
    }
  }
}

/** The options of the call at `call`, which must be a whole statement. */
function readCall(
  outline: ScriptOutline,
  call: number,
): { array: CallArray; options: TlsPolicy["options"]; end: number } | Misread {
  const token = outline.tokens[call] as ScriptToken;
  const close = outline.partners.get(call + 1) ?? call;
  const end = outline.tokens[close];
  if (end === undefined || outline.tokens[close + 1]?.text !== ";")
    return { token, reason: "the call is not a statement of its own" };
  const array = readCallArray(outline, call + 1);
  if ("reason" in array) return array;
  const options = fromScriptOptions(new Map(array.entries.map(({ name, value }) => [name, value])));
  return typeof options === "string" ? { token, reason: options } : { array, options, end: end.end };
}
