/** What can be wrong with a configuration. The set is closed: callers match on it, never on the message. */
export const configurationErrorCodes = [
  "bad_key",
  "bad_content",
  "bad_flow",
  "bad_text",
  "script_not_understood",
  "policy_not_editable",
  "bad_policy",
  "configuration_too_large",
] as const;

/** One of {@link configurationErrorCodes}. */
export type ConfigurationErrorCode = (typeof configurationErrorCodes)[number];

/** A range of a text in UTF-16 units, end exclusive, and where it begins for people. */
export interface TextPosition {
  readonly start: number;
  readonly end: number;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 units. */
  readonly column: number;
}

/** A configuration, or a script of one, that cannot be read, written or edited. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly code: ConfigurationErrorCode;
  /** The message without its code. */
  readonly summary: string;
  /** Where in the text, when it is about a text. */
  readonly position: TextPosition | undefined;

  constructor(code: ConfigurationErrorCode, summary: string, position?: TextPosition) {
    super(`[${code}] ${summary}${position ? ` (line ${position.line}, column ${position.column})` : ""}`);
    this.code = code;
    this.summary = summary;
    this.position = position;
  }

  /** Plain data for problem responses and logs. */
  toJSON(): Record<string, unknown> {
    return { name: this.name, code: this.code, message: this.message, position: this.position };
  }
}
