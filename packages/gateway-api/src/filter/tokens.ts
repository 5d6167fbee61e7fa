import type { FilterOperator } from "./ast.ts";
import { FilterError, type FilterPosition } from "./errors.ts";
import { excerpt, type ConditionPositions } from "./check.ts";

/** A word that joins conditions. */
export interface OperatorToken extends FilterPosition {
  readonly kind: "and" | "or" | "not" | "&&";
}

/** `field op value`, not yet checked against the field table. */
export interface ConditionToken extends FilterPosition {
  readonly kind: "condition";
  readonly field: string;
  readonly operator: FilterOperator;
  /** The value without quotes and escapes. */
  readonly value: string;
  readonly at: ConditionPositions;
}

/** One whitespace-separated piece of a filter. */
export type FilterToken = OperatorToken | ConditionToken;

/**
 * Splits a filter into tokens, in one pass and without backtracking.
 * @throws FilterError `syntax` or `unterminated_quote`
 */
export function* filterTokens(text: string): Generator<FilterToken> {
  let next = 0;
  while ((next = skipWhitespace(text, next)) < text.length) {
    const token = readToken(text, next);
    yield token;
    next = token.end;
  }
}

function readToken(text: string, start: number): FilterToken {
  const fieldEnd = match(/[A-Za-z0-9._-]*/y, text, start);
  const operatorEnd = match(/[<>]=?|[=~]/y, text, fieldEnd);
  if (operatorEnd === fieldEnd || fieldEnd === start) return readWord(text, start);
  const quoted = text[operatorEnd] === '"';
  const end = quoted ? closingQuote(text, operatorEnd) : skipBare(text, operatorEnd);
  const value = quoted
    ? text.slice(operatorEnd + 1, end - 1).replaceAll('\\"', '"')
    : text.slice(operatorEnd, end);
  if (quoted && end < text.length && skipWhitespace(text, end) === end) {
    const position = { start: end, end: skipBare(text, end) };
    throw new FilterError(
      "syntax",
      'Put a space after the closing quote, or write \\" for a quote.',
      position,
    );
  }
  return {
    kind: "condition",
    field: text.slice(start, fieldEnd),
    operator: text.slice(fieldEnd, operatorEnd) as FilterOperator,
    value,
    start,
    end,
    at: {
      field: { start, end: fieldEnd },
      operator: { start: fieldEnd, end: operatorEnd },
      value: { start: operatorEnd, end },
    },
  };
}

function readWord(text: string, start: number): OperatorToken {
  const end = skipBare(text, start);
  const word = text.slice(start, end);
  if (word === "and" || word === "or" || word === "not" || word === "&&") return { kind: word, start, end };
  throw new FilterError("syntax", wordAdvice(word), { start, end });
}

/** What to write instead of a word that is neither an operator nor a condition. */
function wordAdvice(word: string): string {
  const shown = excerpt(word);
  const lower = word.toLowerCase();
  if (lower === "and" || lower === "or" || lower === "not") return `Write ${lower} in lower case.`;
  if (word === "||") return "Write or for ||.";
  if (word === "!") return "Write not for !.";
  if (word.startsWith("(") || word.endsWith(")"))
    return "There are no parentheses; join groups with && instead.";
  if (word.startsWith('"')) return `A quoted text needs a field, as in subject~${shown}.`;
  if (/^[=~<>]/.test(word))
    return "A comparison has no spaces around its operator, as in from=a@example.com.";
  const negation = /^([A-Za-z0-9._-]+)!=/.exec(word);
  if (negation !== null) return `Write not ${excerpt(negation[1] ?? "")}=… for !=.`;
  return `"${shown}" is no condition. Write a field, an operator and a value, as in subject~${shown}.`;
}

/** The index after the quote that closes the one at `open`. */
function closingQuote(text: string, open: number): number {
  for (let index = open + 1; index < text.length; index++) {
    if (text[index] === "\\" && text[index + 1] === '"') index++;
    else if (text[index] === '"') return index + 1;
  }
  throw new FilterError("unterminated_quote", 'The quote is never closed; end the value with ".', {
    start: open,
    end: text.length,
  });
}

function skipWhitespace(text: string, from: number): number {
  return match(/[ \t\n\r\f\v]*/y, text, from);
}

function skipBare(text: string, from: number): number {
  return match(/[^ \t\n\r\f\v]*/y, text, from);
}

/** The end of what a sticky pattern matches at `from`, or `from` when it matches nothing there. */
function match(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}
