/** Every way in which this package refuses. Nodes that fail are data, not errors. */
export const clusterErrorCodes = ["invalid_argument", "unknown_node", "node_failed"] as const;
export type ClusterErrorCode = (typeof clusterErrorCodes)[number];

export interface ClusterErrorContext {
  /** Names of the nodes that it is about. */
  readonly nodes?: readonly string[];
}

/** Misuse, or the failures that a caller asked for with `unwrap()`. */
export class ClusterError extends Error {
  override readonly name = "ClusterError";
  readonly code: ClusterErrorCode;
  readonly context: ClusterErrorContext;

  constructor(
    code: ClusterErrorCode,
    what: string,
    options: { cause?: unknown; context?: ClusterErrorContext } = {},
  ) {
    super(`[${code}] ${what}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.context = options.context ?? {};
  }

  toJSON(): Record<string, unknown> {
    return { name: this.name, code: this.code, message: this.message, context: this.context };
  }
}
