import { FilterError } from "./errors.ts";

/** Whitespace that ends a bare value. Other Unicode spaces are part of it. */
const separator = /[ \t\n\r\f\v]/;

/**
 * A value as the language writes it: bare where that is safe, else in double quotes with `\"` for a quote.
 * @throws FilterError `bad_value` for text that needs quotes and ends in a backslash: the language would read
 * the backslash and the closing quote as one escaped quote, and has no way to say otherwise.
 */
export function quoteValue(value: string): string {
  const mustQuote = value === "" || value.startsWith('"') || separator.test(value);
  const endsInBackslash = value.endsWith("\\");
  // A gateway may take any Unicode space for the end of a value, so quotes are kinder where they are possible.
  if (!mustQuote && (endsInBackslash || !/\s/.test(value))) return value;
  if (endsInBackslash) {
    throw new FilterError(
      "bad_value",
      "A value with spaces or quotes cannot end in a backslash; leave the backslash out.",
    );
  }
  return `"${value.replaceAll('"', '\\"')}"`;
}
