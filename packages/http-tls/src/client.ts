import { connect } from "./connect.ts";
import { Connection } from "./connection.ts";
import { HttpTlsError, type HttpTlsErrorContext } from "./errors.ts";
import { ResponseExchange } from "./exchange.ts";
import {
  type HttpAuth,
  type HttpClientOptions,
  type RequestLimits,
  type ResolvedHttpClientOptions,
  type ResolvedRequestLimits,
  resolveHttpClientOptions,
  resolveRequestLimits,
} from "./options.ts";
import { Pool } from "./pool.ts";
import { type HttpResponse } from "./response.ts";
import { StopSignal, untilAborted } from "./stop-signal.ts";
import { type ResponseHead } from "./wire/response-parser.ts";
import { encodeRequestHead } from "./wire/request-encoder.ts";

export interface HttpRequest extends RequestLimits {
  /** Default `"GET"`, or `"POST"` when there is a body. */
  method?: string;
  /** Path and query. Default `"/"`. */
  path?: string;
  /** Request fields. Those that frame the message (Host, Content-Length, ...) are the client's own and refused here. */
  headers?: Readonly<Record<string, string>>;
  /** A string is sent as UTF-8. */
  body?: string | Uint8Array;
  signal?: AbortSignal;
  /**
   * True when sending the request twice does no harm, whatever its method says. Safe methods (RFC 9110 section
   * 9.2.1) are so by themselves. Only such a request is repeated, once, when a kept connection turns out dead.
   */
  idempotent?: boolean;
}

/** A client for one origin: a pool of connections that were all verified the same way. */
export interface HttpClient extends AsyncDisposable {
  /** Scheme, host and port, as the URL standard writes them. */
  readonly origin: string;
  /** Sends a request; resolves when the head of the response has come. Rejects with {@link HttpTlsError}. */
  request(request?: HttpRequest): Promise<HttpResponse>;
  /** Takes no more requests; resolves when those under way have ended. */
  close(): Promise<void>;
  /** Ends all connections and requests at once. */
  destroy(): void;
}

/** Makes a client for one origin. Throws {@link HttpTlsError} (`invalid_argument`) for options that cannot be meant. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  return new PooledClient(resolveHttpClientOptions(options));
}

const safeMethods = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

/** A request that has been checked and encoded: nothing in it can change between two attempts. */
interface PreparedRequest {
  readonly method: string;
  readonly head: string;
  readonly body: Uint8Array | undefined;
  readonly limits: ResolvedRequestLimits;
  readonly repeatable: boolean;
  readonly acceptsCodings: boolean;
}

class PooledClient implements HttpClient {
  readonly origin: string;
  readonly #options: ResolvedHttpClientOptions;
  readonly #pool: Pool;

  constructor(options: ResolvedHttpClientOptions) {
    this.#options = options;
    this.#pool = new Pool(options.maxConnections);
    this.origin = `${options.secure ? "https" : "http"}://${options.authority}`;
  }

  async request(request: HttpRequest = {}): Promise<HttpResponse> {
    const { host, port } = this.#options;
    const limits = resolveRequestLimits(request, this.#options.limits);
    // One for both attempts: the deadline is the whole request's.
    const stop = new StopSignal({
      signal: request.signal,
      closed: this.#pool.destroyed,
      deadlineMs: limits.deadlineMs,
      context: { host, port },
    });
    const prepared = await this.#prepare(request, limits, stop);
    try {
      return await this.#attempt(prepared, stop, 1);
    } catch (error) {
      if (!(error instanceof HttpTlsError) || !isStale(error, prepared)) throw error;
      return this.#attempt(prepared, stop, 2);
    }
  }

  async #prepare(
    request: HttpRequest,
    limits: ResolvedRequestLimits,
    stop: StopSignal,
  ): Promise<PreparedRequest> {
    const { host, port, secure, authority } = this.#options;
    const body = typeof request.body === "string" ? Buffer.from(request.body, "utf8") : request.body;
    const method = request.method ?? (body === undefined ? "GET" : "POST");
    const headers = new Map(Object.entries(request.headers ?? {}));
    const given = new Set([...headers.keys()].map((name) => name.toLowerCase()));
    if (given.has("authorization") && !secure && !this.#options.allowPlaintextAuth) {
      throw new HttpTlsError("invalid_argument", "credentials over plain http need allowPlaintextAuth", {
        context: { host, port },
      });
    }
    if (!given.has("authorization") && this.#options.auth) {
      headers.set("Authorization", await this.#authorize(this.#options.auth, stop));
    }
    const acceptsCodings = given.has("accept-encoding");
    if (!acceptsCodings) headers.set("Accept-Encoding", "identity");
    const contentLength = body?.length ?? (safeMethods.has(method) || method === "DELETE" ? undefined : 0);
    const head = encodeRequestHead({
      method,
      target: request.path ?? "/",
      host: authority,
      fields: headers,
      contentLength,
    });
    return {
      method,
      head,
      body,
      limits,
      repeatable: request.idempotent ?? safeMethods.has(method),
      acceptsCodings,
    };
  }

  async #authorize(auth: HttpAuth, stop: StopSignal): Promise<string> {
    if (typeof auth !== "function") return authorization(auth);
    const { host, port } = this.#options;
    stop.arm();
    try {
      return await untilAborted(Promise.resolve().then(auth), stop.signal);
    } catch (cause) {
      stop.throwIfStopped();
      throw new HttpTlsError("invalid_argument", "the auth function failed", {
        cause,
        context: { host, port },
      });
    } finally {
      stop.release();
    }
  }

  /** Runs the request once. Its signal and deadline hold until the body has ended. */
  async #attempt(prepared: PreparedRequest, stop: StopSignal, attempt: number): Promise<HttpResponse> {
    const { host, port } = this.#options;
    const { limits } = prepared;
    let connection: Connection | undefined;
    let leased = false;
    try {
      stop.arm();
      stop.throwIfStopped();
      const lease = await this.#pool.acquire({ fresh: attempt > 1, signal: stop.signal });
      leased = true;
      connection = lease.reuse ?? (await this.#open(limits, stop.signal));
      // What came while these promises resolved must not be lost: nothing has been sent yet.
      stop.throwIfStopped();
    } catch (error) {
      if (leased) this.#pool.release(connection, 0);
      const reason = stop.reason ?? error;
      stop.release();
      const context = { host, port, attempt, requestSent: "none" } as const;
      throw reason instanceof HttpTlsError
        ? reason.withContext(leased ? context : { ...context, phase: "queued" })
        : reason;
    }
    return this.#exchange(prepared, connection, stop, attempt);
  }

  async #open(limits: ResolvedRequestLimits, signal: AbortSignal): Promise<Connection> {
    const { host, port, secure, tls, dial } = this.#options;
    const socket = await connect({
      host,
      port,
      secure,
      tls,
      dial,
      signal,
      connectTimeoutMs: limits.connectTimeoutMs,
    });
    const connection = new Connection(socket);
    this.#pool.opened(connection);
    return connection;
  }

  #exchange(
    prepared: PreparedRequest,
    connection: Connection,
    stop: StopSignal,
    attempt: number,
  ): Promise<HttpResponse> {
    const { host, port, wireLimits } = this.#options;
    const context: HttpTlsErrorContext = { host, port, attempt, reused: connection.requests > 0 };
    const exchange = new ResponseExchange(connection, {
      method: prepared.method,
      limits: prepared.limits,
      wireLimits,
      acceptsCodings: prepared.acceptsCodings,
      context,
      onDone: (head) => {
        stop.release();
        this.#pool.release(connection, head ? this.#idleMs(head) : 0);
      },
    });
    stop.onStop = (error) => exchange.cancel(error);
    if (stop.reason) exchange.cancel(stop.reason);
    else connection.start(exchange, prepared.head, prepared.body);
    return exchange.response;
  }

  /** How long a connection may be kept: below what the server says it keeps it (RFC 9112 section 9.3). */
  #idleMs(head: ResponseHead): number {
    if (!head.keepAlive) return 0;
    const seconds = /(?:^|[,\s])timeout=([0-9]{1,6})/i.exec(head.fields.get("keep-alive") ?? "")?.[1];
    const server = seconds === undefined ? Infinity : Number(seconds) * 1000 - 1000;
    return Math.min(this.#options.idleTimeoutMs, server);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  destroy(): void {
    this.#pool.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** A kept connection had died unnoticed, no answer came, and sending the request again does no harm. */
function isStale(error: HttpTlsError, request: PreparedRequest): boolean {
  const { phase, reused, requestSent, responseStarted } = error.context;
  if (error.code !== "closed") return false;
  return (
    reused === true &&
    phase === "headers" &&
    responseStarted === false &&
    (requestSent === "none" || request.repeatable)
  );
}

function authorization(auth: Exclude<HttpAuth, () => unknown>): string {
  if ("bearer" in auth) return `Bearer ${auth.bearer}`;
  if (auth.username.includes(":")) {
    throw new HttpTlsError(
      "invalid_argument",
      "a user name for Basic authentication cannot hold a colon (RFC 7617)",
    );
  }
  return `Basic ${Buffer.from(`${auth.username}:${auth.password}`, "utf8").toString("base64")}`;
}
