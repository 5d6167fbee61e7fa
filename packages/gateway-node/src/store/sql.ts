import type { SQLInputValue } from "node:sqlite";

/** A piece of SQL with the values of its question marks. */
export interface Sql {
  readonly text: string;
  readonly parameters: readonly SQLInputValue[];
}

/** The condition that never holds. */
export const never: Sql = { text: "0", parameters: [] };

/** The condition that holds wherever the column has a value. */
export function present(column: string): Sql {
  return { text: `${column} IS NOT NULL`, parameters: [] };
}

/** A piece of SQL with its values. */
export function bound(text: string, ...parameters: SQLInputValue[]): Sql {
  return { text, parameters };
}

/**
 * Conditions joined in a balanced tree: SQLite refuses expressions deeper than 1,000, and a filter may list
 * thousands of addresses.
 */
export function join(operator: "AND" | "OR", conditions: readonly Sql[]): Sql {
  const parameters = conditions.flatMap((condition) => condition.parameters);
  return { text: joinTexts(operator, conditions), parameters };
}

function joinTexts(operator: string, conditions: readonly Sql[]): string {
  if (conditions.length === 1) return conditions[0]?.text ?? "0";
  if (conditions.length <= 4) return `(${conditions.map(({ text }) => text).join(` ${operator} `)})`;
  const middle = conditions.length >> 1;
  const left = joinTexts(operator, conditions.slice(0, middle));
  return `(${left} ${operator} ${joinTexts(operator, conditions.slice(middle))})`;
}
