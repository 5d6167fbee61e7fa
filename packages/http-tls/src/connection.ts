import { type Link } from "./connect.ts";
import { type ConnectionInfo, describeConnection } from "./connection-info.ts";
import { diagnostics } from "./diagnostics.ts";
import { HttpTlsError } from "./errors.ts";
import { fromLiveSocketError } from "./node-error.ts";
import { Watchdog } from "./watchdog.ts";

/** One request on a connection, as the connection sees it. */
export interface Exchange {
  /** Bytes of the response, valid during the call unless kept. False asks for a pause until {@link Connection.resume}. */
  onBytes(bytes: Buffer): boolean;
  /** The bytes that were given to `start` have been written. */
  onStarted(): void;
  /** The peer ends its side. */
  onEnd(): void;
  /** The time that was set on the connection's watchdog has passed. */
  onTimeout(): void;
  onError(error: HttpTlsError): void;
}

/**
 * A live socket and the one exchange on it; the only file that touches a socket after it is connected.
 *
 *   idle -> busy (start) -> settling (finish) -> idle -> busy ...
 *   settling -> held (start) -> busy
 *   any  -> closed       (error, end of stream, bytes while idle, leftovers, destroy)
 */
export class Connection {
  readonly link: Link;
  /** Taken at once: a socket that is closed, as after `Connection: close`, knows nothing of all this any more. */
  readonly info: ConnectionInfo;
  /** For the time limits of whatever the connection is doing. */
  readonly watchdog = new Watchdog(() => this.#onTimeout());
  /** Requests started here; above 1 the connection is a reused one. */
  requests = 0;
  /** Called once, when the connection can no longer be used. */
  onClosed: () => void = () => {};
  #exchange: Exchange | undefined;
  #closed: boolean;
  #written: "none" | "started" | "full" = "none";
  /** True from the wish for a pause to {@link resume}. */
  #paused = false;
  #bytesOut = 0;
  #bytesIn = 0;
  /** True from the end of a response to the end of the turn of the event loop. */
  #settling = false;
  /** A request that waits for that. */
  #held: { readonly bytes: string | Uint8Array; readonly complete: boolean } | undefined;

  constructor(link: Link) {
    const { socket, reader } = link;
    this.link = link;
    this.info = describeConnection(link);
    // A server has nothing to say before it was asked.
    this.#closed = reader.unasked || socket.destroyed;
    reader.listen((bytes) => this.#onBytes(bytes));
    socket.on("end", () => this.#onEnd());
    socket.on("error", (error: Error) => this.#fail(error));
    socket.on("close", () => {
      this.#fail(new Error("the connection was closed"));
      if (!diagnostics.disconnect.hasSubscribers) return;
      diagnostics.disconnect.publish({ host: link.host, port: link.port, requests: this.requests });
    });
    if (this.#closed) socket.destroy();
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** How much of the current request may have reached the peer. */
  get requestSent(): "none" | "partial" | "full" {
    if (this.#written === "none") return "none";
    return this.#written === "full" && this.link.socket.writableLength === 0 ? "full" : "partial";
  }

  /** Bytes of the current request that were given to the socket. */
  get bytesOut(): number {
    return this.#bytesOut;
  }

  /** Bytes of the current response that have come. */
  get bytesIn(): number {
    return this.#bytesIn;
  }

  /** Nobody uses the connection: it ends after `idleMs` and does not keep the process alive. */
  park(idleMs: number): void {
    this.#ref(false);
    this.watchdog.start(idleMs);
  }

  unpark(): void {
    this.#ref(true);
    this.watchdog.stop();
  }

  #ref(on: boolean): void {
    const socket = this.link.socket as typeof this.link.socket & { ref?: () => void; unref?: () => void };
    if (on) socket.ref?.();
    else socket.unref?.();
  }

  /**
   * Sends the beginning of a request, the whole of it if `complete`, whose response goes to `exchange`.
   *
   * Right behind a response it waits for the end of this turn of the event loop: until then more of what the peer
   * has sent already may come, and must not be taken for the answer to a request that it had not seen.
   */
  start(exchange: Exchange, bytes: string | Uint8Array, complete: boolean): void {
    this.#bytesIn = 0;
    this.#bytesOut = 0;
    if (this.#closed) {
      exchange.onError(new HttpTlsError("closed", "the connection was closed before the request was sent"));
      return;
    }
    this.#exchange = exchange;
    this.requests++;
    if (this.#settling) this.#held = { bytes, complete };
    else this.#begin(exchange, bytes, complete);
  }

  #begin(exchange: Exchange, bytes: string | Uint8Array, complete: boolean): void {
    this.#written = complete ? "full" : "started";
    this.write(bytes);
    exchange.onStarted();
  }

  #settle(): void {
    this.#settling = false;
    // Node tells only now that a write is done. What is left of a request must not stand before the next one.
    if (this.link.socket.writableLength > 0) {
      this.#fail(new HttpTlsError("closed", "the answer came before the request was sent to its end"));
      return;
    }
    const held = this.#held;
    this.#held = undefined;
    if (held && this.#exchange && !this.#closed) this.#begin(this.#exchange, held.bytes, held.complete);
  }

  /** False asks to wait for {@link drained}. A string has one byte for each character. */
  write(bytes: string | Uint8Array): boolean {
    if (this.#closed) return true; // the exchange has been told
    this.#bytesOut += bytes.length;
    return typeof bytes === "string"
      ? this.link.socket.write(bytes, "latin1")
      : this.link.socket.write(bytes);
  }

  /** Resolves when the socket takes more, or never will. */
  drained(): Promise<void> {
    const { socket } = this.link;
    return new Promise((resolve) => {
      if (this.#closed || !socket.writableNeedDrain) {
        resolve();
        return;
      }
      const go = (): void => {
        socket.off("drain", go).off("close", go);
        resolve();
      };
      socket.on("drain", go).on("close", go);
    });
  }

  /** The streamed body of the request has been given to the socket in full. */
  requestComplete(): void {
    this.#written = "full";
  }

  /** The response is complete. After one that did not wait for the end of the request the connection is of no use. */
  finish({ leftover }: { leftover: boolean }): void {
    this.#exchange = undefined;
    if (leftover || this.#written !== "full") this.destroy();
    // What TLS had decrypted before the pause still came after it, and ended the response.
    else if (this.#paused) this.resume();
    this.#written = "none";
    if (this.#closed) return;
    this.#settling = true;
    setImmediate(() => this.#settle());
  }

  /** The bytes that are being taken stay in use. */
  keep(): void {
    this.link.reader.keep();
  }

  resume(): void {
    this.#paused = false;
    if (!this.#closed) this.link.socket.resume();
  }

  destroy(): void {
    this.#close();
    this.link.socket.destroy();
  }

  #onBytes(bytes: Buffer): boolean {
    if (this.#closed) return true;
    if (!this.#exchange || this.#held) {
      // An answer to no question: whatever it is, it must not become the answer to the next one.
      this.#fail(new HttpTlsError("closed", "the server sent bytes that nobody had asked for"));
      return true;
    }
    this.#bytesIn += bytes.length;
    this.#paused = !this.#exchange.onBytes(bytes) && this.#exchange !== undefined;
    return !this.#paused;
  }

  #onTimeout(): void {
    if (this.#exchange) this.#exchange.onTimeout();
    else this.destroy();
  }

  #onEnd(): void {
    this.#exchange?.onEnd();
    this.destroy();
  }

  #fail(error: unknown): void {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#close();
    this.link.socket.destroy();
    exchange?.onError(fromLiveSocketError(error));
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.watchdog.close();
    this.onClosed();
  }
}
