import { constants, type X509Certificate } from "node:crypto";
import { isIP, type LookupFunction } from "node:net";
import { type Duplex } from "node:stream";
import { connect as startTls, type ConnectionOptions, type TLSSocket } from "node:tls";
import { dialTcp } from "./dial-tcp.ts";
import { HttpTlsError, type HttpTlsErrorContext } from "./errors.ts";
import { fromNodeError } from "./node-error.ts";
import { type DialFunction, type ResolvedTlsOptions } from "./options.ts";
import { fingerprintOf, matchesPin } from "./pin.ts";
import { untilAborted } from "./stop-signal.ts";

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

/**
 * Opens a connection that is ready for the first request byte: TCP, then TLS, then the check of the
 * certificate. Nothing of a request is written before this has resolved. One time limit spans both phases;
 * the error says in which one it struck.
 */
export async function connect(options: ConnectOptions): Promise<Duplex> {
  const { host, port, connectTimeoutMs, signal } = options;
  const context: HttpTlsErrorContext = { host, port, requestSent: "none" };
  const stop = new AbortController();
  const phase = { name: "connect" as "connect" | "tls" };
  const expire = (): void => {
    const what = phase.name === "tls" ? "the TLS handshake did not end" : "no connection was made";
    stop.abort(
      new HttpTlsError("connect_timeout", `${what} within connectTimeoutMs (${connectTimeoutMs} ms)`),
    );
  };
  const timer = connectTimeoutMs === undefined ? undefined : setTimeout(expire, connectTimeoutMs);
  const abort = (): void =>
    stop.abort(new HttpTlsError("aborted", "the request was aborted", { cause: signal?.reason }));
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted === true) abort();
  try {
    stop.signal.throwIfAborted();
    const { dial = dialTcp(options.lookup) } = options;
    const dialling = dial({ host, port }, stop.signal);
    // A dial of somebody else's may not hear its signal: the limit holds all the same.
    const raw = await untilAborted(dialling, stop.signal, (late) => late.destroy());
    if (!options.secure) return raw;
    phase.name = "tls";
    return await secure(raw, options, stop.signal);
  } catch (error) {
    const fallback = phase.name === "tls" ? "tls_handshake" : "connect_failed";
    const reason: unknown = stop.signal.aborted ? stop.signal.reason : error;
    throw fromNodeError(reason, fallback, { ...context, phase: phase.name });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

function secure(raw: Duplex, options: ConnectOptions, signal: AbortSignal): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = startTls(tlsOptions(raw, options));
    const fail = (error: unknown): void => {
      signal.removeEventListener("abort", abort);
      socket.destroy();
      raw.destroy();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const abort = (): void => fail(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) {
      abort();
      return;
    }
    raw.once("error", fail);
    socket.once("error", fail);
    // A peer that hangs up in the middle of the handshake may do so without any error event.
    const onClose = (): void => fail(new Error("the peer closed the connection during the handshake"));
    socket.once("close", onClose);
    socket.once("secureConnect", () => {
      try {
        verifyPin(socket, options.tls);
      } catch (error) {
        fail(error);
        return;
      }
      signal.removeEventListener("abort", abort);
      socket.off("close", onClose);
      socket.off("error", fail);
      raw.off("error", fail);
      raw.on("error", () => {}); // the TLS socket reports it
      resolve(socket);
    });
  });
}

/** No `session` is ever passed: a resumed session shows no certificate, and a pin needs one. */
function tlsOptions(raw: Duplex, { host, tls }: ConnectOptions): ConnectionOptions {
  const servername = tls.serverName ?? (isIP(host) === 0 ? host : undefined);
  const pinnedAlone = tls.pins.length > 0 && tls.ca === undefined;
  return {
    socket: raw,
    host,
    minVersion: "TLSv1.2",
    // A renegotiation could show another certificate than the one that was checked (RFC 5746).
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
    ALPNProtocols: ["http/1.1"],
    rejectUnauthorized: !(pinnedAlone || tls.insecure === true),
    ...(servername === undefined ? {} : { servername }),
    ...(tls.ca === undefined ? {} : { ca: toPem(tls.ca) }),
    ...(tls.cert === undefined ? {} : { cert: Buffer.from(tls.cert) }),
    ...(tls.key === undefined ? {} : { key: Buffer.from(tls.key) }),
  };
}

function toPem(ca: NonNullable<ResolvedTlsOptions["ca"]>): Buffer[] {
  const list = typeof ca === "string" || ca instanceof Uint8Array ? [ca] : ca;
  return list.map((one) => (typeof one === "string" ? Buffer.from(one) : Buffer.from(one)));
}

/** Fails closed: no certificate, or none that matches, ends the connection before a request byte. */
function verifyPin(socket: TLSSocket, { pins }: ResolvedTlsOptions): void {
  if (pins.length === 0) return;
  const expected = pins.map((pin) => pin.text);
  const certificate: X509Certificate | undefined = socket.getPeerX509Certificate();
  if (certificate === undefined) {
    throw new HttpTlsError("tls_pin_mismatch", "the peer showed no certificate to compare with the pin", {
      context: { expected },
    });
  }
  if (!matchesPin(certificate, pins)) {
    const actual = fingerprintOf(certificate);
    throw new HttpTlsError(
      "tls_pin_mismatch",
      `the certificate's fingerprint is ${actual}, expected ${expected.join(" or ")}`,
      { context: { expected, actual } },
    );
  }
}
