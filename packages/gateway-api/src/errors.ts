/** Every way in which this package refuses, filters aside (they have their own class and positions). */
export const gatewayApiErrorCodes = [
  "config_read",
  "config_parse",
  "config_invalid",
  "invalid_argument",
  "bad_cursor",
  "no_password",
  "too_many_rows",
  "bad_answer",
  "too_large",
  "not_found",
  "no_answer",
] as const;
export type GatewayApiErrorCode = (typeof gatewayApiErrorCodes)[number];

export interface GatewayApiErrorContext {
  /** The configuration file. */
  readonly file?: string;
  /** Where in it, such as `nodes.mx1.fingerprints[0]`. */
  readonly path?: string;
  readonly node?: string;
}

/** The error class of this package. `message` reads `[code] what happened`. */
export class GatewayApiError extends Error {
  override readonly name = "GatewayApiError";
  readonly code: GatewayApiErrorCode;
  readonly context: GatewayApiErrorContext;
  /** The message without its code. */
  readonly summary: string;

  constructor(
    code: GatewayApiErrorCode,
    summary: string,
    options: { cause?: unknown; context?: GatewayApiErrorContext } = {},
  ) {
    super(`[${code}] ${summary}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.summary = summary;
    this.context = options.context ?? {};
  }

  toJSON(): Record<string, unknown> {
    return { name: this.name, code: this.code, message: this.message, context: this.context };
  }
}
