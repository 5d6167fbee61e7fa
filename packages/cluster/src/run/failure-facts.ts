/** What an error says of the request that failed. */
export interface FailureFacts {
  /**
   * `not_sent`: the node has got nothing of it. `answered`: the node has said how it ended. `unknown`: neither is certain.
   */
  readonly request: "not_sent" | "answered" | "unknown";
  /** The connection ended before a byte of the answer had come: what only reads may be sent again. */
  readonly diedBeforeAnswer: boolean;
  /** No connection to the node could be made. */
  readonly unreachable: boolean;
}

/** Reads an error of an operation. */
export type ReadFailure = (error: unknown) => FailureFacts;

/** Causes that are looked through; a chain that is longer, or a ring, says nothing more. */
const maxCauses = 8;

/**
 * Reads errors that carry, or are caused by one that carries, a `context` as HttpTlsError of `@mailmux/http-tls` has it:
 * `requestSent` ("none", "partial", "full"), `responseStarted` and `phase`. Any other error says nothing.
 */
export const readFailure: ReadFailure = (error) => {
  let current: unknown = error;
  for (let depth = 0; depth < maxCauses && current instanceof Error; depth++) {
    const { context, code } = current as { context?: unknown; code?: unknown };
    if (typeof context === "object" && context !== null && "requestSent" in context) {
      const { requestSent, responseStarted, phase } = context as Record<string, unknown>;
      const notSent = requestSent === "none";
      return {
        request: notSent ? "not_sent" : "unknown",
        diedBeforeAnswer: code === "closed" && responseStarted === false,
        unreachable: notSent && (phase === "connect" || phase === "tls"),
      };
    }
    current = current.cause;
  }
  return { request: "unknown", diedBeforeAnswer: false, unreachable: false };
};
