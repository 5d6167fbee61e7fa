import { once } from "node:events";
import { type RequestListener } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, type Socket } from "node:net";
import { afterEach, expect } from "vitest";
import { createHttpClient, type HttpClient, type HttpClientOptions, HttpTlsError } from "../../src/index.ts";
import {
  createRawServer,
  createTestCertificate,
  type RawHandler,
  type RawServer,
  type RawServerOptions,
  type TestCertificate,
} from "../../src/testing/index.ts";

/** Run in reverse order when the test has ended. */
export const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** One for the whole file: making one takes longer than most tests. */
let certificate: Promise<TestCertificate> | undefined;
export function sharedCertificate(): Promise<TestCertificate> {
  return (certificate ??= createTestCertificate());
}

export async function rawServer(handler: RawHandler, options: RawServerOptions = {}): Promise<RawServer> {
  const server = await createRawServer(handler, { certificate: await sharedCertificate(), ...options });
  cleanups.push(() => server.close());
  return server;
}

/** A server that answers each request once its head and, where it has one, its whole body have come. */
export function answering(
  answer: (request: string, socket: Socket) => string | Buffer | undefined,
): RawHandler {
  const pending = new WeakMap<Socket, string>();
  return (socket, chunk) => {
    const text = (pending.get(socket) ?? "") + chunk.toString("latin1");
    const end = text.indexOf("\r\n\r\n");
    const [, length = "0"] = /\r\nContent-Length: (\d+)\r\n/.exec(text) ?? [];
    const chunked = text.slice(0, end).includes("Transfer-Encoding: chunked");
    const whole = chunked ? /\r\n0\r\n(?:.+\r\n)*\r\n$/.test(text) : text.length >= end + 4 + Number(length);
    if (end === -1 || !whole) {
      pending.set(socket, text);
      return;
    }
    pending.delete(socket);
    const bytes = answer(text, socket);
    if (bytes !== undefined) socket.write(bytes);
  };
}

export function ok(body: string): string {
  return `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

export interface NodeServer {
  readonly origin: string;
  readonly certificate: TestCertificate;
  /** TCP connections that were accepted so far, and that are open now. */
  counts(): { accepted: number; open: number };
  /** Waits until no connection is open. */
  close(): Promise<void>;
}

/** Node's own server, with TLS. */
export async function nodeServer(listener: RequestListener): Promise<NodeServer> {
  const shared = await sharedCertificate();
  const server = createServer({ key: shared.key, cert: shared.cert }, listener);
  let accepted = 0;
  const open = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    accepted++;
    open.add(socket);
    socket.on("close", () => open.delete(socket));
  });
  server.on("tlsClientError", () => {});
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async (): Promise<void> => {
    if (server.listening) server.close();
    for (const socket of open) await once(socket, "close");
  };
  cleanups.push(close);
  const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, certificate: shared, counts: () => ({ accepted, open: open.size }), close };
}

export function clientOf(
  server: Pick<RawServer, "origin" | "certificate">,
  options: Partial<HttpClientOptions> = {},
): HttpClient {
  const tls = server.origin.startsWith("https:") && {
    tls: { fingerprints: [server.certificate.fingerprint] },
  };
  const client = createHttpClient({ origin: server.origin, ...tls, ...options });
  cleanups.push(() => client.destroy());
  return client;
}

/** The error of a promise that must fail. */
export async function failure(promise: Promise<unknown>): Promise<HttpTlsError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(HttpTlsError);
  return error as HttpTlsError;
}

/** Waits until something is so; nothing in it depends on how long that takes. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
