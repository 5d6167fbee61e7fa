import type { Report, ReportLine } from "./ast.ts";
import { type Complaint, keysComplaint, labelComplaint, mathLabelComplaint, ReportBudget } from "./check.ts";
import { ReportError } from "./errors.ts";
import { ExpressionReader } from "./expression.ts";
import { reportLimits } from "./limits.ts";
import { positionAt, split, type TextRange, trimmed } from "./text.ts";

/**
 * Reads the text of a pie chart. Each line that is not empty is `LABEL:K1,K2,K3` or `LABEL:=FORMULA`; the first
 * colon ends the label. Linear in the length of the text.
 * @throws ReportError with the position of what is wrong
 */
export function parseReport(text: string): Report {
  const limit = reportLimits.textLength;
  if (text.length > limit) {
    const position = positionAt(text, { start: limit, end: text.length });
    throw new ReportError("too_long", `A report has at most ${limit} characters.`, { position });
  }
  const budget = new ReportBudget();
  const lines: ReportLine[] = [];
  for (const range of split(text, { start: 0, end: text.length }, "\n")) {
    if (range.start === range.end) continue;
    refuseAt(text, range, budget.line());
    lines.push(readLine(text, range, budget));
  }
  return { lines };
}

function readLine(text: string, line: TextRange, budget: ReportBudget): ReportLine {
  const colon = text.slice(line.start, line.end).indexOf(":");
  const labelRange = trimmed(text, { start: line.start, end: colon < 0 ? line.end : line.start + colon });
  const label = text.slice(labelRange.start, labelRange.end);
  // An empty label has no range of its own; the colon is what people look for.
  const shown = label === "" ? { start: line.start, end: line.start + 1 } : labelRange;
  refuseAt(text, shown, labelComplaint(label));
  if (colon < 0) {
    const example = `${label.length > 40 ? "label" : label}:mail:action:deliver`;
    throw new ReportError("syntax", `A colon is missing after the label, as in ${example}.`, {
      position: positionAt(text, { start: line.end, end: line.end }),
    });
  }
  const rest = trimmed(text, { start: line.start + colon + 1, end: line.end });
  if (text[rest.start] === "=" && rest.start < rest.end) {
    const reader = new ExpressionReader(
      text,
      trimmed(text, { start: rest.start + 1, end: rest.end }),
      budget,
    );
    const expression = reader.read();
    refuseAt(text, labelRange, mathLabelComplaint(label, reader.rates));
    return { kind: "math", label, expression };
  }
  refuseAt(text, labelRange, budget.request());
  return { kind: "keys", label, keys: readKeys(text, rest) };
}

function readKeys(text: string, range: TextRange): string[] {
  const ranges: TextRange[] = [];
  for (const part of split(text, range, ",")) {
    ranges.push(part);
    // A fourth part is refused below, whatever it is, and so is all that follows.
    if (ranges.length > 3) break;
  }
  const keys = ranges.map(({ start, end }) => text.slice(start, end));
  const complaint = keysComplaint(keys);
  refuseAt(text, ranges[complaint?.part ?? 0] ?? range, complaint);
  return keys;
}

function refuseAt(text: string, range: TextRange, complaint: Complaint | undefined): void {
  if (complaint === undefined) return;
  throw new ReportError(complaint.code, complaint.summary, { position: positionAt(text, range) });
}
