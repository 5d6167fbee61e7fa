/** A node that can be in a run. */
export interface NamedNode {
  readonly name: string;
  /** Time limit of an operation on this node, in milliseconds, instead of the run's. */
  readonly operationTimeoutMs?: number | undefined;
}

/**
 * What an operation does to its node: `none` reads, `change` changes something. It is declared with the operation and never
 * guessed: only what reads is sent again by itself, and only of what changes a result can be `unknown`.
 */
export type Effect = "none" | "change";

/** What an operation is given beside its node. */
export interface OperationContext {
  /** Aborts when the node's time is up, or the run has been stopped. */
  readonly signal: AbortSignal;
  /** 1, or more when an operation that reads is repeated. */
  readonly attempt: number;
  /** How long the operation may wait for a connection, in milliseconds; undefined: as long as it usually does. */
  readonly connectTimeoutMs: number | undefined;
  /**
   * Gives the run a way to ask whether the request may have reached the node by now. Of an operation that never calls this, it
   * is assumed from its start.
   */
  reportArrival(mayHaveArrived: () => boolean): void;
}

/** One operation on one node. May throw; that is the node's failure and nobody else's. */
export type Operation<N, T> = (node: N, context: OperationContext) => Promise<T>;
