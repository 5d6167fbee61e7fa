import { once } from "node:events";
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions, type TLSSocket } from "node:tls";
import { createTestCertificate, type TestCertificate } from "./certificate.ts";

export interface RawServer extends AsyncDisposable {
  /** For a unix socket: `https://localhost`. */
  readonly origin: string;
  /** 0 for a unix socket. */
  readonly port: number;
  readonly certificate: TestCertificate;
  /** Everything clients have sent after the TLS handshake, over all connections. */
  readonly received: () => Buffer;
  /** Connections that were accepted, and of these, TLS handshakes that ended well. */
  readonly counts: () => { accepted: number; secured: number; open: number };
  close(): Promise<void>;
}

export type RawHandler = (socket: Socket | TLSSocket, request: Buffer) => void;

export interface RawServerOptions {
  readonly certificate?: TestCertificate;
  /** False for plain TCP. Default true. */
  readonly tls?: boolean;
  /** More options for the TLS server: client certificates, versions. */
  readonly tlsOptions?: TlsOptions;
  /** Listens on this unix socket, and not on a port. */
  readonly path?: string;
}

/**
 * A server that speaks literal bytes: `onData` is called with what a client sent and writes whatever it likes.
 * Closing it waits until no socket is open, so that a client that leaks one makes its test hang and fail.
 */
export async function createRawServer(
  onData: RawHandler,
  options: RawServerOptions = {},
): Promise<RawServer> {
  const certificate = options.certificate ?? (await createTestCertificate());
  const received: Buffer[] = [];
  const open = new Set<Socket>();
  let accepted = 0;
  let secured = 0;
  const onConnection = (socket: Socket): void => {
    secured++;
    socket.on("error", () => {}); // clients in these tests hang up at will
    socket.on("data", (chunk: Buffer) => {
      received.push(chunk);
      onData(socket, chunk);
    });
  };
  const server: Server =
    options.tls === false
      ? createTcpServer(onConnection)
      : createTlsServer(
          { key: certificate.key, cert: certificate.cert, ...options.tlsOptions },
          onConnection,
        );
  server.on("tlsClientError", () => {});
  server.on("connection", (socket: Socket) => {
    accepted++;
    open.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => open.delete(socket));
  });
  server.listen(options.path === undefined ? { port: 0, host: "127.0.0.1" } : { path: options.path });
  await once(server, "listening");
  const port = options.path === undefined ? (server.address() as AddressInfo).port : 0;
  const authority = options.path === undefined ? `127.0.0.1:${port}` : "localhost";
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    await closed;
    while (open.size > 0) await once([...open][0] as Socket, "close");
  };
  return {
    origin: `${options.tls === false ? "http" : "https"}://${authority}`,
    port,
    certificate,
    received: () => Buffer.concat(received),
    counts: () => ({ accepted, secured, open: open.size }),
    close,
    [Symbol.asyncDispose]: close,
  };
}
