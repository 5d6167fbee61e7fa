import { isIP, type LookupFunction } from "node:net";
import { type Duplex } from "node:stream";
import { type SecureContext } from "node:tls";
import { basicAuthorization } from "./basic-auth.ts";
import { type DecompressOptions, type ResolvedDecompress, resolveDecompress } from "./body/content-coding.ts";
import { HttpTlsError } from "./errors.ts";
import { parsePin, type Pin } from "./pin.ts";
import { createContext } from "./secure-context.ts";
import { leniencies, type Leniency } from "./wire/leniency.ts";
import { defaultWireLimits } from "./wire/limits.ts";
import { type ParserSetup, resolveParserOptions } from "./wire/message-parser.ts";

/** How the certificate of an origin is verified. Without any of these: the system's authorities and the host name. */
export interface HttpTlsOptions {
  /**
   * Fingerprints of which one must be the server certificate's; see `parsePin` for the spellings. They take
   * the place of the authority and name checks (appliances are self-signed) unless `ca` is given as well.
   */
  fingerprints?: readonly string[];
  /** Authorities to trust instead of the system's, as PEM. */
  ca?: string | Uint8Array | readonly (string | Uint8Array)[];
  /** Client certificate and key, as PEM, for servers that ask for one. */
  cert?: string | Uint8Array;
  key?: string | Uint8Array;
  /** Of an encrypted `key`. */
  passphrase?: string;
  /** The name for SNI and for the name check. Default: the origin's host. */
  serverName?: string;
  /** Verifies nothing. Anybody in between can read the password. */
  insecure?: true;
}

/** Where a socket shall lead: the origin's host (an IPv6 address without brackets) and port. */
export interface DialTarget {
  readonly host: string;
  readonly port: number;
}

/**
 * Makes the raw connection over which TLS (or plain HTTP) is spoken: the seam for proxies, unix sockets and
 * tests. Resolves when connected; must give up when the signal aborts. What it rejects with is `connect_failed`, or the
 * code that Node's error code stands for, or as it is when it is an {@link HttpTlsError}.
 */
export type DialFunction = (target: DialTarget, signal: AbortSignal) => Promise<Duplex>;

/** Credentials: Basic (RFC 7617, in UTF-8), a bearer token (RFC 6750), or a function. */
export type HttpAuth =
  | { readonly username: string; readonly password: string }
  | { readonly bearer: string }
  /** Gives the value of the Authorization field for each request. */
  | (() => string | Promise<string>);

/** Limits of one request; the client's own are the defaults. All in milliseconds or bytes. */
export interface RequestLimits {
  /** Name lookup, TCP connect and TLS handshake together. Default 10,000 ms. */
  connectTimeoutMs?: number;
  /**
   * From the sent request to the end of the response head, whatever 1xx responses come between. A body of bytes that
   * the socket is still sending counts. Default 30,000 ms.
   */
  headersTimeoutMs?: number;
  /**
   * The longest pause inside a body: no byte came, or nobody read; for a streamed request body: none was given, or the
   * server took none. Default 30,000 ms.
   */
  bodyTimeoutMs?: number;
  /** The whole request: queueing, a second attempt, redirects and the body included. Milliseconds; default: none. */
  deadlineMs?: number;
  /** The largest body, without transfer coding; with `decompress` before and after decoding. Bytes; default 256 MiB. */
  maxBodyBytes?: number;
}

/** Options of `createHttpClient`. The times and sizes of {@link RequestLimits} in it are defaults for every request. */
export interface HttpClientOptions extends RequestLimits {
  /** `https://host[:port]` or `http://host[:port]`. A path, query or credentials in it are refused. */
  origin: string | URL;
  /** How the server is verified. Refused on an `http:` origin. */
  tls?: HttpTlsOptions;
  /**
   * Credentials for every request that has no Authorization field of its own. Over plain http only together with
   * `allowPlaintextAuth`.
   */
  auth?: HttpAuth;
  /** Lets credentials go over plain http, where everybody on the way can read them. Default false. */
  allowPlaintextAuth?: boolean;
  /** Connections at the same time; further requests wait in turn. Default 16. */
  maxConnections?: number;
  /**
   * How long an unused connection is kept; 0 keeps none. Milliseconds; default 4,000, below the 5 s of common servers.
   * `Keep-Alive: timeout` of the server shortens it, to one second less than it says.
   */
  idleTimeoutMs?: number;
  /** Bytes of the head of a response, and likewise of the trailers. Default 64 KiB. */
  maxHeaderBytes?: number;
  /** Makes the raw connection. TLS and the check of the pin happen on top of it. Default: TCP. */
  dial?: DialFunction;
  /**
   * Asks for gzip, deflate or br and decodes the body while it arrives. Default false: the client asks for none and
   * refuses (`decode`) a body with one.
   */
  decompress?: boolean | DecompressOptions;
  /** What to put up with beyond RFC 9112, by name, for servers that are known to need it. Default: nothing. */
  lenient?: readonly Leniency[];
  /**
   * Resolves host names in the place of the system's resolver, with the signature of `dns.lookup` and the option
   * `all: true`. Has no part in a `dial` of your own.
   */
  lookup?: LookupFunction;
}

/** @internal Options with every default filled in, and pins parsed. */
export interface ResolvedHttpClientOptions {
  readonly origin: string;
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  /** The Host field's value. */
  readonly authority: string;
  readonly tls: ResolvedTlsOptions;
  /** The value of Authorization, or what gives it. */
  readonly auth: string | (() => string | Promise<string>) | undefined;
  readonly allowPlaintextAuth: boolean;
  readonly maxConnections: number;
  readonly idleTimeoutMs: number;
  readonly limits: ResolvedRequestLimits;
  readonly parserSetup: ParserSetup;
  readonly decompress: ResolvedDecompress;
  readonly dial: DialFunction | undefined;
  readonly lookup: LookupFunction | undefined;
}

/** @internal */
export interface ResolvedRequestLimits {
  readonly connectTimeoutMs: number;
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
  readonly deadlineMs: number | undefined;
  readonly maxBodyBytes: number;
}

/** @internal */
export interface ResolvedTlsOptions {
  readonly pins: readonly Pin[];
  readonly ca: HttpTlsOptions["ca"];
  readonly serverName: string | undefined;
  readonly insecure: boolean;
  /** Certificates and key, read; undefined for plain http. */
  readonly context: SecureContext | undefined;
}

const defaultLimits: ResolvedRequestLimits = {
  connectTimeoutMs: 10_000,
  headersTimeoutMs: 30_000,
  bodyTimeoutMs: 30_000,
  deadlineMs: undefined,
  maxBodyBytes: defaultWireLimits.maxBodyBytes,
};

/** @internal Fills defaults once; throws `invalid_argument` for what cannot be meant. */
export function resolveHttpClientOptions(options: HttpClientOptions): ResolvedHttpClientOptions {
  const origin = parseOrigin(options.origin);
  const secure = origin.protocol === "https:";
  const limits = resolveRequestLimits(options, defaultLimits);
  const allowPlaintextAuth = options.allowPlaintextAuth ?? false;
  if (!secure && Object.values(options.tls ?? {}).some((value) => value !== undefined)) {
    throw invalid("tls options on an http: origin verify nothing: use https:");
  }
  if (!secure && options.auth !== undefined && !allowPlaintextAuth) {
    throw invalid(
      "credentials over plain http can be read by everybody on the way: use https, or set allowPlaintextAuth",
    );
  }
  return {
    origin: origin.origin,
    secure,
    host: origin.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: origin.port === "" ? (secure ? 443 : 80) : Number(origin.port),
    authority: origin.host,
    tls: resolveTls(options.tls ?? {}, secure),
    auth: resolveAuth(options.auth),
    allowPlaintextAuth,
    maxConnections: count("maxConnections", options.maxConnections ?? 16, 1),
    idleTimeoutMs: count("idleTimeoutMs", options.idleTimeoutMs ?? 4_000, 0),
    limits,
    parserSetup: resolveParserOptions({
      limits: {
        maxHeaderBytes: count(
          "maxHeaderBytes",
          options.maxHeaderBytes ?? defaultWireLimits.maxHeaderBytes,
          0,
        ),
        maxBodyBytes: limits.maxBodyBytes,
      },
      lenient: resolveLenient(options.lenient ?? []),
    }),
    decompress: resolveDecompress(options.decompress),
    dial: options.dial,
    lookup: options.lookup,
  };
}

const limitNames = [
  "connectTimeoutMs",
  "headersTimeoutMs",
  "bodyTimeoutMs",
  "deadlineMs",
  "maxBodyBytes",
] as const;

/** @internal */
export function resolveRequestLimits(
  input: RequestLimits,
  base: ResolvedRequestLimits,
): ResolvedRequestLimits {
  if (!limitNames.some((name) => input[name] !== undefined)) return base;
  const { deadlineMs = base.deadlineMs } = input;
  return {
    connectTimeoutMs: count("connectTimeoutMs", input.connectTimeoutMs ?? base.connectTimeoutMs, 1),
    headersTimeoutMs: count("headersTimeoutMs", input.headersTimeoutMs ?? base.headersTimeoutMs, 1),
    bodyTimeoutMs: count("bodyTimeoutMs", input.bodyTimeoutMs ?? base.bodyTimeoutMs, 1),
    deadlineMs: deadlineMs === undefined ? undefined : count("deadlineMs", deadlineMs, 1),
    maxBodyBytes: count("maxBodyBytes", input.maxBodyBytes ?? base.maxBodyBytes, 0),
  };
}

/** @internal `what` is the word for it in error messages. */
export function parseOrigin(origin: string | URL, what = "origin"): URL {
  let url: URL;
  try {
    url = new URL(origin);
  } catch {
    // No cause: Node's error holds the whole text, and with it a password.
    throw invalid(`the ${what} is not a URL`);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw invalid(`the ${what} must be http: or https:`);
  if (url.username !== "" || url.password !== "")
    throw invalid(`credentials do not belong into the ${what}: use auth`);
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    throw invalid(`the ${what} is scheme, host and port only: the path belongs to each request`);
  }
  return url;
}

/** @internal */
export function resolveTls(tls: HttpTlsOptions, secure: boolean): ResolvedTlsOptions {
  const { fingerprints = [], ca, serverName, insecure = false } = tls;
  const pins = fingerprints.map(parsePin);
  // "false" from a configuration is true for JavaScript.
  if (![true, false].includes(insecure)) throw invalid("tls.insecure must be true or left out");
  if (insecure && pins.length > 0) throw invalid("tls.insecure and tls.fingerprints exclude each other");
  if (serverName !== undefined && isIP(serverName) !== 0)
    throw invalid("tls.serverName must be a name, not an IP address");
  const context = secure ? createContext(tls, pins.length > 0) : undefined;
  return { pins, ca, serverName, insecure, context };
}

function resolveAuth(auth: HttpAuth | undefined): ResolvedHttpClientOptions["auth"] {
  if (auth === undefined || typeof auth === "function") return auth;
  return "bearer" in auth ? `Bearer ${auth.bearer}` : basicAuthorization(auth);
}

function resolveLenient(names: readonly Leniency[]): readonly Leniency[] {
  if (!Array.isArray(names)) throw invalid("lenient must be a list of names");
  const unknown = names.findIndex((name) => !leniencies.includes(name));
  if (unknown !== -1) {
    throw invalid(`lenient knows ${leniencies.join(", ")}, not ${JSON.stringify(String(names[unknown]))}`);
  }
  return [...names];
}

function count(name: string, value: number, least: number): number {
  // setTimeout takes 31 bits; a longer time would fire at once.
  const most = name.endsWith("Ms") ? 0x7fffffff : Number.MAX_SAFE_INTEGER;
  if (!Number.isInteger(value) || value < least || value > most) {
    throw invalid(`${name} must be a whole number from ${least} to ${most}`);
  }
  return value;
}

function invalid(what: string): HttpTlsError {
  return new HttpTlsError("invalid_argument", what);
}
