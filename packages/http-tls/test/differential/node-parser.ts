import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import { Duplex } from "node:stream";

/** What Node made of the bytes of one message. */
export type NodeOutcome =
  { readonly message: NodeMessage; readonly error?: undefined } | { readonly error: string };

export interface NodeMessage {
  readonly httpVersion: string;
  readonly status: number | undefined;
  readonly reason: string | undefined;
  readonly method: string | undefined;
  readonly target: string | undefined;
  /** Names in small letters. */
  readonly fields: readonly (readonly [string, string])[];
  readonly trailers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly interim: readonly number[];
}

/** A socket without a network: gives these bytes and the end of the connection, and keeps what is written to it. */
class Wire extends Duplex {
  readonly #bytes: Uint8Array;
  written = "";

  constructor(bytes: Uint8Array) {
    super();
    this.#bytes = bytes;
  }

  /** All at once, and not before the parser is there. */
  deliver(): void {
    if (this.#bytes.length > 0) this.push(this.#bytes);
    this.push(null);
  }

  override _read(): void {
    // Everything comes from deliver().
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.written += chunk.toString("latin1");
    done();
  }
}

/** Reads the bytes as the response to a request with this method, with Node's HTTP client. */
export async function readWithNodeClient(bytes: Uint8Array, method = "GET"): Promise<NodeOutcome> {
  const wire = new Wire(bytes);
  const interim: number[] = [];
  const reading = new Reading();
  const sent = request({ method, path: method === "CONNECT" ? "a:1" : "/", createConnection: () => wire });
  sent.on("information", ({ statusCode }) => interim.push(statusCode));
  sent.on("response", (response) => reading.take(response));
  sent.on("connect", (response: IncomingMessage, _: Duplex, head: Buffer) => {
    reading.tunnel(response, head);
    wire.destroy();
  });
  sent.on("upgrade", () => {
    reading.fail("upgrade");
    wire.destroy();
  });
  sent.on("error", (error) => reading.fail(nameOf(error)));
  sent.on("socket", () => setImmediate(() => wire.deliver()));
  sent.end();
  return reading.outcome(wire, interim);
}

export interface NodeServerReader extends AsyncDisposable {
  /** Reads the bytes as a request, with Node's HTTP server. */
  read(bytes: Uint8Array): Promise<NodeOutcome>;
}

/** Node's HTTP server without a port. */
export function createNodeServerReader(): NodeServerReader {
  const readings = new Map<Duplex, Reading>();
  const readingOf = (socket: Duplex): Reading => readings.get(socket) ?? new Reading();
  const server = createServer({ insecureHTTPParser: false, requireHostHeader: true });
  const take = (message: IncomingMessage): void => readingOf(message.socket).take(message);
  for (const event of ["request", "checkContinue", "checkExpectation"]) server.on(event, take);
  server.on("connect", (message: IncomingMessage, socket: Duplex, head: Buffer) => {
    readingOf(socket).tunnel(message, head);
    socket.destroy();
  });
  server.on("clientError", (error, socket) => {
    readingOf(socket).fail(nameOf(error));
    socket.destroy();
  });
  return {
    async read(bytes) {
      const wire = new Wire(bytes);
      const reading = new Reading();
      readings.set(wire, reading);
      server.emit("connection", wire);
      wire.deliver();
      const outcome = await reading.outcome(wire, []);
      readings.delete(wire);
      return outcome;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      await Promise.resolve();
    },
  };
}

class Reading {
  #message: IncomingMessage | undefined;
  #body = "";
  #complete = false;
  #error: string | undefined;

  take(message: IncomingMessage): void {
    if (this.#message !== undefined) return this.fail("another message after this one");
    this.#message = message;
    message.setEncoding("latin1");
    message.on("data", (text: string) => (this.#body += text));
    message.on("end", () => {
      this.#complete = true;
      // By now all bytes have been through the parser; a server would still wait for somebody to answer.
      message.socket.destroy();
    });
    message.on("error", () => {}); // told by the request or the server, with the reason
  }

  tunnel(message: IncomingMessage, head: Buffer): void {
    this.#message = message;
    this.#complete = true;
    if (head.length > 0) this.fail("bytes of a tunnel");
  }

  /** The first failure counts. */
  fail(what: string): void {
    this.#error ??= what;
  }

  async outcome(wire: Wire, interim: readonly number[]): Promise<NodeOutcome> {
    if (!wire.closed) await once(wire, "close");
    // The server answers some requests without showing them to anybody.
    const [refusal] = /^HTTP\/1\.1 4.*/.exec(wire.written) ?? [];
    const error = this.#error ?? refusal;
    const message = this.#message;
    if (error !== undefined) return { error };
    if (message === undefined) return { error: "no message" };
    if (!this.#complete) return { error: "incomplete" };
    return {
      message: {
        httpVersion: message.httpVersion,
        status: message.statusCode ?? undefined,
        reason: message.statusMessage ?? undefined,
        method: message.method ?? undefined,
        target: message.url === "" ? undefined : message.url,
        fields: pairs(message.rawHeaders),
        trailers: pairs(message.rawTrailers),
        body: this.#body,
        interim,
      },
    };
  }
}

function pairs(raw: readonly string[]): [string, string][] {
  return Array.from({ length: raw.length / 2 }, (_, index) => [
    (raw[2 * index] ?? "").toLowerCase(),
    raw[2 * index + 1] ?? "",
  ]);
}

/** llhttp's code and its reason, where it is llhttp that refuses. */
function nameOf(error: NodeJS.ErrnoException & { reason?: string }): string {
  return [error.code ?? error.message, error.reason].filter((part) => part !== undefined).join(": ");
}
