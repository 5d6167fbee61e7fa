import { type ResolvedRequestBody, resolveRequestBody } from "./body/request-body.ts";
import { connect } from "./connect.ts";
import { Connection } from "./connection.ts";
import { diagnostics } from "./diagnostics.ts";
import { HttpTlsError, type HttpTlsErrorContext } from "./errors.ts";
import { ResponseExchange } from "./exchange.ts";
import {
  type HttpClientOptions,
  type ResolvedHttpClientOptions,
  resolveHttpClientOptions,
} from "./options.ts";
import { type Lease, Pool } from "./pool.ts";
import { followRedirects } from "./redirect.ts";
import {
  checkPlaintextAuth,
  hasAuthorization,
  type HttpRequest,
  type PreparedRequest,
  prepareRequest,
} from "./request.ts";
import { type HttpResponse } from "./response.ts";
import { StopSignal, untilAborted } from "./stop-signal.ts";
import { type ResponseHead } from "./wire/response-parser.ts";

/** A client for one origin: a pool of connections that were all verified the same way. */
export interface HttpClient extends AsyncDisposable {
  /** Scheme, host and port, as the URL standard writes them. */
  readonly origin: string;
  /**
   * Sends a request; resolves when the head of the response has come. Rejects with {@link HttpTlsError}, whatever goes
   * wrong; after that the body does. The README has a heading for each code.
   */
  request(request?: HttpRequest): Promise<HttpResponse>;
  /** Takes no more requests (`closed`); resolves when those under way and waiting have ended. */
  close(): Promise<void>;
  /** Ends all connections and requests at once; they fail with `closed`. */
  destroy(): void;
}

/** Makes a client for one origin. Throws {@link HttpTlsError} (`invalid_argument`) for options that cannot be meant. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  return new PooledClient(resolveHttpClientOptions(options), options);
}

class PooledClient implements HttpClient {
  readonly origin: string;
  readonly #options: ResolvedHttpClientOptions;
  readonly #given: HttpClientOptions;
  readonly #pool: Pool;
  readonly #active = new Set<StopSignal>();
  /** Clients for the origins that redirects led to, while they have something to do. */
  readonly #others = new Set<HttpClient>();

  constructor(options: ResolvedHttpClientOptions, given: HttpClientOptions) {
    this.#options = options;
    this.#given = { ...given };
    this.#pool = new Pool(options.maxConnections);
    this.origin = options.origin;
  }

  request(request: HttpRequest = {}): Promise<HttpResponse> {
    const { maxRedirects = 0 } = request;
    return maxRedirects === 0
      ? this.#send(request)
      : followRedirects({
          request,
          origin: this.origin,
          deadlineMs: request.deadlineMs ?? this.#options.limits.deadlineMs,
          send: (each) => this.#send(each),
          open: (origin) => this.#elsewhere(origin),
        });
  }

  /** A client for the origin that a redirect leads to: verified the same way, without anything that proves who we are. */
  #elsewhere(origin: string): Pick<HttpClient, "request" | "close"> {
    this.#pool.throwIfClosed();
    const other = createHttpClient(withoutIdentity(this.#given, origin));
    this.#others.add(other);
    return {
      request: (request) => other.request(request),
      close: () => other.close().finally(() => this.#others.delete(other)),
    };
  }

  #send(request: HttpRequest): Promise<HttpResponse> {
    const { host, port, auth } = this.#options;
    let stop: StopSignal;
    try {
      stop = new StopSignal({
        signal: request.signal,
        deadlineMs: request.deadlineMs ?? this.#options.limits.deadlineMs,
        context: { host, port },
      });
    } catch (error) {
      return Promise.reject(error as Error);
    }
    this.#active.add(stop);
    try {
      checkPlaintextAuth(request, this.#options);
      if (typeof auth !== "function") {
        const value = hasAuthorization(request) ? undefined : auth;
        return this.#attempt(prepareRequest(request, this.#options, value), stop, 1);
      }
      return this.#sendAuthorized(request, auth, stop);
    } catch (error) {
      return Promise.reject(this.#end(stop, error, {}));
    }
  }

  async #sendAuthorized(
    request: HttpRequest,
    auth: () => string | Promise<string>,
    stop: StopSignal,
  ): Promise<HttpResponse> {
    let prepared: PreparedRequest;
    let body: ResolvedRequestBody | undefined;
    try {
      // Before the wait: a stream that fails during it must have somebody who listens.
      body = resolveRequestBody(request.body, request);
      const value = hasAuthorization(request) ? undefined : await this.#authorize(auth, stop);
      prepared = prepareRequest(request, this.#options, value, body);
    } catch (error) {
      if (body?.kind === "stream") body.discard();
      throw this.#end(stop, error, {});
    }
    return this.#attempt(prepared, stop, 1);
  }

  async #authorize(auth: () => string | Promise<string>, stop: StopSignal): Promise<string> {
    const { host, port } = this.#options;
    const context = { host, port };
    let value: unknown;
    try {
      value = await untilAborted(Promise.resolve().then(auth), stop.signal);
    } catch (cause) {
      stop.throwIfStopped();
      throw new HttpTlsError("invalid_argument", "the auth function failed", { cause, context });
    }
    // Nothing, or an object, is not what somebody meant to be known by.
    if (typeof value === "string" && value !== "") return value;
    throw new HttpTlsError("invalid_argument", "the auth function gave no text", { context });
  }

  /** Runs the request once, on a connection that is idle now or else on the next one that can be had. */
  #attempt(request: PreparedRequest, stop: StopSignal, attempt: number): Promise<HttpResponse> {
    let lease: Lease | undefined;
    try {
      stop.throwIfStopped();
      lease = this.#pool.take(attempt > 1);
    } catch (error) {
      request.stream?.discard();
      return Promise.reject(this.#end(stop, error, { attempt, phase: "queued", requestSent: "none" }));
    }
    if (lease?.reuse) return this.#exchange(request, lease.reuse, stop, attempt);
    return this.#attemptLater(request, lease, stop, attempt);
  }

  async #attemptLater(
    request: PreparedRequest,
    lease: Lease | undefined,
    stop: StopSignal,
    attempt: number,
  ): Promise<HttpResponse> {
    let place = lease;
    let connection: Connection | undefined;
    try {
      place ??= await this.#pool.wait(attempt > 1, stop);
      // What came while these promises resolved must not be lost: nothing has been sent yet.
      stop.throwIfStopped();
      connection = place.reuse ?? (await this.#open(request, stop));
      stop.throwIfStopped();
    } catch (error) {
      if (place) this.#pool.release(connection ?? place.reuse, 0);
      request.stream?.discard();
      // What has stopped the request does not know how far it had come; what it has stopped does.
      const { phase = "queued" } = error instanceof HttpTlsError ? error.context : {};
      throw this.#end(stop, stop.reason ?? error, { attempt, requestSent: "none", phase });
    }
    return this.#exchange(request, connection, stop, attempt);
  }

  async #open({ limits }: PreparedRequest, stop: StopSignal): Promise<Connection> {
    const { host, port, secure, tls } = this.#options;
    const { connectTimeoutMs } = limits;
    const link = await connect({ ...this.#options, connectTimeoutMs, signal: stop.signal });
    const connection = new Connection(link);
    this.#pool.opened(connection);
    if (diagnostics.connect.hasSubscribers) {
      const { tcpMs, tlsMs } = link;
      const weakPin = tls.pins.some((pin) => pin.weak);
      diagnostics.connect.publish({ host, port, secure, tcpMs, tlsMs, weakPin });
    }
    return connection;
  }

  #exchange(
    request: PreparedRequest,
    connection: Connection,
    stop: StopSignal,
    attempt: number,
  ): Promise<HttpResponse> {
    const exchange = new ResponseExchange(connection, {
      request,
      client: this.#options,
      attempt,
      onDone: (head) => {
        this.#pool.release(connection, head ? this.#idleMs(head) : 0);
        if (head) this.#release(stop);
      },
      onFailed: (error) => {
        if (stop.reason === undefined && isStale(error, request)) {
          stop.sentBefore = error.context.requestSent ?? "none";
          return this.#attempt(request, stop, attempt + 1);
        }
        this.#end(stop, error, {});
        return undefined;
      },
    });
    stop.onStop = (reason) => exchange.cancel(reason);
    exchange.start();
    return exchange.response;
  }

  /** How long a connection may be kept: below what the server says it keeps it (RFC 9112 section 9.3). */
  #idleMs(head: ResponseHead): number {
    if (!head.keepAlive) return 0;
    const { idleTimeoutMs } = this.#options;
    const value = head.fields.get("keep-alive");
    if (value === undefined) return idleTimeoutMs;
    const [, seconds] = /(?:^|[,\s])timeout=([0-9]{1,6})/i.exec(value) ?? [];
    return seconds === undefined ? idleTimeoutMs : Math.min(idleTimeoutMs, Number(seconds) * 1000 - 1000);
  }

  #release(stop: StopSignal): void {
    stop.release();
    this.#active.delete(stop);
  }

  /** The request has failed for good. */
  #end(stop: StopSignal, error: unknown, context: HttpTlsErrorContext): unknown {
    this.#release(stop);
    const { host, port } = this.#options;
    let placed = error instanceof HttpTlsError ? error.withContext({ host, port, ...context }) : error;
    if (
      placed instanceof HttpTlsError &&
      placed.context.requestSent === "none" &&
      stop.sentBefore !== "none"
    ) {
      placed = placed.within("the second attempt", { requestSent: stop.sentBefore });
    }
    if (diagnostics.error.hasSubscribers) diagnostics.error.publish({ host, port, error: placed });
    return placed;
  }

  async close(): Promise<void> {
    await this.#pool.close();
    await Promise.all([...this.#others].map((other) => other.close()));
  }

  destroy(): void {
    for (const stop of [...this.#active]) stop.close();
    this.#pool.destroy();
    for (const other of this.#others) other.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** The same checks of the server, and nothing that proves who the client is. */
function withoutIdentity(options: HttpClientOptions, origin: string): HttpClientOptions {
  const rest = { ...options, origin };
  delete rest.auth;
  if (rest.tls === undefined) return rest;
  const tls = { ...rest.tls };
  delete tls.cert;
  delete tls.key;
  delete tls.passphrase;
  delete tls.serverName;
  return { ...rest, tls };
}

/** A kept connection had died unnoticed, no answer came, and sending the request again does no harm. */
function isStale(error: HttpTlsError, request: PreparedRequest): boolean {
  const { reused, phase, requestSent, responseStarted } = error.context;
  if (error.code !== "closed" || reused !== true || responseStarted !== false) return false;
  if (phase !== "headers" && phase !== "send") return false;
  return request.repeatable || (requestSent === "none" && request.stream?.repeatable !== false);
}
