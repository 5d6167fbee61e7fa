import {
  all,
  any,
  condition,
  escapeLike,
  everything,
  type Filter,
  FilterError,
  type FilterFieldName,
  formatFilter,
  maxFilterLength,
  type MessageSource,
  not,
} from "../filter/index.ts";
import type { ReportExpression, ReportKeys } from "./ast.ts";
import { keyMatcher } from "./match.ts";

/** The search that lists the messages behind a number. */
export interface ReportSearch {
  /** `queue` is queue and quarantine together, as the operation `mailQueue` has them. */
  readonly source: MessageSource;
  readonly filter: Filter;
  /** The same as text. */
  readonly text: string;
  /** The only node whose messages are meant; absent when it is all of them. */
  readonly node?: string;
  /**
   * True when the search finds just the messages that were counted. Counters are as old as their `since` and the
   * history is not, and a domain's counter does not tell senders from recipients: their searches are false here.
   */
  readonly exact: boolean;
}

/** The first keys of counters that count messages, and what finds those messages in the history. */
const messageCounters: readonly (readonly [key1: string, filter: Filter])[] = [
  ["mail:total", everything],
  ...(["REJECT", "DELIVER", "DELETE", "QUARANTINE", "DEFER"] as const).map(
    (action) => [`mail:action:${action.toLowerCase()}`, condition("action", "=", action)] as const,
  ),
];

/** A key pattern, or the very key that a slice stands for. */
export interface SearchKey {
  readonly text: string;
  /** True when `%` in the text is a percent sign. */
  readonly literal: boolean;
}

/** Key patterns as the search wants them; `value` takes the place of the pattern at `part`. */
export function searchKeys(keys: ReportKeys, part?: number, value = ""): SearchKey[] {
  const patterns: SearchKey[] = keys.map((text) => ({ text, literal: !text.includes("%") }));
  if (part === undefined) return patterns;
  while (patterns.length <= part) patterns.push({ text: "%", literal: false });
  patterns[part] = { text: value, literal: true };
  return patterns;
}

/**
 * The search for the messages of counters: the first key gives the action, the second the server, the third the
 * domain. Undefined for counters that count no messages (`ippolicy:…`, `hsl:stat`), and where a key cannot be
 * written as a value of a filter.
 */
export function counterSearch([first, server, domain]: readonly SearchKey[]): ReportSearch | undefined {
  const actions = first === undefined ? undefined : actionFilter(first);
  if (actions === undefined) return undefined;
  return written("history", false, () =>
    all(
      actions,
      restricts(server) ? like("server", server, "") : everything,
      restricts(domain) ? any(like("from", domain, "%@"), like("to", domain, "%@")) : everything,
    ),
  );
}

function actionFilter(key: SearchKey): Filter | undefined {
  // A pattern that can match other counters too has messages and other things in one number.
  if (!key.literal && !/^mail:[^%]/.test(key.text) && key.text !== "mail:%") return undefined;
  const matches = key.literal ? (key1: string) => key1 === key.text.toLowerCase() : keyMatcher(key.text);
  const filters = messageCounters.filter(([key1]) => matches(key1)).map(([, filter]) => filter);
  return filters.length === 0 ? undefined : any(...filters);
}

/** A blank server or domain means all of them, as an absent one does. */
function restricts(key: SearchKey | undefined): key is SearchKey {
  return key !== undefined && key.text !== "" && (key.literal || key.text !== "%");
}

function like(field: FilterFieldName, key: SearchKey, before: string): Filter {
  if (key.literal) {
    return before === ""
      ? condition(field, "=", key.text)
      : condition(field, "~", before + escapeLike(key.text));
  }
  // Key patterns have no escape, and filters cannot say "backslash, then anything".
  if (key.text.includes("\\%")) throw new FilterError("bad_value", "The pattern cannot be written.");
  return condition(field, "~", before + key.text);
}

/**
 * The search for the messages behind a formula. A number alone has none, and does not change that of the other side.
 * Of a sum it finds the messages of either side; of a difference those of the left side which the right has not; of
 * a quotient those of the left side. Undefined where a part has none, or the parts are in different sources.
 */
export function expressionSearch(expression: ReportExpression): ReportSearch | undefined {
  const found = searchOf(expression);
  return found === "number" ? undefined : found;
}

type Found = ReportSearch | "number" | undefined;

function searchOf(expression: ReportExpression): Found {
  switch (expression.kind) {
    case "number":
      return "number";
    case "rate":
      return undefined;
    case "counter":
      return counterSearch(searchKeys(expression.keys));
    case "count":
      return written("queue", true, () => expression.filter);
    case "negate":
      return inexact(searchOf(expression.operand));
    case "binary":
      return combined(expression.operator, searchOf(expression.left), searchOf(expression.right));
  }
}

function combined(operator: string, left: Found, right: Found): Found {
  if (right === "number") return inexact(left);
  if (left === "number") return inexact(right);
  if (operator === "/") return inexact(left);
  if (left === undefined || right === undefined || left.source !== right.source) return undefined;
  return written(left.source, false, () =>
    operator === "-"
      ? right.filter.groups.length === 0
        ? left.filter
        : all(left.filter, not(right.filter))
      : any(left.filter, right.filter),
  );
}

function inexact(found: Found): Found {
  return typeof found === "object" ? { ...found, exact: false } : found;
}

/** The search with its text; undefined when the filter cannot be built or written. */
function written(source: MessageSource, exact: boolean, build: () => Filter): ReportSearch | undefined {
  try {
    const filter = build();
    const text = formatFilter(filter);
    return text.length > maxFilterLength ? undefined : { source, filter, text, exact };
  } catch (error) {
    if (error instanceof FilterError) return undefined;
    throw error;
  }
}
