import { type Connection } from "./connection.ts";
import { HttpTlsError } from "./errors.ts";
import { type StopSignal } from "./stop-signal.ts";

interface Waiter {
  readonly fresh: boolean;
  resolve(lease: Lease): void;
  reject(error: Error): void;
}

/** A place in the pool: an idle connection to use again, or the right to open a new one. */
export type Lease = { readonly reuse: Connection } | { readonly reuse?: undefined };

/**
 * Connections of one client: at most `max` at a time, idle ones used again (the most recent first, it is the
 * least likely to have been closed by the server), further requests waiting in the order in which they came.
 */
export class Pool {
  readonly #max: number;
  readonly #idle: Connection[] = [];
  readonly #waiting: Waiter[] = [];
  readonly #busy = new Set<Connection>();
  /** Places taken: busy connections and those being opened. */
  #taken = 0;
  #state: "open" | "closing" | "closed" = "open";
  #drained: (() => void) | undefined;
  #closing: Promise<void> | undefined;

  constructor(max: number) {
    this.#max = max;
  }

  /** A place, if there is one now; `fresh` asks for one that opens a new connection. Throws `closed`. */
  take(fresh: boolean): Lease | undefined {
    // A second attempt is of a request that was under way when the pool began to close.
    if (this.#state === "closed" || (this.#state === "closing" && !fresh)) throw closedError();
    // Nobody overtakes those who wait.
    if (this.#waiting.length > 0) return undefined;
    const idle = fresh ? undefined : this.#idle.pop();
    if (idle) return this.#lease(idle);
    if (this.#taken + this.#idle.length >= this.#max) {
      // A fresh connection is wanted and idle ones fill the pool: they make room.
      if (!fresh || this.#idle.length === 0) return undefined;
      this.#idle.pop()?.destroy();
    }
    this.#taken++;
    return {};
  }

  /** Throws `closed` when everything has been ended. */
  throwIfClosed(): void {
    if (this.#state === "closed") throw closedError();
  }

  /** Waits in turn for a place. The wait ends with the reason of `stop`. */
  wait(fresh: boolean, stop: StopSignal): Promise<Lease> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { fresh, resolve, reject };
      stop.onStop = (reason) => {
        const index = this.#waiting.indexOf(waiter);
        if (index === -1) return; // it has its place already, and whoever asked for it sees the stop
        this.#waiting.splice(index, 1);
        reject(reason);
      };
      this.#waiting.push(waiter);
    });
  }

  #lease(connection: Connection): Lease {
    this.#taken++;
    this.#busy.add(connection);
    connection.unpark();
    return { reuse: connection };
  }

  /** The place now holds a connection of its own. */
  opened(connection: Connection): void {
    this.#busy.add(connection);
    connection.onClosed = () => this.#forget(connection);
  }

  /** Gives a place back; the connection, if any, is kept for `idleMs` when it can be used again. */
  release(connection: Connection | undefined, idleMs: number): void {
    this.#taken--;
    if (connection) {
      this.#busy.delete(connection);
      if (idleMs > 0 && !connection.closed && this.#state === "open") {
        this.#idle.push(connection);
        connection.park(idleMs);
      } else connection.destroy();
    }
    this.#serveWaiter();
    if (this.#taken === 0) this.#drained?.();
  }

  #forget(connection: Connection): void {
    const index = this.#idle.indexOf(connection);
    if (index === -1) return;
    this.#idle.splice(index, 1);
    this.#serveWaiter();
  }

  #serveWaiter(): void {
    const next = this.#waiting[0];
    if (next === undefined || this.#state === "closed") return;
    const idle = this.#idle.pop();
    if (idle && !next.fresh) {
      this.#waiting.shift();
      next.resolve(this.#lease(idle));
      return;
    }
    idle?.destroy();
    if (this.#taken + this.#idle.length >= this.#max) return;
    this.#waiting.shift();
    this.#taken++;
    next.resolve({});
  }

  /** No new requests; resolves when those under way and waiting have ended. */
  close(): Promise<void> {
    return (this.#closing ??= this.#drain());
  }

  async #drain(): Promise<void> {
    if (this.#state === "open") this.#state = "closing";
    for (const connection of [...this.#idle]) connection.destroy();
    while (this.#taken > 0) await new Promise<void>((resolve) => (this.#drained = resolve));
    this.#state = "closed";
  }

  /** Ends everything at once. */
  destroy(): void {
    this.#state = "closed";
    for (const waiter of this.#waiting.splice(0)) waiter.reject(closedError());
    for (const connection of [...this.#idle, ...this.#busy]) connection.destroy();
  }
}

function closedError(): HttpTlsError {
  return new HttpTlsError("closed", "the client has been closed");
}
