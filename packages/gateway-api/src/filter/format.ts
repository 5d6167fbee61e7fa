import type { Filter, FilterAlternative, FilterCondition, FilterGroup, FilterTerm } from "./ast.ts";
import { quoteValue } from "./quote.ts";

/**
 * The text of a filter; `parseFilter` reads it back to an equal filter. Everything that matches all is "".
 * @throws FilterError `bad_value` for a hand-made value that cannot be quoted; see `quoteValue`.
 */
export function formatFilter(filter: Filter): string {
  return filter.groups.map(formatGroup).join(" && ");
}

/** The text of one condition, its value quoted where needed. */
export function formatCondition(condition: FilterCondition): string {
  return `${condition.field}${condition.operator}${quoteValue(condition.value)}`;
}

function formatGroup(group: FilterGroup): string {
  return group.alternatives.map(formatAlternative).join(" or ");
}

function formatAlternative(alternative: FilterAlternative): string {
  return alternative.terms.map(formatTerm).join(" and ");
}

function formatTerm(term: FilterTerm): string {
  return (term.negated ? "not " : "") + formatCondition(term.condition);
}
