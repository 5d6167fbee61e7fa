import { connect, type LookupFunction, type NetConnectOpts, type OnReadOpts, type Socket } from "node:net";
import { HttpTlsError } from "./errors.ts";
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
        ...lookupOption(lookup),
        ...(onread === undefined ? {} : { onread }),
      },
      signal,
    );
}

type Found = Parameters<Parameters<LookupFunction>[2]>[1];

/** Node's own code fails, outside of anybody's reach, on a resolver that finds nothing and does not call that an error. */
export function lookupOption(lookup: LookupFunction | undefined): { lookup?: LookupFunction } {
  if (lookup === undefined) return {};
  return {
    lookup: (hostname, options, callback) => {
      lookup(hostname, options, (error, addresses: Found | undefined, family) => {
        const none = !error && (addresses === undefined || addresses.length === 0);
        if (none) callback(new HttpTlsError("dns", "the host name has no address"), []);
        else callback(error, addresses ?? [], family);
      });
    },
  };
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
