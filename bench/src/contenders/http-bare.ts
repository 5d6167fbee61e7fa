import { once } from "node:events";
import {
  connect,
  type ConnectionOptions,
  createSecureContext,
  type SecureContext,
  type TLSSocket,
} from "node:tls";
import { type Contender } from "../benchmark.ts";
import { type HttpCase } from "../http-cases.ts";
import { type HttpTarget } from "../servers/http-server.ts";
import { httpContender } from "./http-contender.ts";

/**
 * A TLS socket that sends a fixed request and counts bytes until the answer must be complete. It knows beforehand
 * what will come and checks nothing but its length: no client can be faster.
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
          const connection = idle.pop() ?? new BareConnection(target, secureContext, lengths);
          await connection.get(httpCase);
          if (httpCase.closes) connection.destroy();
          else idle.push(connection);
          return httpCase.bodyBytes;
        },
        close() {
          for (const connection of idle) connection.destroy();
        },
      };
    },
  });
}

const nothing = Buffer.alloc(0);
const lastChunk = Buffer.from("\r\n0\r\n\r\n");

interface Current {
  readonly httpCase: HttpCase;
  resolve(): void;
  reject(error: Error): void;
}

class BareConnection {
  readonly #socket: TLSSocket;
  readonly #authority: string;
  /** Bytes of the whole answer of a path with Content-Length: it is the same each time. */
  readonly #lengths: Map<string, number>;
  #verified = false;
  #received = 0;
  #tail: Buffer = nothing;
  #current: Current | undefined;

  constructor(
    { host, port, serverName }: HttpTarget,
    secureContext: SecureContext,
    lengths: Map<string, number>,
  ) {
    this.#authority = `${host}:${port}`;
    this.#lengths = lengths;
    // One buffer for all that comes costs less than `data` events, each with a buffer of its own.
    const buffer = Buffer.allocUnsafe(64 * 1024);
    const callback = (length: number): boolean => {
      this.#onRead(buffer.subarray(0, length));
      return true;
    };
    // The types of Node do not know `onread` of `tls.connect`.
    const options = { host, port, secureContext, servername: serverName, onread: { buffer, callback } };
    this.#socket = connect(options as ConnectionOptions);
    this.#socket.on("error", (error: Error) => this.#current?.reject(error));
    this.#socket.on("close", () => this.#current?.reject(new Error("the connection was closed")));
  }

  async get(httpCase: HttpCase): Promise<void> {
    if (!this.#verified) await once(this.#socket, "secureConnect");
    this.#verified = true;
    await new Promise<void>((resolve, reject) => {
      this.#current = { httpCase, resolve, reject };
      this.#received = 0;
      this.#tail = nothing;
      const request = `GET ${httpCase.path} HTTP/1.1\r\nHost: ${this.#authority}\r\n\r\n`;
      this.#socket.write(request, "latin1");
    });
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #onRead(bytes: Buffer): void {
    if (!this.#current) return;
    const { httpCase, resolve, reject } = this.#current;
    this.#received += bytes.length;
    const left = httpCase.chunked ? this.#leftOfChunks(httpCase, bytes) : this.#leftOfLength(httpCase, bytes);
    if (left > 0) return;
    this.#current = undefined;
    if (left === 0) resolve();
    else reject(new Error(`${httpCase.path} gave ${-left} bytes too many`));
  }

  /** Where the server puts its chunks is its own affair: at least the body must have come, and the last chunk. */
  #leftOfChunks({ bodyBytes }: HttpCase, bytes: Buffer): number {
    if (this.#received < bodyBytes) return 1;
    const tail = bytes.length < lastChunk.length ? Buffer.concat([this.#tail, bytes]) : bytes;
    // A copy, as the next bytes come in the same buffer.
    this.#tail = Buffer.from(tail.subarray(-lastChunk.length));
    return this.#tail.equals(lastChunk) ? 0 : 1;
  }

  /** Looks into the head of the very first answer only. */
  #leftOfLength({ path, bodyBytes }: HttpCase, bytes: Buffer): number {
    let length = this.#lengths.get(path);
    if (length === undefined) {
      length = bytes.indexOf("\r\n\r\n") + 4 + bodyBytes;
      this.#lengths.set(path, length);
    }
    return length - this.#received;
  }
}
