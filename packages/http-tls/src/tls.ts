import { type X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { type ConnectionOptions, type TLSSocket } from "node:tls";
import { HttpTlsError } from "./errors.ts";
import { type ResolvedTlsOptions } from "./options.ts";
import { fingerprintOf, matchesPin } from "./pin.ts";

/**
 * The options of tls.connect that decide whom a connection is made with. No `session` is ever passed: a resumed
 * session shows no certificate, and a pin needs one.
 */
export function tlsOptions(host: string, tls: ResolvedTlsOptions): ConnectionOptions {
  const servername = tls.serverName ?? (isIP(host) === 0 ? host : undefined);
  const pinnedAlone = tls.pins.length > 0 && tls.ca === undefined;
  return {
    host,
    ALPNProtocols: ["http/1.1"],
    rejectUnauthorized: !(pinnedAlone || tls.insecure),
    ...(tls.context === undefined ? {} : { secureContext: tls.context }),
    ...(servername === undefined ? {} : { servername }),
  };
}

/**
 * Resolves with the peer's certificate when the handshake is done and it is one of the pinned ones; nothing was sent
 * until then.
 */
export function secured(
  socket: TLSSocket,
  tls: ResolvedTlsOptions,
  signal: AbortSignal,
): Promise<X509Certificate | undefined> {
  return new Promise((resolve, reject) => {
    // An error may come right behind the end of the handshake, before anybody else listens: unheard, it would end
    // the process. Whoever is next sees a destroyed socket.
    socket.on("error", () => {});
    const settle = (): void => {
      signal.removeEventListener("abort", abort);
      socket.off("error", fail).off("close", hungUp).off("secureConnect", check);
    };
    const fail = (error: unknown): void => {
      settle();
      socket.destroy();
      reject(error as Error);
    };
    const abort = (): void => fail(signal.reason);
    // A peer that hangs up in the middle of the handshake may do so without any error event.
    const hungUp = (): void => fail(new Error("the peer closed the connection during the handshake"));
    const check = (): void => {
      let certificate: X509Certificate | undefined;
      try {
        certificate = verifyPin(socket, tls.pins);
      } catch (error) {
        fail(error);
        return;
      }
      settle();
      resolve(certificate);
    };
    socket.on("error", fail).on("close", hungUp).on("secureConnect", check);
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
  });
}

/**
 * Fails closed (`tls_pin_mismatch`): no certificate, or none that matches, ends the connection before a request
 * byte. Checks nothing without pins. Gives the certificate: Node tells it once, and nothing when it is asked again.
 */
export function verifyPin(
  socket: Pick<TLSSocket, "getPeerX509Certificate">,
  pins: ResolvedTlsOptions["pins"],
): X509Certificate | undefined {
  const certificate: X509Certificate | undefined = socket.getPeerX509Certificate();
  if (pins.length === 0) return certificate;
  const expected = pins.map((pin) => pin.text);
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
  return certificate;
}
