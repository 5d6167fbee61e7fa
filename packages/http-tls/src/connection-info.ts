import { type X509Certificate } from "node:crypto";
import { type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { type Link } from "./connect.ts";
import { fingerprintOf } from "./pin.ts";

/** The connection that carried a response. */
export interface ConnectionInfo {
  /** The address that was connected to; undefined for sockets that have none (unix sockets, a `dial` of your own). */
  readonly remoteAddress: string | undefined;
  /** Milliseconds that name lookup and TCP, or the `dial`, took. */
  readonly tcpMs: number;
  /** Milliseconds that the TLS handshake took; undefined for plain http. */
  readonly tlsMs: number | undefined;
  /** Undefined for plain http. */
  readonly tls: TlsInfo | undefined;
}

/** What is known about the TLS of a connection. */
export interface TlsInfo {
  /** `TLSv1.2` or `TLSv1.3`. */
  readonly version: string | undefined;
  /** The cipher suite, as OpenSSL names it. */
  readonly cipher: string;
  /** Of the server's certificate: `sha256:` and 64 hexadecimal digits. */
  readonly fingerprint: string | undefined;
  /** When the server's certificate ends to be valid. A pinned one may be past it: a pin does not look at dates. */
  readonly validTo: Date | undefined;
}

/** @internal */
export function describeConnection({ socket, certificate, tcpMs, tlsMs }: Link): ConnectionInfo {
  const { remoteAddress } = socket as Partial<Socket>;
  const tls = socket instanceof TLSSocket && !socket.destroyed ? describeTls(socket, certificate) : undefined;
  return { remoteAddress, tcpMs, tlsMs, tls };
}

function describeTls(socket: TLSSocket, certificate: X509Certificate | undefined): TlsInfo {
  return {
    version: socket.getProtocol() ?? undefined,
    cipher: socket.getCipher().name,
    fingerprint: certificate && fingerprintOf(certificate),
    validTo: certificate && new Date(certificate.validTo),
  };
}
