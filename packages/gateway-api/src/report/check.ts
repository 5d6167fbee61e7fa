import { type ReportExpression, type ReportKeys, specialLabel } from "./ast.ts";
import { ReportError, type ReportErrorCode } from "./errors.ts";
import { reportLimits } from "./limits.ts";

/** What is wrong with a part, for whoever knows where it stands. */
export interface Complaint {
  readonly code: ReportErrorCode;
  readonly summary: string;
  /** Index of the key pattern that is meant, where there are several. */
  readonly part?: number;
}

/** Looks like the start of a formula: a quote, a parenthesis, a number, a sign, a call. */
const formula = /=\s*(?:["(\d-]|[a-z]+\()/;

/** What is wrong with a label; nothing when it can be written and read back. */
export function labelComplaint(label: string): Complaint | undefined {
  if (label === "") return { code: "syntax", summary: "A label is missing before the colon." };
  if (label.length > reportLimits.labelLength) {
    return { code: "too_long", summary: `A label has at most ${reportLimits.labelLength} characters.` };
  }
  if (label !== label.trim() || /[:\n]/.test(label)) {
    return {
      code: "bad_value",
      summary: "A label has no colon, no line break and no white space around it.",
    };
  }
  const equals = formula.exec(label);
  if (equals !== null) {
    const name = label.slice(0, equals.index).trim();
    return { code: "syntax", summary: `A formula stands after ":=", as in ${name || "label"}:=1+1.` };
  }
  return undefined;
}

/** What is wrong with key patterns; nothing when they can be written and read back. */
export function keysComplaint(keys: ReportKeys): Complaint | undefined {
  if (keys.length > 3) {
    return { code: "syntax", summary: "A counter has three keys; leave out what follows.", part: 3 };
  }
  for (const [part, key] of keys.entries()) {
    if (key.length > reportLimits.keyLength) {
      return {
        code: "too_long",
        summary: `A key pattern has at most ${reportLimits.keyLength} characters.`,
        part,
      };
    }
    if (key !== key.trim() || /[,\n]/.test(key)) {
      return {
        code: "bad_value",
        summary: "A key pattern has no comma, no line break and no white space around it.",
        part,
      };
    }
  }
  const [first = ""] = keys;
  if (first === "") {
    return { code: "syntax", summary: "The first key is missing; write % for any counter.", part: 0 };
  }
  if (first.startsWith("=")) {
    return { code: "bad_value", summary: 'A key pattern cannot start with "=".', part: 0 };
  }
  return undefined;
}

/** What is wrong with a namespace or entry of a rate. */
export function rateComplaint(text: string): Complaint | undefined {
  if (text.length <= reportLimits.keyLength) return undefined;
  return {
    code: "too_long",
    summary: `A namespace or entry has at most ${reportLimits.keyLength} characters.`,
  };
}

/** What is wrong with the label of a formula; `rates` tells whether the formula has `r()`. */
export function mathLabelComplaint(label: string, rates: boolean): Complaint | undefined {
  const special = specialLabel(label);
  if (special === undefined) return undefined;
  if (special !== "clusternode") {
    return {
      code: "syntax",
      summary: `"${label}" makes slices of counters, as in ${label}:mail:action:%; a formula needs a label of its own.`,
    };
  }
  if (!rates) return undefined;
  return {
    code: "syntax",
    summary: "Nodes share their rates, so r() cannot be told by node; leave it out or use another label.",
  };
}

/** Walks a formula without recursion, because one that was made by hand can be of any shape. */
export function* expressionParts(expression: ReportExpression): Generator<ReportExpression> {
  const waiting = [expression];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    if (next.kind === "negate") waiting.push(next.operand);
    if (next.kind === "binary") waiting.push(next.right, next.left);
  }
}

/** Counts what a report asks for, against the limits on a formula and on the whole report. */
export class ReportBudget {
  #lines = 0;
  #requests = 0;

  line(): Complaint | undefined {
    this.#lines += 1;
    if (this.#lines <= reportLimits.lines) return undefined;
    return { code: "too_many", summary: `A report has at most ${reportLimits.lines} lines.` };
  }

  request(): Complaint | undefined {
    this.#requests += 1;
    if (this.#requests <= reportLimits.requests) return undefined;
    const limit = reportLimits.requests;
    return {
      code: "too_many",
      summary: `A report names at most ${limit} counters, rates and searches in all.`,
    };
  }

  /** Of a whole formula; `parts` is how many it has so far. */
  static parts(parts: number): Complaint | undefined {
    if (parts <= reportLimits.parts) return undefined;
    return { code: "too_many", summary: `A formula has at most ${reportLimits.parts} parts.` };
  }
}

/** @throws ReportError when there is a complaint about something that was made by hand */
export function refuse(complaint: Complaint | undefined): void {
  if (complaint !== undefined) throw new ReportError(complaint.code, complaint.summary);
}
