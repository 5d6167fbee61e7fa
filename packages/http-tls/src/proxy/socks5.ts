import { lookup as systemLookup } from "node:dns";
import { isIP, isIPv4, type LookupFunction } from "node:net";
import { type Duplex } from "node:stream";
import { dialTcp } from "../dial-tcp.ts";
import { HttpTlsError, type HttpTlsErrorCode } from "../errors.ts";
import { type DialFunction, type DialTarget } from "../options.ts";
import { untilAborted } from "../stop-signal.ts";
import { dialOver, readUntil } from "./way.ts";

/*
 * By hand, and not with the npm package `socks` (read: 2.8.11): its errors carry its options, and thus the password;
 * why a proxy refused is told only in its messages; it gives bytes that follow the answer to whoever listens for
 * "data", which a TLS socket on top does not; and it has a clock of its own.
 */

export interface Socks5Options {
  /** The proxy's. */
  host: string;
  port: number;
  /**
   * Credentials (RFC 1929), 1 to 255 bytes each in UTF-8. SOCKS has no encryption: everybody on the way to the proxy
   * can read them.
   */
  username?: string;
  password?: string;
  /** Who resolves the target's name. `"local"` gives the proxy the first address found here. Default `"proxy"`. */
  resolve?: "proxy" | "local";
  /** Resolves the proxy's own name, and with `resolve: "local"` the target's, in the place of the system's resolver. */
  lookup?: LookupFunction;
}

/**
 * Connects through a SOCKS5 proxy (RFC 1928, RFC 1929). TLS to the origin and the check of its pin happen inside of
 * the tunnel. The time limit is the caller's `connectTimeoutMs`. Errors have `context.via`; codes: `dns`,
 * `connect_refused` (by the proxy, or by the target as the proxy says), `connect_failed`, and `protocol` for a peer
 * that does not speak SOCKS5. Throws `invalid_argument` for options that cannot be meant.
 */
export function dialSocks5(options: Socks5Options): DialFunction {
  const { host, port, resolve = "proxy", lookup } = options;
  const signIn = encodeCredentials(options);
  const dialProxy = dialTcp({ lookup });
  return dialOver({
    via: `socks5://${host.includes(":") ? `[${host}]` : host}:${port}`,
    noun: "the proxy",
    open: (_target, signal) => dialProxy({ host, port }, signal),
    async ask(socket, target, signal) {
      const request = encodeConnect(
        resolve === "local" ? await resolveLocally(target, lookup, signal) : target,
      );
      await agree(socket, signIn);
      socket.write(request);
      await readReply(socket);
    },
  });
}

/** RFC 1929 section 2; undefined without credentials. */
function encodeCredentials({ username, password }: Socks5Options): Buffer | undefined {
  if (username === undefined && password === undefined) return undefined;
  const [name, secret] = [username, password].map((text) => Buffer.from(text ?? "", "utf8"));
  if (!name?.length || !secret?.length || name.length > 255 || secret.length > 255) {
    throw invalid("SOCKS5 credentials are a user name and a password of 1 to 255 bytes each (RFC 1929)");
  }
  return Buffer.from([1, name.length, ...name, secret.length, ...secret]);
}

/** RFC 1928 section 4. */
function encodeConnect({ host, port }: DialTarget): Buffer {
  return Buffer.from([5, 1, 0, ...encodeHost(host), port >> 8, port & 0xff]);
}

function encodeHost(host: string): readonly number[] {
  if (isIPv4(host)) return [1, ...host.split(".").map(Number)];
  if (isIP(host) === 6) return [4, ...ipv6Bytes(host)];
  const name = Buffer.from(host, "latin1");
  if (!/^[\x21-\x7e]{1,255}$/.test(host))
    throw invalid("a host name for SOCKS5 is 1 to 255 ASCII characters");
  return [3, name.length, ...name];
}

function ipv6Bytes(host: string): number[] {
  // The URL standard's way to write an address has no dots in it, and `::` at most once.
  const groups = (text: string): number[] =>
    text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
  const url = URL.parse(`http://[${host}]`);
  if (!url) throw invalid("an address with a zone means nothing to a proxy");
  const [head = "", tail = ""] = url.hostname.slice(1, -1).split("::");
  const [front, back] = [groups(head), groups(tail)];
  const all = [...front, ...new Array<number>(8 - front.length - back.length).fill(0), ...back];
  return all.flatMap((group) => [group >> 8, group & 0xff]);
}

async function resolveLocally(
  { host, port }: DialTarget,
  lookup: LookupFunction = systemLookup,
  signal: AbortSignal,
): Promise<DialTarget> {
  if (isIP(host) !== 0) return { host, port };
  const found = new Promise<string>((resolve, reject) => {
    lookup(host, { all: true }, (error, addresses) => {
      const address = typeof addresses === "string" ? addresses : addresses?.[0]?.address;
      if (error) reject(error);
      else if (address === undefined) reject(new HttpTlsError("dns", "the host name has no address"));
      else resolve(address);
    });
  });
  return { host: await untilAborted(found, signal), port };
}

/** Agrees on a way to sign in, and signs in (RFC 1928 section 3). */
async function agree(socket: Duplex, signIn: Buffer | undefined): Promise<void> {
  socket.write(Uint8Array.from(signIn ? [5, 2, 0, 2] : [5, 1, 0]));
  const [version, method] = await read(socket, 2);
  if (version !== 5) throw protocol("it does not speak SOCKS5");
  if (method === 0) return;
  if (method === 0xff) {
    throw failed(signIn ? "it accepts no sign-in with a password" : "it wants credentials");
  }
  if (method !== 2 || !signIn) throw protocol("it chose a way to sign in that was not offered");
  socket.write(signIn);
  const [subVersion, status] = await read(socket, 2);
  if (subVersion !== 1) throw protocol("its answer to the credentials is malformed");
  if (status !== 0) throw failed("it does not accept these credentials");
}

/** RFC 1928 section 6. */
const refusals: Readonly<Record<number, readonly [HttpTlsErrorCode, string]>> = {
  1: ["connect_failed", "it failed for a reason that it does not tell"],
  2: ["connect_failed", "its rules do not allow this connection"],
  3: ["connect_failed", "it cannot reach the network of the host"],
  4: ["connect_failed", "it cannot reach or resolve the host"],
  5: ["connect_refused", "the host refused the connection from it: nothing listens there"],
  6: ["connect_failed", "the way from it to the host is too long (TTL)"],
  7: ["connect_failed", "it does not support CONNECT"],
  8: ["connect_failed", "it does not support this type of address"],
};

async function readReply(socket: Duplex): Promise<void> {
  const [version, reply = 0] = await read(socket, 2);
  if (version !== 5) throw protocol("its answer is malformed");
  if (reply !== 0) {
    const [code, text] = refusals[reply] ?? ["protocol", `it answered with the unknown reply ${reply}`];
    throw new HttpTlsError(code, text);
  }
  const [, type = 0] = await read(socket, 2);
  const length = type === 1 ? 4 : type === 4 ? 16 : type === 3 ? (await read(socket, 1))[0] : undefined;
  if (length === undefined) throw protocol("its answer has an unknown type of address");
  await read(socket, length + 2); // where the proxy connects from; of no use here
}

/** Exactly so many bytes. */
function read(socket: Duplex, length: number): Promise<Buffer> {
  return readUntil(socket, () => {
    const bytes = socket.read(length) as Buffer | null;
    // A stream that has ended gives what is left of it, and then tells its end.
    return bytes?.length === length ? bytes : undefined;
  });
}

function failed(what: string): HttpTlsError {
  return new HttpTlsError("connect_failed", what);
}

function protocol(what: string): HttpTlsError {
  return new HttpTlsError("protocol", what);
}

function invalid(what: string): HttpTlsError {
  return new HttpTlsError("invalid_argument", what);
}
