import { type Duplex } from "node:stream";
import { HttpTlsError } from "./errors.ts";
import { type ResponseEvent, type ResponseParser, type ResponseSink } from "./wire/response-parser.ts";

/** One request on a connection, as the connection sees it. */
export interface Exchange {
  readonly parser: ResponseParser;
  /** False asks for a pause until {@link Connection.resume}. */
  onEvent(event: ResponseEvent): boolean;
  onError(error: HttpTlsError): void;
}

/**
 * A live socket and the one exchange on it; the only file that touches a socket after it is connected.
 *
 *   idle -> busy (start) -> idle (response ended cleanly) -> busy ...
 *   any  -> closed       (error, end of stream, bytes while idle, leftovers, destroy)
 */
export class Connection {
  readonly #socket: Duplex;
  #exchange: Exchange | undefined;
  #closed = false;
  #written: "none" | "partial" | "full" = "none";
  #received = false;
  /** Requests started here; above 1 the connection is a reused one. */
  requests = 0;
  /** Called once, when the connection can no longer be used. */
  onClosed: () => void = () => {};

  constructor(socket: Duplex) {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => this.#onData(chunk));
    socket.on("end", () => this.#onEnd());
    socket.on("error", (error: Error) => this.#fail(error));
    socket.on("close", () => this.#fail(new Error("the connection was closed")));
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** How much of the current request may have reached the peer. */
  get requestSent(): "none" | "partial" | "full" {
    return this.#written;
  }

  /** True once a byte of the current response has come. */
  get responseStarted(): boolean {
    return this.#received;
  }

  /** Lets a connection that nobody uses not keep the process alive. */
  ref(on: boolean): void {
    const socket = this.#socket as Duplex & { ref?: () => void; unref?: () => void };
    if (on) socket.ref?.();
    else socket.unref?.();
  }

  /** Sends a request whose response events go to `exchange`. */
  start(exchange: Exchange, head: string, body: Uint8Array | undefined): void {
    if (this.#closed) {
      exchange.onError(new HttpTlsError("closed", "the connection was closed before the request was sent"));
      return;
    }
    this.#exchange = exchange;
    this.#received = false;
    this.#written = "partial";
    this.requests++;
    const headBytes = Buffer.from(head, "latin1");
    // One write, so that head and body travel in one TLS record where they fit.
    const bytes = body === undefined || body.length === 0 ? headBytes : Buffer.concat([headBytes, body]);
    this.#socket.write(bytes, (error) => {
      if (!error) this.#written = "full";
    });
  }

  resume(): void {
    if (!this.#closed) this.#socket.resume();
  }

  destroy(): void {
    this.#close();
    this.#socket.destroy();
  }

  #onData(chunk: Buffer): void {
    const exchange = this.#exchange;
    if (!exchange) {
      // An answer to no question: whatever it is, it must not become the answer to the next one.
      this.destroy();
      return;
    }
    this.#received = true;
    this.#run(exchange, (emit) => exchange.parser.push(chunk, emit));
  }

  #onEnd(): void {
    const exchange = this.#exchange;
    if (exchange) this.#run(exchange, (emit) => exchange.parser.end(emit));
    this.destroy();
  }

  #run(exchange: Exchange, parse: (emit: ResponseSink) => void): void {
    let flowing = true;
    let last: ResponseEvent | undefined;
    try {
      parse((event) => {
        // The end is told last: it frees the connection, which leftovers may yet forbid.
        if (event.type === "end") last = event;
        else flowing = exchange.onEvent(event) && flowing;
      });
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (exchange.parser.leftoverBytes > 0) this.destroy();
    if (last) {
      // An answer before the whole request was written: what is left of it must not stand before the next one.
      if (this.#written !== "full" && this.#socket.writableLength > 0) this.destroy();
      this.#exchange = undefined;
      this.#written = "none";
      exchange.onEvent(last);
    } else if (!flowing && !this.#closed) this.#socket.pause();
  }

  #fail(error: unknown): void {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#close();
    this.#socket.destroy();
    exchange?.onError(error instanceof HttpTlsError ? error : closedBy(error));
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.onClosed();
  }
}

/** Whatever a live connection dies of, it is not that it could not be made: the request may have arrived. */
function closedBy(error: unknown): HttpTlsError {
  const detail = error instanceof Error ? error.message : String(error);
  return new HttpTlsError("closed", `the peer closed the connection: ${detail}`, { cause: error });
}
