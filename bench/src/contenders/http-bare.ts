import { once } from "node:events";
import { connect, createSecureContext, type SecureContext, type TLSSocket } from "node:tls";
import { type Contender } from "../benchmark.ts";
import { type HttpCase } from "../http-cases.ts";
import { type HttpTarget } from "../servers/http-server.ts";
import { httpContender } from "./http-contender.ts";

/**
 * A TLS socket that sends a fixed request and counts bytes until the answer must be complete. It knows beforehand
 * what will come and checks nothing of it: no client can be faster.
 */
export function createContender(): Contender {
  return httpContender({
    name: "bare TLS socket",
    open(target) {
      const secureContext = createSecureContext({ ca: target.ca });
      const idle: BareConnection[] = [];
      const lengths = new Map<string, number>();
      return {
        async get(httpCase) {
          const connection = idle.pop() ?? (await BareConnection.open(target, secureContext, lengths));
          await connection.get(httpCase);
          if (httpCase.closes) connection.socket.destroy();
          else idle.push(connection);
          return httpCase.bodyBytes;
        },
        close() {
          for (const { socket } of idle) socket.destroy();
        },
      };
    },
  });
}

const nothing = Buffer.alloc(0);
const lastChunk = Buffer.from("\r\n0\r\n\r\n");

class BareConnection {
  readonly socket: TLSSocket;
  readonly #request: (path: string) => string;
  /** Bytes of the whole answer of a path with Content-Length: it is the same each time. */
  readonly #lengths: Map<string, number>;
  #received = 0;
  #tail: Buffer = nothing;
  #current: { httpCase: HttpCase; resolve: () => void; reject: (error: Error) => void } | undefined;

  static async open(
    target: HttpTarget,
    secureContext: SecureContext,
    lengths: Map<string, number>,
  ): Promise<BareConnection> {
    const { host, port, serverName } = target;
    const socket = connect({ host, port, secureContext, servername: serverName });
    await once(socket, "secureConnect");
    return new BareConnection(socket, target, lengths);
  }

  constructor(socket: TLSSocket, { host, port }: HttpTarget, lengths: Map<string, number>) {
    this.socket = socket;
    this.#lengths = lengths;
    this.#request = (path) =>
      `GET ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nAccept-Encoding: identity\r\n\r\n`;
    socket.on("data", (bytes: Buffer) => this.#onData(bytes));
    socket.on("error", (error: Error) => this.#current?.reject(error));
    socket.on("close", () => this.#current?.reject(new Error("the connection was closed")));
  }

  get(httpCase: HttpCase): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#current = { httpCase, resolve, reject };
      this.#received = 0;
      this.#tail = nothing;
      this.socket.write(this.#request(httpCase.path), "latin1");
    });
  }

  #onData(bytes: Buffer): void {
    if (!this.#current) return;
    const { httpCase, resolve } = this.#current;
    this.#received += bytes.length;
    if (!(httpCase.chunked ? this.#atLastChunk(httpCase, bytes) : this.#atLength(httpCase, bytes))) return;
    this.#current = undefined;
    resolve();
  }

  #atLastChunk({ bodyBytes }: HttpCase, bytes: Buffer): boolean {
    if (this.#received < bodyBytes) return false;
    this.#tail = bytes.length < lastChunk.length ? Buffer.concat([this.#tail, bytes]) : bytes;
    return this.#tail.subarray(-lastChunk.length).equals(lastChunk);
  }

  /** Looks into the head of the first answer only. */
  #atLength({ path, bodyBytes }: HttpCase, bytes: Buffer): boolean {
    let length = this.#lengths.get(path);
    if (length === undefined) {
      length = bytes.indexOf("\r\n\r\n") + 4 + bodyBytes;
      this.#lengths.set(path, length);
    }
    if (this.#received > length) throw new Error(`${path} gave more than ${length} bytes`);
    return this.#received === length;
  }
}
