import { ConfigurationError } from "../errors.ts";
import type { ScriptToken } from "../script/tokens.ts";
import { createLocator } from "../text-position.ts";
import { analyseScript, type PlacedPolicy, type TlsAnalysis, type UnreadTlsCall } from "./analyse.ts";
import type { Span } from "./call.ts";
import { changeOptions, splice } from "./change-options.ts";
import {
  sameAs,
  sameOption,
  toScriptOptions,
  type TlsDestination,
  type TlsOptionValue,
  type TlsPolicy,
} from "./policy.ts";
import { formatTlsPolicy, type RecipientDomainVariable } from "./write.ts";

/** A policy that a script has, and where its call stands. */
export type FoundTlsPolicy = TlsPolicy & Pick<PlacedPolicy, "position">;

export interface TlsPolicies {
  /** In the order of the script. Of several for one delivery the last is what holds. */
  readonly policies: readonly FoundTlsPolicy[];
  /** Uses of `SetTLS` that are not understood; they stay as they are, and may hold instead of a policy. */
  readonly unread: readonly UnreadTlsCall[];
  /** Files that the script includes; they may set TLS too. */
  readonly includes: readonly string[];
}

export interface SetTlsPolicyOptions {
  /** How to name the recipient's domain in new conditions. Default: as the script does, else `$recipientdomain`. */
  readonly variable?: RecipientDomainVariable;
  /** Edit although uses of `SetTLS` that are not understood may override the policy. Default: refuse. */
  readonly besideUnread?: boolean;
}

/**
 * The TLS policies of a pre-delivery script: `SetTLS([...]);` for all deliveries, and inside `if` for destinations.
 * @throws ConfigurationError `script_not_understood` with the place, `configuration_too_large`
 */
export function readTlsPolicies(script: string): TlsPolicies {
  const { policies, unread, includes } = analyseScript(script);
  return {
    policies: policies.map(({ destination, options, position }) => ({ destination, options, position })),
    unread,
    includes,
  };
}

/** The policy that holds for a delivery, or undefined when none is for it: the last one that is for it. */
export function tlsPolicyFor<Policy extends TlsPolicy>(
  policies: readonly Policy[],
  delivery: { readonly domain?: string; readonly host?: string },
): Policy | undefined {
  return policies.findLast(({ destination }) => {
    if (destination.kind === "all") return true;
    const name = destination.kind === "domain" ? delivery.domain : delivery.host;
    return name !== undefined && destination.names.includes(name);
  });
}

/**
 * Gives a destination its policy. A policy that is there for just this destination is changed in place, option by
 * option; else a statement is added: a policy for all at the very beginning, any other behind the last one.
 * No other byte of the script changes.
 * @throws ConfigurationError `policy_not_editable` with the place when other code may override it, or when the change
 * would not read back as the policy; `bad_policy`; `script_not_understood`; `configuration_too_large`
 */
export function setTlsPolicy(script: string, policy: TlsPolicy, options: SetTlsPolicyOptions = {}): string {
  const wanted = toScriptOptions(policy.options);
  const analysis = analyseScript(script);
  const [doubt] = analysis.unread;
  if (doubt !== undefined && options.besideUnread !== true) {
    const { start, end, line, column } = doubt.at;
    const why = `SetTLS is used on line ${doubt.position.line} in a way that is not understood (${doubt.reason}); it may override the policy.`;
    throw new ConfigurationError("policy_not_editable", why, { start, end, line, column });
  }
  const same = sameAs(policy.destination);
  const existing = analysis.policies.findLast((each) => same(each.destination));
  const edited =
    existing === undefined
      ? addPolicy(script, analysis, policy, options.variable)
      : changeOptions(script, policy.destination, wanted);
  checkEdit(edited, policy.destination, wanted);
  return edited;
}

/** Takes the policies for just this destination out of the script. No other byte changes. @throws as {@link setTlsPolicy} */
export function removeTlsPolicy(script: string, destination: TlsDestination): string {
  const same = sameAs(destination);
  const { policies } = analyseScript(script);
  const going = policies.filter((each) => same(each.destination));
  const removals = going.map(({ removal }) => ({
    ...(removal.replacement === "" ? wholeLines(script, removal) : removal),
    text: removal.replacement,
  }));
  const edited = splice(script, removals);
  const [left] = analyseScript(edited).policies.filter((each) => same(each.destination));
  if (left !== undefined)
    throw new ConfigurationError(
      "policy_not_editable",
      "The policy cannot be taken out here.",
      left.position,
    );
  return edited;
}

function addPolicy(
  script: string,
  analysis: TlsAnalysis,
  policy: TlsPolicy,
  variable?: RecipientDomainVariable,
): string {
  const { tokens, policies } = analysis;
  const names =
    variable ?? (tokens.some(({ text }) => text === "$message") ? "$message" : "$recipientdomain");
  const statement = formatTlsPolicy(policy, names);
  const lineEnd = /\r?\n/.exec(script)?.[0] ?? "\n";
  const last = policies.at(-1);
  if (last === undefined || policy.destination.kind === "all") return `${statement}${lineEnd}${script}`;
  const { at, ownLine } = placeBehind(script, tokens, last.statement.end);
  return splice(script, [
    { start: at, end: at, text: ownLine ? `${statement}${lineEnd}` : `${lineEnd}${statement}${lineEnd}` },
  ]);
}

/** The line behind a statement, or the statement's very end when code follows it on its line. */
function placeBehind(
  script: string,
  tokens: readonly ScriptToken[],
  end: number,
): { at: number; ownLine: boolean } {
  for (const token of tokens) {
    if (token.start < end) continue;
    const lineEnd = token.text.indexOf("\n");
    if (token.kind === "space" && lineEnd !== -1) return { at: token.start + lineEnd + 1, ownLine: true };
    if (token.kind !== "space" && (token.kind !== "comment" || lineEnd !== -1))
      return { at: end, ownLine: false };
  }
  return { at: script.length, ownLine: false };
}

/** An edit that is not what was asked for is not given out. */
function checkEdit(
  edited: string,
  destination: TlsDestination,
  wanted: ReadonlyMap<string, TlsOptionValue>,
): void {
  const { policies } = analyseScript(edited);
  const same = sameAs(destination);
  const at = policies.findLastIndex((each) => same(each.destination));
  const policy = policies[at];
  const options = policy === undefined ? undefined : toScriptOptions(policy.options);
  const alike =
    options?.size === wanted.size &&
    [...wanted].every(([name, value]) => {
      const now = options.get(name);
      return now !== undefined && sameOption(name, now, value);
    });
  if (policy === undefined || !alike)
    throw new ConfigurationError(
      "policy_not_editable",
      "The script would not hold the policy after this change.",
      createLocator(edited)(0),
    );
  const overrides = overriderOf(destination);
  const later = policies.slice(at + 1).find((each) => overrides(each.destination));
  if (later !== undefined) {
    const why = "A later policy overrides this one; change that one.";
    throw new ConfigurationError("policy_not_editable", why, later.position);
  }
}

/** Tells which destinations, coming later, take deliveries from this one. What is for all is meant to be overridden by the rest. */
function overriderOf(earlier: TlsDestination): (later: TlsDestination) => boolean {
  const names = new Set(earlier.kind === "all" ? [] : earlier.names);
  return (later) =>
    later.kind === "all" || (later.kind === earlier.kind && later.names.some((name) => names.has(name)));
}

/** A span that is alone on its lines, with the lines' indentation and end. */
function wholeLines(script: string, { start, end }: Span): Span {
  let lineStart = start;
  while (script[lineStart - 1] === " " || script[lineStart - 1] === "\t") lineStart--;
  const tail = /[ \t]*(?:\r?\n|$)/y;
  tail.lastIndex = end;
  const alone = (lineStart === 0 || script[lineStart - 1] === "\n") && tail.test(script);
  return alone ? { start: lineStart, end: tail.lastIndex } : { start, end };
}
