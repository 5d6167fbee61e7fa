import { integerBound, type FilterOperator } from "@mailmux/gateway-api";
import { bound, never, present, type Sql } from "./sql.ts";

/** Compares an integer column with a number of any size and with decimals, exactly. */
export function integerSql(column: string, operator: FilterOperator, value: string): Sql {
  const { floor, between, side } = integerBound(value);
  if (floor === undefined) {
    if (operator === "=") return never;
    return operator.startsWith("<") === side > 0 ? present(column) : never;
  }
  if (!between) return bound(`${column} ${comparison(operator)} ?`, floor);
  // The number lies between two integers, so "equal" is out and "or equal" makes no difference.
  if (operator === "=") return never;
  return bound(`${column} ${operator.startsWith(">") ? ">" : "<="} ?`, floor);
}

/** Compares a column of floating-point numbers. */
export function decimalSql(column: string, operator: FilterOperator, value: string): Sql {
  return bound(`${column} ${comparison(operator)} ?`, Number(value));
}

/** The operator from a fixed set, so that no other text can ever come into a statement. */
function comparison(operator: FilterOperator): string {
  switch (operator) {
    case ">":
      return ">";
    case ">=":
      return ">=";
    case "<":
      return "<";
    case "<=":
      return "<=";
    default:
      return "=";
  }
}
