import { isIPv6, type LookupFunction } from "node:net";
import { type Duplex } from "node:stream";
import { connect as startTls } from "node:tls";
import { basicAuthorization } from "../basic-auth.ts";
import { dialTcp } from "../dial-tcp.ts";
import { HttpTlsError } from "../errors.ts";
import { fromNodeError } from "../node-error.ts";
import {
  type DialFunction,
  type DialTarget,
  type HttpTlsOptions,
  parseOrigin,
  resolveTls,
} from "../options.ts";
import { secured, tlsOptions } from "../tls.ts";
import { hasForbiddenCharacter, isToken } from "../wire/fields.ts";
import { ResponseParser } from "../wire/response-parser.ts";
import { dialOver, readUntil } from "./way.ts";

export interface HttpProxyOptions {
  /** `http://host[:port]` or `https://host[:port]`. A path, query or credentials in it are refused. */
  proxy: string | URL;
  /** How the certificate of an `https:` proxy is verified. Has nothing to do with the origin's. */
  tls?: HttpTlsOptions;
  /** Credentials for the proxy (Basic). The origin never sees them, nor the proxy those for the origin. */
  auth?: { readonly username: string; readonly password: string };
  /** Lets the proxy's credentials go to an `http:` proxy, where everybody on the way can read them. Default false. */
  allowPlaintextAuth?: boolean;
  /** Further fields of the CONNECT request. `Host` and `Authorization` are refused. */
  headers?: Readonly<Record<string, string>>;
  /** Bytes of the head of the proxy's answer. Default 16 KiB. */
  maxHeaderBytes?: number;
  /** Resolves the proxy's own name in the place of the system's resolver; the proxy resolves the target's. */
  lookup?: LookupFunction;
}

/**
 * Connects through an HTTP proxy with CONNECT (RFC 9110 section 9.3.6). TLS to the origin and the check of its pin
 * happen inside of the tunnel, so that the proxy sees host and port, and no more. The time limit is the caller's
 * `connectTimeoutMs`. Errors have `context.via`; codes: those of connecting to the proxy itself (`dns`,
 * `connect_refused`, `connect_failed`, `tls_handshake`, `tls_untrusted`, `tls_pin_mismatch`), `connect_failed` for
 * an answer other than 2xx or none, `protocol` and `too_large` for one that breaks the rules. Throws
 * `invalid_argument` for options that cannot be meant.
 */
export function dialHttpProxy(options: HttpProxyOptions): DialFunction {
  const url = parseOrigin(options.proxy, "proxy");
  const secure = url.protocol === "https:";
  if (!secure && Object.values(options.tls ?? {}).some((value) => value !== undefined)) {
    throw invalid("tls options for an http: proxy verify nothing: use https:");
  }
  const tls = resolveTls(options.tls ?? {}, secure);
  const fields = encodeFields(options, secure);
  const { maxHeaderBytes = 16 * 1024, lookup } = options;
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const port = url.port === "" ? (secure ? 443 : 80) : Number(url.port);
  const dialProxy = dialTcp({ lookup });
  return dialOver({
    via: url.origin,
    noun: "the proxy",
    async open(_target, signal) {
      const raw = await dialProxy({ host, port }, signal);
      if (!secure) return raw;
      const socket = startTls({ ...tlsOptions(host, tls), socket: raw });
      raw.on("error", (error) => socket.destroy(error));
      try {
        await secured(socket, tls, signal);
        return socket;
      } catch (error) {
        raw.destroy();
        throw fromNodeError(error, "tls_handshake", {});
      }
    },
    async ask(socket, target) {
      const authority = authorityOf(target);
      socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${fields}\r\n`, "latin1");
      const status = await readStatus(socket, maxHeaderBytes);
      if (status < 200 || status > 299) throw refusal(status, options.auth !== undefined);
    },
  });
}

function encodeFields({ auth, headers = {}, allowPlaintextAuth = false }: HttpProxyOptions, secure: boolean) {
  const entries = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  if (auth) entries.push(["Proxy-Authorization", basicAuthorization(auth)]);
  const seen = new Set(["host", "content-length", "transfer-encoding", "authorization"]);
  let text = "";
  for (const [name, value] of entries) {
    const key = name.toLowerCase();
    if (!isToken(name)) throw invalid("the name of a field for the proxy is not a token");
    if (seen.has(key)) throw invalid(`the field ${name} cannot be given to a proxy, or not twice`);
    if (key === "proxy-authorization" && !secure && !allowPlaintextAuth) {
      throw invalid(
        "credentials for an http: proxy can be read by everybody on the way: use https:, or set allowPlaintextAuth",
      );
    }
    // eslint-disable-next-line no-control-regex -- anything beyond one byte cannot be sent
    if (hasForbiddenCharacter(value) || /[^\x00-\xff]/.test(value)) {
      throw invalid(`the value of the field ${name} holds a character that cannot be sent`);
    }
    seen.add(key);
    text += `${name}: ${value}\r\n`;
  }
  return text;
}

/** The authority form of a request target (RFC 9112 section 3.2.3). */
function authorityOf({ host, port }: DialTarget): string {
  if (!/^[\x21-\x7e]+$/.test(host)) throw invalid("the host holds a character that cannot be sent");
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

/** The status of the answer. What follows the head of a 2xx belongs to the tunnel and is put back. */
function readStatus(socket: Duplex, maxHeaderBytes: number): Promise<number> {
  const parser = new ResponseParser({ requestMethod: "CONNECT", limits: { maxHeaderBytes } });
  let status: number | undefined;
  return readUntil(socket, () => {
    let bytes: Buffer | null;
    while (status === undefined && (bytes = socket.read() as Buffer | null) !== null) {
      const taken = parser.push(bytes, (event) => {
        if (event.type === "head") status = event.head.status;
      });
      if (status !== undefined && taken < bytes.length) socket.unshift(bytes.subarray(taken));
    }
    return status;
  });
}

/** Without the reason phrase: that is the proxy's own text, which may repeat what it was told. */
function refusal(status: number, withCredentials: boolean): HttpTlsError {
  if (status !== 407) return new HttpTlsError("connect_failed", `it answered ${status} to CONNECT`);
  return new HttpTlsError(
    "connect_failed",
    withCredentials
      ? "it answered 407: it does not accept these credentials"
      : "it answered 407: it wants credentials",
  );
}

function invalid(what: string): HttpTlsError {
  return new HttpTlsError("invalid_argument", what);
}
