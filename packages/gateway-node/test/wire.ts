import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { GatewayNode } from "../src/gateway-node.ts";

/** A response as it came. */
export interface WireResponse {
  readonly status: number;
  readonly reason: string;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** A raw connection to a node: what is written is what is sent. */
export class Wire implements Disposable {
  readonly socket: Socket;
  #received = Buffer.alloc(0);
  #isClosed = false;
  #changed: () => void = () => undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    // What is written is on its way at once.
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#changed();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.#isClosed = true;
      this.#changed();
    });
  }

  send(text: string | Uint8Array): this {
    this.socket.write(text);
    return this;
  }

  /** The next response with a Content-Length. Rejects when the connection ends before it is complete. */
  async response({ withBody = true } = {}): Promise<WireResponse> {
    for (;;) {
      const end = this.#received.indexOf("\r\n\r\n");
      if (end >= 0) {
        const [start = "", ...lines] = this.#received.toString("latin1", 0, end).split("\r\n");
        const headers = new Map(
          lines.map((line) => [
            line.slice(0, line.indexOf(":")).toLowerCase(),
            line.slice(line.indexOf(":") + 2),
          ]),
        );
        const length = withBody ? Number(headers.get("content-length") ?? 0) : 0;
        if (this.#received.length >= end + 4 + length) {
          const body = this.#received.subarray(end + 4, end + 4 + length);
          this.#received = this.#received.subarray(end + 4 + length);
          const [, status, reason = ""] = /^HTTP\/1\.1 (\d{3}) (.*)$/.exec(start) ?? [];
          return { status: Number(status), reason, headers, body };
        }
      }
      if (this.#isClosed) throw new Error(`the connection ended after ${this.#received.length} bytes`);
      await new Promise<void>((resolve) => (this.#changed = resolve));
    }
  }

  /** What is left when the other side has closed. */
  async rest(): Promise<Buffer> {
    while (!this.#isClosed) await new Promise<void>((resolve) => (this.#changed = resolve));
    return this.#received;
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }
}

/** Connects over TLS, whose certificate other tests look at. */
export async function connectTo({ port }: Pick<GatewayNode, "port">): Promise<Wire> {
  const socket = connectTls({ host: "127.0.0.1", port, rejectUnauthorized: false });
  await once(socket, "secureConnect");
  return new Wire(socket);
}

/** Connects without TLS, to any port. */
export async function connectPlain(port: number): Promise<Wire> {
  const socket = connectTcp(port, "127.0.0.1");
  await once(socket, "connect");
  return new Wire(socket);
}

/** An envelope around a call. */
export function envelope(inner: string): string {
  return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:u="urn:halon"><s:Header/><b:Body xmlns:b="http://schemas.xmlsoap.org/soap/envelope/">${inner}</b:Body></s:Envelope>`;
}

/** `Authorization` of a user. */
export function basic(user: string, password: string): string {
  return `Authorization: Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

/** The text of a POST. */
export function post(body: string, fields: readonly string[] = [], target = "/remote/"): string {
  const lines = [
    `POST ${target} HTTP/1.1`,
    "Host: node",
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...fields,
  ];
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}
