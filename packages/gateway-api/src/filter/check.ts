import type { FilterCondition, FilterOperator } from "./ast.ts";
import { FilterError, type FilterPosition } from "./errors.ts";
import { filterActions, filterField, isFilterField, type FilterField } from "./fields.ts";
import { maxFilterValueLength } from "./limits.ts";
import { nearestField } from "./nearest.ts";
import { isFilterNumber } from "./values.ts";

/** The parts of a condition and where each stands in the text. */
export interface ConditionPositions {
  readonly field: FilterPosition;
  readonly operator: FilterPosition;
  readonly value: FilterPosition;
}

const nowhere: FilterPosition = { start: 0, end: 0 };
const built: ConditionPositions = { field: nowhere, operator: nowhere, value: nowhere };

/** Checks one condition against the field table and returns it typed; throws `FilterError`. */
export function checkCondition(
  field: string,
  operator: FilterOperator,
  value: string,
  at: ConditionPositions = built,
): FilterCondition {
  if (!isFilterField(field)) throw unknownField(field, at.field);
  const row = filterField(field) as FilterField;
  if (!row.operators.includes(operator)) {
    const known = row.operators.map((each) => field + each).join(", ");
    throw new FilterError(
      "bad_operator",
      `"${field}" cannot be compared with ${operator}. Write ${known}.`,
      at.operator,
    );
  }
  if (value.length > maxFilterValueLength) {
    const limit = maxFilterValueLength;
    throw new FilterError(
      "too_long",
      `The value of "${field}" is longer than ${limit} characters.`,
      at.value,
    );
  }
  checkValue(field, row, value, at.value);
  return { field, operator, value };
}

/** The error for a name that is no field, with the field that was probably meant. */
export function unknownField(written: string, position: FilterPosition): FilterError {
  const near = nearestField(written);
  const advice =
    near === undefined ? "Fields are from, to, subject, time and others." : `Did you mean "${near}"?`;
  return new FilterError("unknown_field", `There is no field "${excerpt(written)}". ${advice}`, position);
}

/** A piece of the user's own text, short enough for a message. */
export function excerpt(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40).toWellFormed()}…` : text;
}

function checkValue(field: string, row: FilterField, value: string, position: FilterPosition): void {
  if (row.type === "action") {
    if (filterActions.some((action) => action === value.toUpperCase())) return;
    const known = filterActions.join(", ");
    throw new FilterError("bad_value", `"${excerpt(value)}" is no action. Write one of ${known}.`, position);
  }
  if (row.type === "text" || isFilterNumber(value)) return;
  const example = field === "time" ? "time>1262439425 (seconds since 1970, UTC)" : `${field}=1`;
  const orEqual = value.startsWith("=") ? " Two-character operators are >= and <=." : "";
  throw new FilterError(
    "bad_value",
    `"${field}" takes a number, as in ${example}; "${excerpt(value)}" is none.${orEqual}`,
    position,
  );
}
