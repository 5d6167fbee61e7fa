import { connect, type Socket } from "node:net";
import { type TestCertificate } from "./certificate.ts";
import { createRawServer, type RawServer } from "./raw-server.ts";

/** A proxy that really leads to its targets. `received()` also holds what went through it. */
export interface ProxyServer extends RawServer {
  /** The targets that were asked for, as `host:port`. */
  readonly targets: readonly string[];
}

interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface ConnectProxyOptions {
  /** Given: an `https:` proxy with this certificate. Default: an `http:` proxy. */
  readonly certificate?: TestCertificate;
  /** Without these: 407. Default: everybody may use it. */
  readonly credentials?: Credentials;
}

/** An HTTP proxy that knows CONNECT (RFC 9110 section 9.3.6) and nothing else. */
export function createConnectProxy({
  certificate,
  credentials,
}: ConnectProxyOptions = {}): Promise<ProxyServer> {
  const basic =
    credentials && Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64");
  return createProxy((session, bytes) => {
    const text = bytes.toString("latin1");
    const end = text.indexOf("\r\n\r\n");
    if (end === -1) return 0;
    const [, host = "", port = ""] = /^CONNECT \[?([^\s\]]+)\]?:(\d+) HTTP\/1\.1\r\n/.exec(text) ?? [];
    if (host === "") session.client.end("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    else if (basic !== undefined && !text.includes(`\r\nProxy-Authorization: Basic ${basic}\r\n`)) {
      session.client.end("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
    } else {
      session.open(host, Number(port), {
        connected: Buffer.from("HTTP/1.1 200 Connection established\r\n\r\n"),
        refused: Buffer.from("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"),
      });
    }
    return end + 4;
  }, certificate);
}

export interface Socks5ProxyOptions {
  /** Without these it wants none. */
  readonly credentials?: Credentials;
}

/** A SOCKS5 proxy (RFC 1928, RFC 1929) for CONNECT. Resolves `localhost` and addresses. */
export function createSocks5Proxy({ credentials }: Socks5ProxyOptions = {}): Promise<ProxyServer> {
  const steps = new WeakMap<Session, "greeting" | "password" | "request">();
  return createProxy((session, bytes) => {
    const step = steps.get(session) ?? "greeting";
    if (step === "greeting") {
      const length = 2 + (bytes[1] ?? Infinity);
      if (bytes.length < length) return 0;
      const method = credentials === undefined ? 0 : 2;
      const offered = bytes.subarray(2, length).includes(method);
      steps.set(session, method === 2 ? "password" : "request");
      if (offered) session.client.write(Uint8Array.of(5, method));
      else session.client.end(Uint8Array.of(5, 0xff));
      return length;
    }
    if (step === "password") {
      const secretAt = 2 + (bytes[1] ?? Infinity);
      const length = secretAt + 1 + (bytes[secretAt] ?? Infinity);
      if (!(bytes.length >= length)) return 0;
      const username = bytes.toString("utf8", 2, secretAt);
      const password = bytes.toString("utf8", secretAt + 1, length);
      const right = username === credentials?.username && password === credentials.password;
      steps.set(session, "request");
      if (right) session.client.write(Uint8Array.of(1, 0));
      else session.client.end(Uint8Array.of(1, 1));
      return length;
    }
    const [, , , type, first = 0] = bytes;
    const portAt = 4 + (type === 1 ? 4 : type === 4 ? 16 : 1 + first);
    if (bytes.length < portAt + 2) return 0;
    const host = type === 3 ? bytes.toString("latin1", 5, portAt) : addressOf(bytes.subarray(4, portAt));
    session.open(host, bytes.readUInt16BE(portAt), {
      connected: Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]),
      refused: Buffer.from([5, 5, 0, 1, 0, 0, 0, 0, 0, 0]),
    });
    return portAt + 2;
  });
}

function addressOf(bytes: Buffer): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16));
  return groups.join(":");
}

interface Session {
  readonly client: Socket;
  /** Connects to the target, says so, and lets everything through from then on. */
  open(host: string, port: number, answers: { connected: Buffer; refused: Buffer }): void;
}

/** `converse` gets the bytes that have come and not been used; it returns how many of them it has used, or 0 to wait. */
async function createProxy(
  converse: (session: Session, bytes: Buffer) => number,
  certificate?: TestCertificate,
): Promise<ProxyServer> {
  const targets: string[] = [];
  const targetOf = (state: { target?: Socket }) => state.target;
  const sessions = new WeakMap<Socket, { bytes: Buffer; session: Session; target?: Socket }>();
  const begin = (client: Socket) => {
    const state: { bytes: Buffer; session: Session; target?: Socket } = {
      bytes: Buffer.alloc(0),
      session: {
        client,
        open(host, port, { connected, refused }) {
          targets.push(`${host}:${port}`);
          const target = connect({ host, port });
          state.target = target;
          target.once("connect", () => {
            client.write(connected);
            target.pipe(client);
          });
          target.on("error", () => client.end(refused));
          target.on("close", () => client.end());
          client.on("close", () => target.destroy());
        },
      },
    };
    sessions.set(client, state);
    return state;
  };
  const server = await createRawServer(
    (client, chunk) => {
      const state = sessions.get(client) ?? begin(client);
      if (state.target) {
        state.target.write(chunk);
        return;
      }
      state.bytes = Buffer.concat([state.bytes, chunk]);
      let used: number;
      do {
        used = converse(state.session, state.bytes);
        state.bytes = state.bytes.subarray(used);
      } while (used > 0 && targetOf(state) === undefined && state.bytes.length > 0);
      targetOf(state)?.write(state.bytes);
    },
    certificate === undefined ? { tls: false } : { certificate },
  );
  return { ...server, targets };
}
