/** What can be wrong with a question for a command's output, or with the output. The set is closed. */
export const commandOutputErrorCodes = ["invalid_argument", "too_much"] as const;

/** One of {@link commandOutputErrorCodes}. */
export type CommandOutputErrorCode = (typeof commandOutputErrorCodes)[number];

/** Arguments that no command may get, or output past a limit. */
export class CommandOutputError extends Error {
  override readonly name = "CommandOutputError";
  readonly code: CommandOutputErrorCode;
  /** The message without its code, for places that show the code in another way. */
  readonly summary: string;

  constructor(code: CommandOutputErrorCode, summary: string) {
    super(`[${code}] ${summary}`);
    this.code = code;
    this.summary = summary;
  }

  /** Plain data for problem responses and logs. */
  toJSON(): { name: string; code: CommandOutputErrorCode; message: string } {
    return { name: this.name, code: this.code, message: this.message };
  }
}
