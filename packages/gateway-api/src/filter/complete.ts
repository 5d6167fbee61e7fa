import type { FilterOperator } from "./ast.ts";
import { filterActions, filterField, filterFields, type MessageSource } from "./fields.ts";
import { maxFilterLength } from "./limits.ts";
import { quoteValue } from "./quote.ts";
import { tokenAt, type OpenToken } from "./token-at.ts";

/** One thing that can be put in. */
export interface FilterCompletion {
  readonly kind: "field" | "operator" | "value" | "word";
  /** What is put in place of `from` to `to`. */
  readonly text: string;
  /** What it means, in a few words. */
  readonly detail: string;
}

/** What can stand at a place of a filter. */
export interface FilterCompletions {
  /** The part of the text that a completion replaces, as offsets in UTF-16 code units. */
  readonly from: number;
  readonly to: number;
  /** Best first; empty when nothing is known to fit. */
  readonly options: readonly FilterCompletion[];
}

/** What is known besides the language. */
export interface CompletionOptions {
  /** Leaves out fields that this list does not have. Default: all fields are offered. */
  readonly source?: MessageSource;
  /**
   * Values that exist, by field: `{ server: ["mailserver:1"], "metadata.customer": ["acme"] }`. Names of metadata
   * are offered as fields.
   */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** The most options. Default 50. */
  readonly limit?: number;
}

const operatorMeanings: Readonly<Record<FilterOperator, string>> = {
  "=": "is",
  "~": "contains; % matches anything",
  ">": "is greater than",
  "<": "is less than",
  ">=": "is at least",
  "<=": "is at most",
};

const words: readonly FilterCompletion[] = [
  { kind: "word", text: "and", detail: "both must match" },
  { kind: "word", text: "or", detail: "one of them must match" },
  { kind: "word", text: "&&", detail: "everything before and everything after must match" },
  { kind: "word", text: "not", detail: "turns the next condition around" },
];

/** What can stand at `position` of a filter that is being written; it need not be complete or right. Never throws. */
export function completeFilter(
  text: string,
  position: number,
  options: CompletionOptions = {},
): FilterCompletions {
  const at = Math.max(0, Math.min(position, text.length));
  // Nobody types that much, and an editor must not stall on what was pasted.
  if (text.length > maxFilterLength) return { from: at, to: at, options: [] };
  const token = tokenAt(text, at);
  const all = optionsAt(text, at, token, options);
  return { ...all, options: all.options.slice(0, options.limit ?? 50) };
}

function optionsAt(
  text: string,
  at: number,
  token: OpenToken,
  options: CompletionOptions,
): FilterCompletions {
  const field = text.slice(token.start, token.fieldEnd);
  if (at > token.fieldEnd || (token.operatorEnd > token.fieldEnd && at === token.operatorEnd)) {
    return at < token.operatorEnd
      ? { from: token.fieldEnd, to: token.operatorEnd, options: operators(field) }
      : valuesAt(text, at, token, field, options);
  }
  if (filterField(field) !== undefined && at === token.fieldEnd && token.operatorEnd === token.fieldEnd) {
    // The field is written: what it may be compared with comes next.
    return { from: token.fieldEnd, to: token.fieldEnd, options: operators(field) };
  }
  const typed = text.slice(token.start, at).toLowerCase();
  const candidates = [
    ...words.filter(({ text: word }) => token.afterCondition || word === "not"),
    ...fieldNames(options).map((name): FilterCompletion => ({
      kind: "field",
      text: name,
      detail: filterField(name)?.meaning ?? "",
    })),
  ].filter((option) => option.text.includes(typed));
  return {
    from: token.start,
    to: token.fieldEnd,
    options: typed === "" ? candidates : nearestFirst(candidates, typed),
  };
}

/** What begins as typed comes first, the shortest of it before all; the rest stays in its order. */
function nearestFirst(candidates: readonly FilterCompletion[], typed: string): FilterCompletion[] {
  const begins = candidates.filter((option) => option.text.startsWith(typed));
  const others = candidates.filter((option) => !option.text.startsWith(typed));
  return [...begins.sort((left, right) => left.text.length - right.text.length), ...others];
}

function fieldNames({ source, values = {} }: CompletionOptions): string[] {
  const names = [
    ...Object.keys(filterFields),
    ...Object.keys(values).filter((name) => name.startsWith("metadata.")),
  ];
  return names.filter((name) => {
    const field = filterField(name);
    return (
      field !== undefined &&
      field.sources.length > 0 &&
      (source === undefined || field.sources.includes(source))
    );
  });
}

function operators(field: string): FilterCompletion[] {
  const allowed = filterField(field)?.operators ?? [];
  return allowed.map((operator) => ({
    kind: "operator",
    text: operator,
    detail: operatorMeanings[operator],
  }));
}

function valuesAt(
  text: string,
  at: number,
  token: OpenToken,
  field: string,
  { source, values = {} }: CompletionOptions,
): FilterCompletions {
  const known = filterField(field);
  const typed = text
    .slice(token.operatorEnd + (token.quoted ? 1 : 0), at)
    .replaceAll('\\"', '"')
    .toLowerCase();
  const given = Object.hasOwn(values, field) ? (values[field] ?? []) : [];
  const actions = source === "queue" ? filterActions.slice(0, 2) : filterActions;
  const candidates = known?.type === "action" ? actions : given;
  const options = candidates
    .filter((value) => value.toLowerCase().includes(typed))
    .flatMap((value) => {
      const written = writable(value);
      return written === undefined ? [] : [{ kind: "value" as const, text: written, detail: "" }];
    });
  return { from: token.operatorEnd, to: token.end, options };
}

/** A value as the language writes it; undefined for the few that it cannot write. */
function writable(value: string): string | undefined {
  try {
    return quoteValue(value);
  } catch {
    return undefined;
  }
}
