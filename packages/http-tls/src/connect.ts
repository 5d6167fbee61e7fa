import { type X509Certificate } from "node:crypto";
import { type LookupFunction, type NetConnectOpts, type TcpSocketConnectOpts } from "node:net";
import { type Duplex } from "node:stream";
import { connect as startTls, type ConnectionOptions, type TLSSocket } from "node:tls";
import { dialTcp, lookupOption } from "./dial-tcp.ts";
import { HttpTlsError, type HttpTlsErrorContext } from "./errors.ts";
import { fromNodeError } from "./node-error.ts";
import { type DialFunction, type ResolvedTlsOptions } from "./options.ts";
import { SocketReader } from "./socket-reader.ts";
import { untilAborted } from "./stop-signal.ts";
import { secured, tlsOptions } from "./tls.ts";

export interface ConnectOptions {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly tls: ResolvedTlsOptions;
  /** Undefined leaves the time limit to `signal`. */
  readonly connectTimeoutMs: number | undefined;
  readonly dial?: DialFunction | undefined;
  readonly lookup?: LookupFunction | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A connection that is ready for the first request byte. */
export interface Link {
  /** The origin's, whatever the way to it. */
  readonly host: string;
  readonly port: number;
  readonly socket: Duplex;
  readonly reader: SocketReader;
  /** The peer's; undefined for plain http. */
  readonly certificate: X509Certificate | undefined;
  /** Milliseconds for name lookup and TCP (or the dial), and for the TLS handshake. */
  readonly tcpMs: number;
  readonly tlsMs: number | undefined;
}

/**
 * Opens a connection: TCP, then TLS, then the check of the certificate. Nothing of a request is written before
 * this has resolved. One time limit spans both phases; the error says in which one it struck.
 */
export async function connect(options: ConnectOptions): Promise<Link> {
  const { host, port, connectTimeoutMs, signal } = options;
  const context: HttpTlsErrorContext = { host, port, requestSent: "none" };
  const attempt = new ConnectAttempt(options);
  const timer =
    connectTimeoutMs === undefined ? undefined : setTimeout(() => attempt.expire(), connectTimeoutMs);
  const abort = (): void =>
    attempt.stop.abort(new HttpTlsError("aborted", "the request was aborted", { cause: signal?.reason }));
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted === true) abort();
  try {
    attempt.stop.signal.throwIfAborted();
    return await attempt.run();
  } catch (error) {
    const fallback = attempt.phase === "tls" ? "tls_handshake" : "connect_failed";
    const reason: unknown = attempt.stop.signal.aborted ? attempt.stop.signal.reason : error;
    throw fromNodeError(reason, fallback, { ...context, phase: attempt.phase });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

class ConnectAttempt {
  readonly stop = new AbortController();
  phase: "connect" | "tls" = "connect";
  readonly #options: ConnectOptions;
  readonly #reader = new SocketReader();
  readonly #startedAt = performance.now();
  #connectedAt = 0;
  #certificate: X509Certificate | undefined;

  constructor(options: ConnectOptions) {
    this.#options = options;
  }

  expire(): void {
    const what = this.phase === "tls" ? "the TLS handshake did not end" : "no connection was made";
    const limit = this.#options.connectTimeoutMs;
    this.stop.abort(new HttpTlsError("connect_timeout", `${what} within connectTimeoutMs (${limit} ms)`));
  }

  async run(): Promise<Link> {
    const { dial, secure } = this.#options;
    if (secure && dial === undefined) return this.#link(await this.#openTls());
    const raw = await this.#dial();
    this.#connected();
    if (!secure) {
      if (dial !== undefined) this.#reader.attach(raw);
      return this.#link(raw);
    }
    return this.#link(await this.#upgrade(raw));
  }

  #connected(): void {
    this.#connectedAt = performance.now();
    if (this.#options.secure) this.phase = "tls";
  }

  /** TCP and TLS in one socket, which reads into our own memory; what a dial has made cannot do that. */
  async #openTls(): Promise<TLSSocket> {
    const { host, port, tls, lookup } = this.#options;
    const options: ConnectionOptions &
      Pick<NetConnectOpts, "onread"> &
      Pick<TcpSocketConnectOpts, "autoSelectFamily"> = {
      ...tlsOptions(host, tls),
      port,
      autoSelectFamily: true,
      onread: this.#reader.onread,
      ...lookupOption(lookup),
    };
    const socket = startTls(options);
    socket.once("connect", () => {
      socket.setNoDelay(true);
      this.#connected();
    });
    this.#certificate = await secured(socket, tls, this.stop.signal);
    return socket;
  }

  async #upgrade(raw: Duplex): Promise<TLSSocket> {
    const { host, tls } = this.#options;
    const socket = startTls({ ...tlsOptions(host, tls), socket: raw });
    raw.on("error", (error) => socket.destroy(error));
    try {
      this.#certificate = await secured(socket, tls, this.stop.signal);
    } catch (error) {
      raw.destroy();
      throw error;
    }
    this.#reader.attach(socket);
    return socket;
  }

  #dial(): Promise<Duplex> {
    const { host, port, dial, lookup } = this.#options;
    const dialling = (dial ?? dialTcp({ lookup, onread: this.#reader.onread }))(
      { host, port },
      this.stop.signal,
    );
    // A dial of somebody else's may not hear its signal: the limit holds all the same.
    return untilAborted(dialling, this.stop.signal, (late) => late.destroy());
  }

  #link(socket: Duplex): Link {
    const { host, port } = this.#options;
    const tcpMs = this.#connectedAt - this.#startedAt;
    const tlsMs = this.#options.secure ? performance.now() - this.#connectedAt : undefined;
    return { host, port, socket, reader: this.#reader, certificate: this.#certificate, tcpMs, tlsMs };
  }
}
