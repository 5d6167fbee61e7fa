import type { Filter, FilterAlternative, FilterGroup, FilterTerm } from "./ast.ts";
import { checkCondition } from "./check.ts";
import { FilterError, type FilterPosition } from "./errors.ts";
import { maxFilterLength } from "./limits.ts";
import { filterTokens, type OperatorToken } from "./tokens.ts";

/**
 * Reads a filter. Empty operands of `&&` are skipped (clients send them), the empty text matches everything,
 * `and` may be left out and binds tighter than `or`. Linear in the length of the text.
 * @throws FilterError with the position of what is wrong
 */
export function parseFilter(text: string): Filter {
  if (text.length > maxFilterLength) {
    const position = { start: maxFilterLength, end: text.length };
    throw new FilterError("too_long", `A filter has at most ${maxFilterLength} characters.`, position);
  }
  const reader = new GroupReader();
  for (const token of filterTokens(text)) {
    if (token.kind === "condition") {
      reader.term(checkCondition(token.field, token.operator, token.value, token.at));
    } else {
      reader.operator(token);
    }
  }
  return { groups: reader.finish() };
}

/** Collects terms into alternatives and groups; knows which operator still waits for its condition. */
class GroupReader {
  #groups: FilterGroup[] = [];
  #alternatives: FilterAlternative[] = [];
  #terms: FilterTerm[] = [];
  #negated = false;
  /** The operator that needs a condition after it. */
  #waiting: OperatorToken | undefined;

  term(condition: FilterTerm["condition"]): void {
    this.#terms.push({ negated: this.#negated, condition });
    this.#negated = false;
    this.#waiting = undefined;
  }

  operator(token: OperatorToken): void {
    if (token.kind === "not") {
      this.#negated = !this.#negated;
    } else {
      this.#refuseWaiting(token);
      if (token.kind === "&&") {
        this.#endGroup();
        return;
      }
      if (this.#terms.length === 0) throw missing(token, "before");
      if (token.kind === "or") this.#endAlternative();
    }
    this.#waiting = token;
  }

  finish(): FilterGroup[] {
    this.#refuseWaiting();
    this.#endGroup();
    return this.#groups;
  }

  #endAlternative(): void {
    this.#alternatives.push({ terms: this.#terms });
    this.#terms = [];
  }

  #endGroup(): void {
    if (this.#terms.length === 0) return;
    this.#endAlternative();
    this.#groups.push({ alternatives: this.#alternatives });
    this.#alternatives = [];
  }

  #refuseWaiting(next?: OperatorToken): void {
    if (this.#waiting !== undefined) throw missing(this.#waiting, "after", next);
  }
}

function missing(token: OperatorToken, side: "before" | "after", next?: FilterPosition): FilterError {
  return new FilterError(
    "syntax",
    `A condition is missing ${side} "${token.kind}"; write one or leave it out.`,
    {
      start: token.start,
      end: next?.end ?? token.end,
    },
  );
}
