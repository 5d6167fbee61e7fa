import { createServer as createHttpServer, STATUS_CODES, type RequestListener, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { Duplex } from "node:stream";
import type { NodeLimits } from "./limits.ts";
import { sendFault } from "./listener.ts";
import { envelopeType, faultEnvelope } from "./soap-text.ts";

/** What answers requests. */
export interface RequestListeners {
  readonly listener: RequestListener;
  /** For clients that want to be told before they send the body. */
  readonly checkContinue: RequestListener;
}

/** What a server is made of. */
export interface ServerOptions {
  /** Certificate and key as PEM; undefined: HTTP without TLS. */
  readonly tls: { readonly key: string; readonly cert: string } | undefined;
  readonly limits: NodeLimits;
  /** Milliseconds that answers are delayed: a request may then take as much longer. */
  readonly delayMs: number;
}

/** Requests of one connection that may wait for their answers; more are no client but a flood. */
const maxPipelined = 8;
const maxRequestsPerConnection = 10_000;
const maxHeaderFields = 100;

/** Makes a server that puts up with whatever is sent to it, and answers it. */
export function createServer(listeners: RequestListeners, { tls, limits, delayMs }: ServerOptions): Server {
  const options = {
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: Math.max(limits.headersTimeoutMs, limits.requestTimeoutMs) + delayMs,
    connectionsCheckingInterval: Math.max(50, Math.min(1_000, Math.floor(limits.headersTimeoutMs / 4))),
  };
  const server =
    tls === undefined
      ? createHttpServer(options)
      : createHttpsServer({
          ...options,
          key: tls.key,
          cert: tls.cert,
          minVersion: "TLSv1.2",
          handshakeTimeout: limits.headersTimeoutMs,
        });
  server.maxHeadersCount = maxHeaderFields;
  server.maxRequestsPerSocket = maxRequestsPerConnection;
  const open = new WeakMap<Duplex, number>();
  const counted =
    (listener: RequestListener): RequestListener =>
    (request, response) => {
      const { socket } = request;
      const count = (open.get(socket) ?? 0) + 1;
      open.set(socket, count);
      response.once("close", () => open.set(socket, (open.get(socket) ?? 1) - 1));
      if (count > maxPipelined) {
        sendFault(response, 503, `More than ${maxPipelined} requests wait on one connection`);
        // Those that came before are answered first.
        response.once("finish", () => socket.destroySoon());
        return;
      }
      void listener(request, response);
    };
  server.on("request", counted(listeners.listener));
  server.on("checkContinue", counted(listeners.checkContinue));
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) =>
    refuse(error, socket, (open.get(socket) ?? 0) > 0),
  );
  return server;
}

const refusals: Readonly<Record<string, readonly [status: number, text: string]>> = {
  HPE_HEADER_OVERFLOW: [431, "The header fields of the request are too long"],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, "The chunk extensions of the request are too long"],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "The request did not arrive in time"],
};

/** Answers what is no request that a listener could get. */
function refuse({ code = "" }: NodeJS.ErrnoException, socket: Duplex, isBusy: boolean): void {
  const isHttp = Object.hasOwn(refusals, code) || code.startsWith("HPE_");
  if (!isHttp || isBusy || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, text] = refusals[code] ?? [400, "The request is not HTTP"];
  const body = faultEnvelope(text);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${envelopeType}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
