import { FilterError, parseFilter, type Filter } from "../filter/index.ts";
import { nearestWord } from "../nearest-word.ts";
import type { ReportExpression, ReportOperator } from "./ast.ts";
import { type Complaint, keysComplaint, rateComplaint, ReportBudget } from "./check.ts";
import { ReportError, type ReportErrorCode } from "./errors.ts";
import { reportLimits } from "./limits.ts";
import { quotedIndex, readQuoted } from "./quoted.ts";
import { positionAt, trimmed, type TextRange } from "./text.ts";

/** Words people use for one of the two functions. */
const otherNames: Readonly<Record<string, string>> = {
  r: "r",
  q: "q",
  rate: "r",
  rates: "r",
  hslrate: "r",
  queue: "q",
  quarantine: "q",
  query: "q",
  count: "q",
  search: "q",
};

/** Reads one formula: `*` and `/` bind tighter than `+` and `-`, all from left to right. */
export class ExpressionReader {
  readonly #text: string;
  readonly #end: number;
  readonly #budget: ReportBudget;
  #at: number;
  #parts = 0;
  #depth = 0;
  /** Whether the formula has `r()`. */
  rates = false;

  constructor(text: string, range: TextRange, budget: ReportBudget) {
    this.#text = text;
    this.#at = range.start;
    this.#end = range.end;
    this.#budget = budget;
  }

  read(): ReportExpression {
    const expression = this.#sum();
    if (this.#at === this.#end) return expression;
    const next = this.#text[this.#at] ?? "";
    if (next === ")") throw this.#error("syntax", "This parenthesis was never opened; leave it out.");
    throw this.#error("syntax", "Write +, -, * or / between two values.");
  }

  #sum(): ReportExpression {
    return this.#operations(["+", "-"], () => this.#operations(["*", "/"], () => this.#factor()));
  }

  #operations(operators: readonly ReportOperator[], operand: () => ReportExpression): ReportExpression {
    let left = operand();
    for (;;) {
      const operator = operators.find((each) => this.#text[this.#at] === each && this.#at < this.#end);
      if (operator === undefined) return left;
      this.#count();
      this.#skip(1);
      left = { kind: "binary", operator, left, right: operand() };
    }
  }

  #factor(): ReportExpression {
    this.#skip(0);
    this.#count();
    const character = this.#at < this.#end ? (this.#text[this.#at] ?? "") : "";
    if (character === "(") return this.#nested(() => this.#parenthesis());
    if (character === "-") return this.#nested(() => this.#negation());
    if (character === '"') return this.#counter();
    if (/\d/.test(character)) return this.#number();
    if (/[A-Za-z_]/.test(character)) return this.#call();
    if (character === "") {
      throw this.#error("syntax", 'A value is missing here; write a number, q("filter") or "K1,K2,K3".');
    }
    throw this.#error(
      "syntax",
      'A value is a number, r("namespace"), q("filter"), "K1,K2,K3" or something in parentheses.',
    );
  }

  /** Guards the recursion, which hostile text must not make deep. */
  #nested(read: () => ReportExpression): ReportExpression {
    if (this.#depth >= reportLimits.depth) {
      const limit = reportLimits.depth;
      throw this.#error("too_deep", `Parentheses and signs stand at most ${limit} deep inside one another.`);
    }
    this.#depth += 1;
    const expression = read();
    this.#depth -= 1;
    return expression;
  }

  #parenthesis(): ReportExpression {
    const open = this.#at;
    this.#skip(1);
    const expression = this.#sum();
    if (this.#at === this.#end) {
      throw this.#error("syntax", "This parenthesis is never closed.", { start: open, end: open + 1 });
    }
    this.#expect(")", "Write +, -, * or / between two values, or a closing parenthesis.");
    return expression;
  }

  #negation(): ReportExpression {
    this.#skip(1);
    return { kind: "negate", operand: this.#factor() };
  }

  #number(): ReportExpression {
    const start = this.#at;
    const end = matchEnd(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y, this.#text, start);
    const value = Number(this.#text.slice(start, end));
    if (!Number.isFinite(value)) {
      throw this.#error("bad_value", "This number is too large.", { start, end });
    }
    this.#at = end;
    this.#skip(0);
    return { kind: "number", value };
  }

  #counter(): ReportExpression {
    const start = this.#at;
    const { value, end } = this.#quoted();
    const keys = value.split(",").map((key) => key.trim());
    this.#refuse(keysComplaint(keys) ?? this.#budget.request(), { start, end });
    return { kind: "counter", keys };
  }

  #call(): ReportExpression {
    const start = this.#at;
    const end = matchEnd(/[A-Za-z_][A-Za-z0-9_]*/y, this.#text, start);
    const called = this.#text.slice(start, end);
    if (called !== "r" && called !== "q") throw this.#unknown(called, { start, end });
    this.#at = end;
    this.#skip(0);
    const example = called === "r" ? 'r("namespace","entry")' : 'q("action=DELIVER")';
    this.#expect("(", `Write ${example}.`);
    const expression = called === "r" ? this.#rate(example) : this.#search(example);
    this.#expect(")", `Write a closing parenthesis, as in ${example}.`);
    this.#refuse(this.#budget.request(), { start, end: this.#at });
    return expression;
  }

  #rate(example: string): ReportExpression {
    this.rates = true;
    const namespace = this.#rateText(example);
    if (this.#text[this.#at] !== "," || this.#at >= this.#end) return { kind: "rate", namespace };
    this.#skip(1);
    return { kind: "rate", namespace, entry: this.#rateText(example) };
  }

  #rateText(example: string): string {
    const start = this.#at;
    const { value, end } = this.#argument(example);
    this.#refuse(rateComplaint(value), { start, end });
    return value;
  }

  #search(example: string): ReportExpression {
    const open = this.#at;
    const { value } = this.#argument(example);
    return { kind: "count", filter: this.#filter(value, open) };
  }

  #filter(value: string, open: number): Filter {
    try {
      return parseFilter(value);
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      const start = quotedIndex(this.#text, open, error.position.start);
      const end = quotedIndex(this.#text, open, error.position.end);
      const code = error.code === "too_long" ? "too_long" : "bad_filter";
      throw new ReportError(code, error.summary, {
        position: positionAt(this.#text, { start, end }),
        cause: error,
      });
    }
  }

  #argument(example: string): { value: string; end: number } {
    if (this.#text[this.#at] !== '"' || this.#at >= this.#end) {
      throw this.#error("syntax", `A text in double quotes is missing here, as in ${example}.`);
    }
    return this.#quoted();
  }

  #quoted(): { value: string; end: number } {
    const quoted = readQuoted(this.#text, this.#at, this.#end);
    if (quoted === undefined) {
      throw this.#error("unterminated_quote", 'The quote is never closed; end the text with ".', {
        start: this.#at,
        end: this.#end,
      });
    }
    this.#at = quoted.end;
    this.#skip(0);
    return quoted;
  }

  #unknown(called: string, range: TextRange): ReportError {
    const near = nearestWord(called, Object.keys(otherNames));
    const meant = near === undefined ? undefined : otherNames[near];
    const advice =
      meant === undefined
        ? "Functions are r() and q(); a counter stands in quotes."
        : `Did you mean ${meant}()?`;
    return this.#error("unknown_function", `There is no "${called.slice(0, 40)}". ${advice}`, range);
  }

  #expect(character: string, advice: string): void {
    if (this.#at >= this.#end || this.#text[this.#at] !== character) throw this.#error("syntax", advice);
    this.#skip(1);
  }

  #count(): void {
    this.#parts += 1;
    this.#refuse(ReportBudget.parts(this.#parts), this.#here());
  }

  #skip(characters: number): void {
    this.#at = Math.min(matchEnd(/[ \t\r\f\v]*/y, this.#text, this.#at + characters), this.#end);
  }

  #here(): TextRange {
    return { start: this.#at, end: Math.min(this.#at + 1, this.#end) };
  }

  #refuse(complaint: Complaint | undefined, range: TextRange): void {
    if (complaint === undefined) return;
    const piece = trimmed(this.#text, range);
    throw this.#error(complaint.code, complaint.summary, piece);
  }

  #error(code: ReportErrorCode, summary: string, range: TextRange = this.#here()): ReportError {
    return new ReportError(code, summary, { position: positionAt(this.#text, range) });
  }
}

/** The end of what a sticky pattern matches at `from`, or `from` when it matches nothing there. */
function matchEnd(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}
