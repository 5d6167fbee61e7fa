import type { LetterCase } from "./fields.ts";

/** The comparable parts of values: numbers without loss, text without case, `%` patterns. Pure, shared by every evaluator. */

const numberPattern = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/** Whether a text is a number of the language: digits with an optional sign and decimals. */
export function isFilterNumber(text: string): boolean {
  return numberPattern.test(text);
}

/** A bound on integers: the largest integer not above the number written, and whether something was cut off. */
export interface IntegerBound {
  /** Undefined when the number lies outside 64 bits; see `side`. */
  readonly floor: bigint | undefined;
  /** True when the number has decimals other than zero, so that it lies above `floor`. */
  readonly between: boolean;
  /** Where a number outside 64 bits lies: below (-1) or above (1) every integer; 0 when inside. */
  readonly side: -1 | 0 | 1;
}

const smallest = -(2n ** 63n);
const largest = 2n ** 63n - 1n;

/** Reads a number as a bound on 64-bit integers, exactly. The text must pass {@link isFilterNumber}. */
export function integerBound(text: string): IntegerBound {
  const [, sign = "", whole = "0", decimals = ""] = numberPattern.exec(text) ?? [];
  const digits = whole.replace(/^0+(?=\d)/, "");
  const negative = sign === "-";
  const outside: IntegerBound = { floor: undefined, between: false, side: negative ? -1 : 1 };
  // Twenty digits are outside in any case; longer text is not worth turning into a number.
  if (digits.length > 19) return outside;
  const between = /[1-9]/.test(decimals);
  let floor = negative ? -BigInt(digits) : BigInt(digits);
  if (negative && between) floor -= 1n;
  return floor < smallest || floor > largest ? outside : { floor, between, side: 0 };
}

/**
 * The form in which text is compared: well-formed, without NUL (an evaluator in C stops there), and with letters
 * that count as equal made the same; final and inner sigma are one letter.
 */
export function comparable(text: string, letterCase: LetterCase): string {
  const plain =
    text.isWellFormed() && !text.includes("\0") ? text : text.toWellFormed().replaceAll("\0", "\uFFFD");
  if (letterCase === "exact") return plain;
  if (letterCase === "ascii") return plain.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const lower = plain.toLowerCase();
  return lower.includes("ς") ? lower.replaceAll("ς", "σ") : lower;
}

/**
 * The literal pieces of a `~` value between its `%` signs: `["a", "b"]` is `a%b`, anchored at both ends;
 * a single piece means that the value has no `%` and is looked for anywhere. `\%` is a literal percent sign.
 */
export function likePieces(value: string): string[] {
  const pieces = [""];
  for (const part of value.split(/(\\%|%)/)) {
    if (part === "%") pieces.push("");
    else pieces[pieces.length - 1] += part === "\\%" ? "%" : part;
  }
  return pieces;
}
