/** What can be wrong with an RRD file or with a question to one. The set is closed: callers match on it, never on the message. */
export const rrdErrorCodes = [
  "not_rrd",
  "unsupported",
  "truncated",
  "corrupt",
  "too_large",
  "no_archive",
  "invalid_argument",
] as const;

/** One of {@link rrdErrorCodes}. */
export type RrdErrorCode = (typeof rrdErrorCodes)[number];

/** A file that cannot be read, or a series that it cannot give. */
export class RrdError extends Error {
  override readonly name = "RrdError";
  readonly code: RrdErrorCode;
  /** The byte of the file at which it was noticed, where that is known. */
  readonly offset: number | undefined;
  /** The message without its code, for places that show the code in another way. */
  readonly summary: string;

  constructor(code: RrdErrorCode, what: string, offset?: number) {
    const summary = offset === undefined ? what : `${what} (at byte ${offset})`;
    super(`[${code}] ${summary}`);
    this.code = code;
    this.summary = summary;
    this.offset = offset;
  }

  /** Plain data for problem responses and logs. */
  toJSON(): { name: string; code: RrdErrorCode; message: string; offset?: number } {
    const { name, code, message, offset } = this;
    return { name, code, message, ...(offset !== undefined && { offset }) };
  }
}
