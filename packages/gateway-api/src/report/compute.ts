import type { ReportExpression } from "./ast.ts";
import { ReportError } from "./errors.ts";

/** Where a formula gets its values from. */
export type ValueOf = (part: ReportExpression & { kind: "counter" | "rate" | "count" }) => number;

/**
 * The outcome of a formula; dividing by zero gives 0.
 * @throws ReportError `overflow` when a step passes what a number can hold
 */
export function compute(expression: ReportExpression, valueOf: ValueOf): number {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "negate":
      // Not -x, which would make a zero that prints as -0.
      return 0 - compute(expression.operand, valueOf);
    case "binary": {
      const left = compute(expression.left, valueOf);
      return operate(expression.operator, left, compute(expression.right, valueOf));
    }
    default:
      return valueOf(expression);
  }
}

function operate(operator: string, left: number, right: number): number {
  const outcome =
    operator === "+"
      ? left + right
      : operator === "-"
        ? left - right
        : operator === "*"
          ? left * right
          : right === 0
            ? 0
            : left / right;
  if (!Number.isFinite(outcome)) {
    throw new ReportError("overflow", `The outcome of ${operator} is larger than a number can be.`);
  }
  // 0 * -1 is a zero that prints as -0.
  return outcome + 0;
}
