/** Every way in which a panel fails to start. */
export const panelErrorCodes = ["invalid_option", "page_missing", "listen"] as const;
export type PanelErrorCode = (typeof panelErrorCodes)[number];

/** Why a panel does not start. `message` reads `[code] what happened`. */
export class PanelError extends Error {
  override readonly name = "PanelError";
  readonly code: PanelErrorCode;
  /** The message without its code. */
  readonly summary: string;

  constructor(code: PanelErrorCode, summary: string, options?: ErrorOptions) {
    super(`[${code}] ${summary}`, options);
    this.code = code;
    this.summary = summary;
  }
}
