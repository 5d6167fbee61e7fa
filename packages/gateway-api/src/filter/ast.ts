import type { FilterFieldName } from "./fields.ts";

/**
 * What a filter says, in the shape the language itself has: groups joined by `&&`, each group alternatives
 * joined by `or`, each alternative terms joined by `and`. The language has no parentheses, so no other nesting
 * can be written; `all`, `any` and `not` of build.ts bring any combination into this shape.
 */
export interface Filter {
  /** Every group must match. No group at all matches every message. */
  readonly groups: readonly FilterGroup[];
}

/** One side of `&&`: at least one alternative must match. Never empty. */
export interface FilterGroup {
  readonly alternatives: readonly FilterAlternative[];
}

/** Terms joined by `and` (written or implied): every one must match. Never empty. */
export interface FilterAlternative {
  readonly terms: readonly FilterTerm[];
}

/** One condition, possibly turned around by `not`. */
export interface FilterTerm {
  /** True when the outcome is turned around, also where the message lacks the field. */
  readonly negated: boolean;
  readonly condition: FilterCondition;
}

/** `field op value`. The value is the text meant, without quotes or escapes of the language. */
export interface FilterCondition {
  readonly field: FilterFieldName;
  readonly operator: FilterOperator;
  readonly value: string;
}

/** The comparison operators. `>=` and `<=` came late; older gateways know the first four only. */
export type FilterOperator = "=" | "~" | ">" | "<" | ">=" | "<=";

/** The filter that matches every message. */
export const everything: Filter = Object.freeze({ groups: Object.freeze([]) });
