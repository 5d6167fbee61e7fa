import { setMaxListeners } from "node:events";
import { type Connection } from "./connection.ts";
import { HttpTlsError } from "./errors.ts";

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
  readonly #idle: { connection: Connection; timer: NodeJS.Timeout }[] = [];
  readonly #waiting: Waiter[] = [];
  readonly #busy = new Set<Connection>();
  /** Places taken: busy connections and those being opened. */
  #taken = 0;
  #state: "open" | "closing" | "closed" = "open";
  #drained: (() => void) | undefined;
  #closing: Promise<void> | undefined;
  readonly #destroyed = new AbortController();

  constructor(max: number) {
    this.#max = max;
    setMaxListeners(0, this.#destroyed.signal); // one for each request under way
  }

  /** Aborts when the pool is destroyed. */
  get destroyed(): AbortSignal {
    return this.#destroyed.signal;
  }

  /** Waits for a place. `fresh` asks for one that opens a new connection. */
  async acquire({ fresh, signal }: { fresh: boolean; signal?: AbortSignal | undefined }): Promise<Lease> {
    if (this.#state !== "open") throw closedError();
    const idle = fresh ? undefined : this.#takeIdle();
    if (idle) return this.#lease(idle);
    if (this.#taken + this.#idle.length >= this.#max) {
      // A fresh connection is wanted and idle ones fill the pool: they make room.
      if (fresh && this.#idle.length > 0) this.#takeIdle()?.destroy();
      else return this.#wait(fresh, signal);
    }
    this.#taken++;
    return {};
  }

  #lease(connection: Connection): Lease {
    this.#taken++;
    this.#busy.add(connection);
    connection.ref(true);
    return { reuse: connection };
  }

  /** The place now holds a connection of its own. */
  opened(connection: Connection): void {
    this.#busy.add(connection);
  }

  /** Gives a place back; the connection, if any, is kept for `idleMs` when it can be used again. */
  release(connection: Connection | undefined, idleMs: number): void {
    this.#taken--;
    if (connection) this.#busy.delete(connection);
    const reusable = connection !== undefined && !connection.closed && idleMs > 0 && this.#state === "open";
    if (reusable) this.#park(connection, idleMs);
    else connection?.destroy();
    this.#serveNext();
  }

  #park(connection: Connection, idleMs: number): void {
    const timer = setTimeout(() => connection.destroy(), idleMs).unref();
    const entry = { connection, timer };
    this.#idle.push(entry);
    connection.ref(false);
    connection.onClosed = () => {
      clearTimeout(timer);
      const index = this.#idle.indexOf(entry);
      if (index !== -1) this.#idle.splice(index, 1);
    };
  }

  #takeIdle(): Connection | undefined {
    const entry = this.#idle.pop();
    if (!entry) return undefined;
    clearTimeout(entry.timer);
    entry.connection.onClosed = () => {};
    return entry.connection;
  }

  #wait(fresh: boolean, signal: AbortSignal | undefined): Promise<Lease> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(
          new HttpTlsError("aborted", "the request was aborted while it waited for a connection", {
            cause: signal?.reason,
          }),
        );
      };
      const waiter: Waiter = {
        fresh,
        resolve: (lease) => {
          signal?.removeEventListener("abort", abort);
          resolve(lease);
        },
        reject: (error) => {
          signal?.removeEventListener("abort", abort);
          reject(error);
        },
      };
      signal?.addEventListener("abort", abort, { once: true });
      this.#waiting.push(waiter);
    });
  }

  #serveNext(): void {
    this.#serveWaiter();
    if (this.#taken === 0) this.#drained?.();
  }

  #serveWaiter(): void {
    if (this.#state === "closed" || this.#taken + this.#idle.length > this.#max) return;
    const idle = this.#waiting.length > 0 ? this.#takeIdle() : undefined;
    if (idle && this.#waiting[0]?.fresh === true) {
      idle.destroy();
      this.#serveWaiter();
      return;
    }
    if (!idle && this.#taken + this.#idle.length >= this.#max) return;
    const waiter = this.#waiting.shift();
    if (!waiter) return;
    if (idle) waiter.resolve(this.#lease(idle));
    else {
      this.#taken++;
      waiter.resolve({});
    }
  }

  /** No new requests; resolves when those under way and waiting have ended. */
  close(): Promise<void> {
    return (this.#closing ??= this.#drain());
  }

  async #drain(): Promise<void> {
    if (this.#state === "open") this.#state = "closing";
    for (const entry of [...this.#idle]) entry.connection.destroy();
    if (this.#taken > 0) await new Promise<void>((resolve) => (this.#drained = resolve));
    this.#state = "closed";
  }

  /** Ends everything at once. */
  destroy(): void {
    this.#state = "closed";
    // Requests under way, and connections that are just being opened, end with it.
    this.#destroyed.abort();
    for (const waiter of this.#waiting.splice(0)) waiter.reject(closedError());
    for (const entry of [...this.#idle]) entry.connection.destroy();
    for (const connection of [...this.#busy]) connection.destroy();
  }
}

function closedError(): HttpTlsError {
  return new HttpTlsError("closed", "the client has been closed");
}
