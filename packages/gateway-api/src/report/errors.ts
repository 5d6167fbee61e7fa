/** What can be wrong with a report. The set is closed: callers match on it, never on the message. */
export const reportErrorCodes = [
  "syntax",
  "unterminated_quote",
  "unknown_function",
  "bad_filter",
  "bad_value",
  "too_long",
  "too_many",
  "too_deep",
  "overflow",
  "bad_answer",
  "no_answer",
] as const;

/** One of {@link reportErrorCodes}. */
export type ReportErrorCode = (typeof reportErrorCodes)[number];

/** A place in the text of a report. */
export interface ReportPosition {
  /** In UTF-16 units of the whole text, `end` exclusive: what `String.prototype.slice` takes. */
  readonly start: number;
  readonly end: number;
  /** Counted from 1. */
  readonly line: number;
  /** UTF-16 units from the start of the line to `start`, counted from 1. */
  readonly column: number;
}

/** A report that cannot be read, written or evaluated. The message says what to write instead. */
export class ReportError extends Error {
  override readonly name = "ReportError";
  readonly code: ReportErrorCode;
  /** The message without its code, for places that show the code in another way. */
  readonly summary: string;
  /** Where in the text; undefined when the report was built and not read. */
  readonly position: ReportPosition | undefined;

  constructor(
    code: ReportErrorCode,
    summary: string,
    options: { position?: ReportPosition | undefined; cause?: unknown } = {},
  ) {
    super(`[${code}] ${summary}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.summary = summary;
    this.position = options.position;
  }

  /** Plain data for problem responses and logs. */
  toJSON(): {
    name: string;
    code: ReportErrorCode;
    message: string;
    position: ReportPosition | undefined;
  } {
    return { name: this.name, code: this.code, message: this.message, position: this.position };
  }
}
