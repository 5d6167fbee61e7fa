import { type NodeResult } from "../result.ts";
import { type Clock, type Timer } from "./clock.ts";
import { type ReadFailure } from "./failure-facts.ts";
import { type Effect, type NamedNode, type Operation } from "./operation.ts";

/** Why a node's part of a run ends before its operation does. */
export type Stop =
  | { readonly status: "timed_out"; readonly limit: "operationTimeoutMs" | "deadlineMs" }
  | { readonly status: "cancelled" };

export interface NodeRunOptions<N, T> {
  readonly node: N;
  readonly operation: Operation<N, T>;
  readonly effect: Effect | undefined;
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number | undefined;
  /** How often an operation that reads is started at most. */
  readonly maxAttempts: number;
  readonly clock: Clock;
  readonly readFailure: ReadFailure;
  readonly onRepeat: (attempt: number, error: Error) => void;
  /** Called once. */
  readonly onEnd: (result: NodeResult<T>) => void;
}

/**
 * The operation on one node, until it ends, its time is up, or it is stopped. Ends exactly once; an operation that ignores
 * its signal holds nobody.
 */
export class NodeRun<N extends NamedNode, T> {
  readonly #options: NodeRunOptions<N, T>;
  readonly #controller = new AbortController();
  readonly #timer: Timer;
  readonly #startedAt: number;
  #attempts = 0;
  #mayHaveArrived: (() => boolean) | undefined;
  #ended = false;

  /** Starts the operation at once. */
  constructor(options: NodeRunOptions<N, T>) {
    this.#options = options;
    const { clock, timeoutMs } = options;
    this.#startedAt = clock.now();
    this.#timer = clock.after(timeoutMs, () =>
      this.stop({ status: "timed_out", limit: "operationTimeoutMs" }),
    );
  }

  /** Begins the first attempt. Apart from the constructor, so that what ends at once finds the run in its place. */
  begin(): void {
    void this.#attempt();
  }

  /** Ends it from outside. A change that may have arrived is `unknown`: stopping to wait does not undo it. */
  stop(stop: Stop): void {
    if (this.#ended) return;
    const unknown = this.#options.effect === "change" && this.#attempts > 0 && this.#hasArrived();
    this.#end(
      unknown ? { ...this.#base(), status: "unknown", because: stop.status } : { ...this.#base(), ...stop },
    );
    this.#controller.abort();
  }

  async #attempt(): Promise<void> {
    const { node, operation, connectTimeoutMs } = this.#options;
    this.#attempts++;
    this.#mayHaveArrived = undefined;
    try {
      const value = await operation(node, {
        signal: this.#controller.signal,
        attempt: this.#attempts,
        connectTimeoutMs,
        reportArrival: (mayHaveArrived) => void (this.#mayHaveArrived = mayHaveArrived),
      });
      this.#end({ ...this.#base(), status: "ok", value });
    } catch (error) {
      if (!this.#ended) this.#failed(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #failed(error: Error): void {
    const { effect, maxAttempts, readFailure, onRepeat } = this.#options;
    const { request, diedBeforeAnswer } = readFailure(error);
    if (effect === "none" && diedBeforeAnswer && this.#attempts < maxAttempts) {
      onRepeat(this.#attempts + 1, error);
      void this.#attempt();
      return;
    }
    if (effect === "change" && request === "unknown" && this.#hasArrived())
      this.#end({ ...this.#base(), status: "unknown", because: "failed", error });
    else this.#end({ ...this.#base(), status: "failed", error });
  }

  #hasArrived(): boolean {
    return this.#mayHaveArrived?.() ?? true;
  }

  #base(): { node: string; attempts: number; durationMs: number } {
    const { node, clock } = this.#options;
    return { node: node.name, attempts: this.#attempts, durationMs: clock.now() - this.#startedAt };
  }

  #end(result: NodeResult<T>): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#timer.cancel();
    this.#options.onEnd(result);
  }
}
