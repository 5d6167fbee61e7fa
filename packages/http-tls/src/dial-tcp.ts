import { connect, type LookupFunction, type NetConnectOpts, type OnReadOpts, type Socket } from "node:net";
import { type DialFunction } from "./options.ts";

export interface DialTcpOptions {
  readonly lookup?: LookupFunction | undefined;
  /** See `SocketReader`; without it the socket emits `data` events. */
  readonly onread?: OnReadOpts | undefined;
}

/** TCP with node:net; it races IPv6 and IPv4 addresses by itself (happy eyeballs, RFC 8305). */
export function dialTcp({ lookup, onread }: DialTcpOptions = {}): DialFunction {
  return ({ host, port }, signal) =>
    openSocket(
      {
        host,
        port,
        noDelay: true,
        autoSelectFamily: true,
        ...(lookup === undefined ? {} : { lookup }),
        ...(onread === undefined ? {} : { onread }),
      },
      signal,
    );
}

/** Resolves when connected. The signal destroys a socket that is not. */
export function openSocket(options: NetConnectOpts, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      socket.destroy();
      reject(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
    };
    const socket = connect(options);
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
    socket.once("error", (error) => {
      signal.removeEventListener("abort", abort);
      reject(error);
    });
    socket.once("connect", () => {
      signal.removeEventListener("abort", abort);
      resolve(socket);
    });
  });
}
