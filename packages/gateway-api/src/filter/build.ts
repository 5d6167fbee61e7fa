import {
  everything,
  type Filter,
  type FilterAlternative,
  type FilterGroup,
  type FilterOperator,
} from "./ast.ts";
import { checkCondition } from "./check.ts";
import { FilterError } from "./errors.ts";
import type { FilterFieldName } from "./fields.ts";
import { maxFilterConditions } from "./limits.ts";
import { quoteValue } from "./quote.ts";

/** A value of a condition: text is taken as it is, a date becomes Unix seconds. */
export type FilterValue = string | number | bigint | Date;

/**
 * A filter of one condition. The value is kept apart from the text of the filter, so nothing in it can act as an operator.
 * @throws FilterError when the field, the operator or the value does not fit, or the value cannot be written
 */
export function condition(field: FilterFieldName, operator: FilterOperator, value: FilterValue): Filter {
  const checked = checkCondition(field, operator, valueText(value));
  quoteValue(checked.value);
  return { groups: [{ alternatives: [{ terms: [{ negated: false, condition: checked }] }] }] };
}

/** Matches where every one of the filters matches; everything when there is none. */
export function all(...filters: readonly Filter[]): Filter {
  return { groups: filters.flatMap((filter) => filter.groups) };
}

/**
 * Matches where at least one of the filters matches. The language has no parentheses, so `any` over filters of
 * several groups multiplies them out; @throws FilterError `too_long` when that passes the limit, or `syntax` when
 * no filter is given (nothing in the language matches nothing).
 */
export function any(...filters: readonly Filter[]): Filter {
  const [first, ...rest] = filters;
  if (first === undefined) throw new FilterError("syntax", "any() needs at least one filter.");
  return rest.reduce(either, first);
}

/** Matches exactly where the filter does not. @throws FilterError as {@link any}; `syntax` for the empty filter. */
export function not(filter: Filter): Filter {
  if (filter.groups.length === 0) {
    throw new FilterError("syntax", "The empty filter matches everything and cannot be turned around.");
  }
  return any(...filter.groups.map((group) => ({ groups: group.alternatives.map(notAlternative) })));
}

/** Escapes `%` for a `~` value, so that a text is found as it is. Older gateways do not know the escape. */
export function escapeLike(text: string): string {
  return text.replaceAll("%", "\\%");
}

function notAlternative(alternative: FilterAlternative): FilterGroup {
  return {
    alternatives: alternative.terms.map((term) => ({ terms: [{ ...term, negated: !term.negated }] })),
  };
}

/** (a && b) or (c && d) = (a or c) && (a or d) && (b or c) && (b or d). */
function either(left: Filter, right: Filter): Filter {
  if (left.groups.length === 0 || right.groups.length === 0) return everything;
  const size = right.groups.length * countTerms(left) + left.groups.length * countTerms(right);
  if (size > maxFilterConditions) {
    throw new FilterError("too_long", `The filter would have more than ${maxFilterConditions} conditions.`);
  }
  const groups = left.groups.flatMap((one) =>
    right.groups.map((other) => ({ alternatives: [...one.alternatives, ...other.alternatives] })),
  );
  return { groups };
}

function countTerms(filter: Filter): number {
  let count = 0;
  for (const group of filter.groups) for (const { terms } of group.alternatives) count += terms.length;
  return count;
}

function valueText(value: FilterValue): string {
  if (value instanceof Date) return String(Math.floor(value.getTime() / 1000));
  return String(value);
}
