/** What can be wrong with a filter. The set is closed: callers match on it, never on the message. */
export const filterErrorCodes = [
  "unknown_field",
  "bad_operator",
  "bad_value",
  "unterminated_quote",
  "syntax",
  "too_long",
] as const;

/** One of {@link filterErrorCodes}. */
export type FilterErrorCode = (typeof filterErrorCodes)[number];

/** A range of the filter text in UTF-16 units, end exclusive: what `String.prototype.slice` takes. */
export interface FilterPosition {
  readonly start: number;
  readonly end: number;
}

/** A filter that cannot be read or built. The message says what to write instead. */
export class FilterError extends Error {
  override readonly name = "FilterError";
  readonly code: FilterErrorCode;
  /** Where in the text; `{start: 0, end: 0}` when the filter was built and not read. */
  readonly position: FilterPosition;
  /** The message without its code, for places that show the code in another way. */
  readonly summary: string;

  constructor(code: FilterErrorCode, summary: string, position: FilterPosition = { start: 0, end: 0 }) {
    super(`[${code}] ${summary}`);
    this.code = code;
    this.summary = summary;
    this.position = position;
  }

  /** Plain data for problem responses and logs. */
  toJSON(): { name: string; code: FilterErrorCode; message: string; position: FilterPosition } {
    return { name: this.name, code: this.code, message: this.message, position: this.position };
  }
}
