/** What can go wrong in a gateway node. The set is closed: callers match on it, never on the message. */
export const gatewayNodeErrorCodes = [
  /** An option has a value that cannot be used. */
  "invalid_option",
  /** The address cannot be listened on. */
  "listen",
  /** A certificate or key file is broken, or the two do not belong together. */
  "certificate",
  /** A mail store was written by another version; it was not touched. */
  "store_version",
  /** A file is no mail store, or cannot be opened. */
  "store_unreadable",
  /** A mail store was used after it was closed. */
  "store_closed",
  /** A filter would take the mail store too long. */
  "filter_too_complex",
] as const;

/** One of {@link gatewayNodeErrorCodes}. */
export type GatewayNodeErrorCode = (typeof gatewayNodeErrorCodes)[number];

/** The one error class of this package. */
export class GatewayNodeError extends Error {
  override readonly name = "GatewayNodeError";
  readonly code: GatewayNodeErrorCode;

  constructor(code: GatewayNodeErrorCode, message: string, options?: { cause: unknown }) {
    super(`[${code}] ${message}`, options);
    this.code = code;
  }
}

/** The message of anything that was thrown. */
export function reasonText(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
