import { FilterError, formatFilter } from "../filter/index.ts";
import type { Report, ReportExpression, ReportKeys, ReportLine } from "./ast.ts";
import {
  expressionParts,
  keysComplaint,
  labelComplaint,
  mathLabelComplaint,
  rateComplaint,
  refuse,
  ReportBudget,
} from "./check.ts";
import { ReportError } from "./errors.ts";
import { reportLimits } from "./limits.ts";
import { writeQuoted } from "./quoted.ts";

/**
 * The text of a report; `parseReport` reads it back to an equal report.
 * @throws ReportError for what cannot be written, such as a label with a colon, or is past a limit
 */
export function formatReport(report: Report): string {
  checkReport(report);
  const text = report.lines.map(formatLine).join("\n");
  if (text.length > reportLimits.textLength) {
    throw new ReportError("too_long", `A report has at most ${reportLimits.textLength} characters.`);
  }
  return text;
}

/** @throws ReportError when a report that was made by hand is not one that could have been read */
export function checkReport(report: Report): void {
  const budget = new ReportBudget();
  for (const line of report.lines) {
    refuse(budget.line() ?? labelComplaint(line.label));
    if (line.kind === "keys") refuse(keysComplaint(line.keys) ?? budget.request());
    else checkFormula(line.label, line.expression, budget);
  }
}

function checkFormula(label: string, expression: ReportExpression, budget: ReportBudget): void {
  let parts = 0;
  let rates = false;
  for (const part of expressionParts(expression)) {
    parts += 1;
    refuse(ReportBudget.parts(parts));
    switch (part.kind) {
      case "number":
        if (Number.isFinite(part.value) && part.value >= 0 && !Object.is(part.value, -0)) break;
        throw new ReportError(
          "bad_value",
          "A number of a formula is finite and not below 0; negate it instead.",
        );
      case "counter":
        refuse(keysComplaint(part.keys) ?? budget.request());
        break;
      case "rate":
        rates = true;
        refuse(rateComplaint(part.namespace) ?? rateComplaint(part.entry ?? "") ?? budget.request());
        break;
      case "count":
        filterText(part.filter);
        refuse(budget.request());
        break;
      default:
    }
  }
  refuse(mathLabelComplaint(label, rates));
}

function formatLine(line: ReportLine): string {
  if (line.kind === "keys") return `${line.label}:${keysText(line.keys)}`;
  return `${line.label}:=${expressionText(line.expression, 0, 0)}`;
}

function keysText(keys: ReportKeys): string {
  return keys.join(",");
}

/** How tightly an expression binds; what binds more loosely than its place allows goes in parentheses. */
function binding(expression: ReportExpression): number {
  if (expression.kind !== "binary") return 3;
  return expression.operator === "+" || expression.operator === "-" ? 1 : 2;
}

function expressionText(expression: ReportExpression, least: number, depth: number): string {
  const own = binding(expression);
  const wrapped = own < least;
  const inner = depth + (wrapped || expression.kind === "negate" ? 1 : 0);
  if (inner > reportLimits.depth) {
    const limit = reportLimits.depth;
    throw new ReportError(
      "too_deep",
      `Parentheses and signs stand at most ${limit} deep inside one another.`,
    );
  }
  const text = bareText(expression, own, inner);
  return wrapped ? `(${text})` : text;
}

function bareText(expression: ReportExpression, own: number, depth: number): string {
  switch (expression.kind) {
    case "number":
      return String(expression.value);
    case "negate":
      return `-${expressionText(expression.operand, 3, depth)}`;
    case "binary": {
      const left = expressionText(expression.left, own, depth);
      return `${left} ${expression.operator} ${expressionText(expression.right, own + 1, depth)}`;
    }
    case "counter":
      return writeQuoted(keysText(expression.keys));
    case "rate": {
      const entry = expression.entry === undefined ? "" : `,${writeQuoted(expression.entry)}`;
      return `r(${writeQuoted(expression.namespace)}${entry})`;
    }
    case "count":
      return `q(${writeQuoted(filterText(expression.filter))})`;
  }
}

function filterText(filter: Parameters<typeof formatFilter>[0]): string {
  try {
    return formatFilter(filter);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw new ReportError("bad_filter", error.summary, { cause: error });
  }
}
