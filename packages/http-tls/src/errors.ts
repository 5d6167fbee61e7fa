/**
 * Every way in which a request can fail. The union is closed: callers match `code`, never a message.
 * The README has one heading for each.
 */
export const httpTlsErrorCodes = [
  "invalid_argument",
  "dns",
  "connect_refused",
  "connect_failed",
  "connect_timeout",
  "tls_handshake",
  "tls_untrusted",
  "tls_pin_mismatch",
  "headers_timeout",
  "body_timeout",
  "deadline",
  "protocol",
  "too_large",
  "decode",
  "closed",
  "aborted",
] as const;

/** One of {@link httpTlsErrorCodes}. */
export type HttpTlsErrorCode = (typeof httpTlsErrorCodes)[number];

/** Where in the life of a request an error struck; `send` is the sending of a streamed body. `docs/lifecycle.md` has the whole. */
export type RequestPhase = "queued" | "connect" | "tls" | "send" | "headers" | "body";

/** What is known about the failed request. Never holds credentials, sockets or options. */
export interface HttpTlsErrorContext {
  /** The origin's. */
  readonly host?: string;
  readonly port?: number;
  readonly phase?: RequestPhase;
  /**
   * The way that failed, when it was the way and not the host itself: `http://proxy:3128`, `socks5://proxy:1080`,
   * `unix:/run/node.sock`.
   */
  readonly via?: string;
  /** True when the connection had carried an earlier request. */
  readonly reused?: boolean;
  /** How much of the request may have reached the peer: decides whether it may be repeated. */
  readonly requestSent?: "none" | "partial" | "full";
  /** True when a byte of the response had come. */
  readonly responseStarted?: boolean;
  /** Bytes of the request given to the socket, and bytes of the response that came from it; above TLS. */
  readonly bytesOut?: number;
  readonly bytesIn?: number;
  /** 1 for the first attempt, 2 when the request was sent again. */
  readonly attempt?: number;
  /** The limit that was exceeded, by the name of its option. */
  readonly limit?: string;
  /** For `protocol`, `too_large` and `closed`: where in the response it struck, in bytes from its beginning, where known. */
  readonly offset?: number;
  /** For `tls_pin_mismatch`: the configured pins, in their canonical spelling. */
  readonly expected?: readonly string[];
  /** For `tls_pin_mismatch`: the SHA-256 fingerprint of the certificate that was shown, if any was. */
  readonly actual?: string;
}

/** What an error is made with. */
export interface HttpTlsErrorOptions {
  /** The error underneath. */
  cause?: unknown;
  context?: HttpTlsErrorContext;
}

/** The one error class of this package. `message` reads `[code] what happened (host:port)`. */
export class HttpTlsError extends Error {
  override readonly name = "HttpTlsError";
  readonly code: HttpTlsErrorCode;
  readonly context: HttpTlsErrorContext;
  readonly #what: string;

  constructor(code: HttpTlsErrorCode, what: string, options: HttpTlsErrorOptions = {}) {
    const { context = {}, cause } = options;
    super(`[${code}] ${what}${peer(context)}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.context = context;
    this.#what = what;
  }

  /** The same error with more known about it: what an inner layer did not know, an outer one adds. */
  withContext(more: HttpTlsErrorContext): HttpTlsError {
    return this.#retold(this.#what, { ...more, ...this.context });
  }

  /** @internal The same failure as one step of something larger, whose words and context win. */
  within(step: string, context: HttpTlsErrorContext): HttpTlsError {
    return this.#retold(`${step}: ${this.#what}`, { ...this.context, ...context });
  }

  #retold(what: string, context: HttpTlsErrorContext): HttpTlsError {
    const error = new HttpTlsError(this.code, what, {
      context,
      ...(this.cause === undefined ? {} : { cause: this.cause }),
    });
    if (this.stack !== undefined) error.stack = this.stack.replace(this.message, error.message);
    return error;
  }

  /** Name, code, message and context; no stack and no cause. */
  toJSON(): { name: string; code: HttpTlsErrorCode; message: string; context: HttpTlsErrorContext } {
    return { name: this.name, code: this.code, message: this.message, context: this.context };
  }
}

function peer({ host, port, via }: HttpTlsErrorContext): string {
  if (host === undefined) return via === undefined ? "" : ` (via ${via})`;
  const shown = host.includes(":") ? `[${host}]` : host;
  return ` (${shown}${port === undefined ? "" : `:${port}`}${via === undefined ? "" : ` via ${via}`})`;
}
