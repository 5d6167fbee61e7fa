import { ClusterError } from "../errors.ts";
import { type Clock, systemClock } from "./clock.ts";
import { readFailure, type ReadFailure } from "./failure-facts.ts";
import { type Effect, type NamedNode } from "./operation.ts";
import { checkPolicy, type RunPolicy } from "./policy.ts";

/** Options of a run. Throwing is for values that cannot be meant: {@link ClusterError} (`invalid_argument`). */
export interface RunOptions {
  /** Nodes that are asked at the same time. Default 64. */
  fanout?: number;
  /**
   * Time limit of the operation on one node, repeats included, in milliseconds, counted from its start there. A node's own
   * `operationTimeoutMs` takes its place. Default 30,000.
   */
  operationTimeoutMs?: number;
  /** Time limit for a connection to a node, in milliseconds. It is the operation that keeps it. Default: the operation's. */
  connectTimeoutMs?: number;
  /** Time limit of the whole run, in milliseconds. Default: none. */
  deadlineMs?: number;
  /** When the run has done what it was started for. Default `best_effort`. */
  policy?: RunPolicy;
  /**
   * Stops the run as soon as its policy cannot be met any more (with `best_effort`: when a node that was asked has failed).
   * Default false.
   */
  failFast?: boolean;
  /** What the operation does to a node. Default: not known, and so neither repeated nor stopped half-way by a policy. */
  effect?: Effect;
  /** How often an operation that reads is started on a node at most. Default 2. */
  maxAttempts?: number;
  signal?: AbortSignal;
  /** Default: {@link readFailure}. */
  readFailure?: ReadFailure;
  /** Default: the clock of the process. */
  clock?: Clock;
}

/** The same with its defaults. */
export interface ResolvedRunOptions {
  readonly fanout: number;
  readonly operationTimeoutMs: number;
  readonly connectTimeoutMs: number | undefined;
  readonly deadlineMs: number | undefined;
  readonly policy: RunPolicy;
  readonly failFast: boolean;
  readonly effect: Effect | undefined;
  readonly maxAttempts: number;
  readonly signal: AbortSignal | undefined;
  readonly readFailure: ReadFailure;
  readonly clock: Clock;
}

/** Throws {@link ClusterError} (`invalid_argument`). */
export function resolveRunOptions(nodes: readonly NamedNode[], options: RunOptions): ResolvedRunOptions {
  if (nodes.length === 0) throw new ClusterError("invalid_argument", "there is no node to ask");
  const resolved = {
    fanout: options.fanout ?? 64,
    operationTimeoutMs: options.operationTimeoutMs ?? 30_000,
    connectTimeoutMs: options.connectTimeoutMs,
    deadlineMs: options.deadlineMs,
    policy: options.policy ?? "best_effort",
    failFast: options.failFast ?? false,
    effect: options.effect,
    maxAttempts: options.maxAttempts ?? 2,
    signal: options.signal,
    readFailure: options.readFailure ?? readFailure,
    clock: options.clock ?? systemClock,
  };
  checkCount("fanout", resolved.fanout);
  checkCount("maxAttempts", resolved.maxAttempts);
  checkMilliseconds("operationTimeoutMs", resolved.operationTimeoutMs);
  for (const name of ["connectTimeoutMs", "deadlineMs"] as const) {
    const value = resolved[name];
    if (value !== undefined) checkMilliseconds(name, value);
  }
  for (const { name, operationTimeoutMs } of nodes) {
    if (operationTimeoutMs !== undefined)
      checkMilliseconds(`operationTimeoutMs of ${name}`, operationTimeoutMs);
  }
  checkPolicy(resolved.policy, nodes.length);
  return resolved;
}

/** Throws {@link ClusterError} (`invalid_argument`) for what is no count of at least 1. */
export function checkCount(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new ClusterError("invalid_argument", `${name} must be a whole number above 0`);
}

/** A timer takes 31 bits; a longer time would fire at once. */
const longestMs = 0x7fffffff;

/** Throws {@link ClusterError} (`invalid_argument`) for a time that no timer can take. */
export function checkMilliseconds(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= longestMs) return;
  throw new ClusterError(
    "invalid_argument",
    `${name} must be a whole number of milliseconds from 1 to ${longestMs}`,
  );
}
