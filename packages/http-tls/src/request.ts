import { acceptEncoding } from "./body/content-coding.ts";
import {
  type RequestBody,
  type RequestTrailers,
  type ResolvedRequestBody,
  resolveRequestBody,
  type StreamBody,
} from "./body/request-body.ts";
import { HttpTlsError } from "./errors.ts";
import {
  type RequestLimits,
  type ResolvedHttpClientOptions,
  type ResolvedRequestLimits,
  resolveRequestLimits,
} from "./options.ts";
import { encodeRequestHead } from "./wire/request-encoder.ts";

/** One request. The times and sizes of {@link RequestLimits} in it take the place of the client's. */
export interface HttpRequest extends RequestLimits {
  /** Default `"GET"`, or `"POST"` when there is a body. */
  method?: string;
  /** Path and query, percent-encoded (origin form, RFC 9112 section 3.2.1). Default `"/"`. */
  path?: string;
  /** Request fields. Those that frame the message (Host, Content-Length, ...) are the client's own and refused here. */
  headers?: Readonly<Record<string, string>>;
  /**
   * A string is sent as UTF-8. An iterable (a generator, a Node or web stream) is sent in chunks while it is
   * produced, no faster than the server takes it; a function that returns one can be called again for a second
   * attempt.
   */
  body?: RequestBody;
  /** Fields that follow a body that is sent in chunks (RFC 9112 section 7.1.2). */
  trailers?: RequestTrailers;
  /** Bytes that an iterable body will give: it is then sent with Content-Length instead of in chunks. */
  contentLength?: number;
  /** Aborts the request (`aborted`), from the queue to the end of the body. */
  signal?: AbortSignal;
  /**
   * True when sending the request twice does no harm, whatever its method says. Safe methods (RFC 9110 section
   * 9.2.1) are so by themselves. Only such a request is repeated, once, when a kept connection turns out dead.
   */
  idempotent?: boolean;
  /**
   * Called for each attempt when the request is about to be written. Before that, nothing of it has reached the peer:
   * who gives a request up then knows that it was never made.
   */
  onSend?: () => void;
  /**
   * How many redirects to follow. Default 0: a 3xx response is returned as it is. Credentials, cookies and client
   * certificates never go to another origin.
   */
  maxRedirects?: number;
}

const safeMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

/** A request that has been checked and encoded: nothing in it can change between two attempts. */
export interface PreparedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** The head, and the body if that is known. A string has one byte for each character. */
  readonly bytes: string | Uint8Array;
  /** A body that is produced while it is sent. */
  readonly stream: StreamBody | undefined;
  readonly limits: ResolvedRequestLimits;
  /** True when it may be sent again although the server may have got it. */
  readonly repeatable: boolean;
  /** True when the caller asked for content codings itself, and decodes them itself. */
  readonly acceptsCodings: boolean;
  readonly onSend: (() => void) | undefined;
}

/** True when the caller gives its own credentials. */
export function hasAuthorization(request: HttpRequest): boolean {
  return request.headers !== undefined && hasField(fieldsOf(request), "authorization");
}

/** Throws {@link HttpTlsError} (`invalid_argument`) for what cannot be sent. */
export function prepareRequest(
  request: HttpRequest,
  options: ResolvedHttpClientOptions,
  authorization: string | undefined,
  body: ResolvedRequestBody = resolveRequestBody(request.body, request),
): PreparedRequest {
  const { path: target = "/" } = request;
  const fields = fieldsOf(request);
  const method = request.method ?? (body.kind === "none" ? "GET" : "POST");
  const safe = safeMethods.has(method);
  const acceptsCodings = hasField(fields, "accept-encoding");
  if (authorization !== undefined) fields.push(["Authorization", authorization]);
  if (!acceptsCodings) fields.push(["Accept-Encoding", acceptEncoding(options.decompress.codings)]);
  const stream = body.kind === "stream" ? body : undefined;
  const known = body.kind === "bytes" ? body.bytes : undefined;
  const head = encodeRequestHead({
    method,
    target,
    host: options.authority,
    fields,
    contentLength: stream ? stream.contentLength : (known?.length ?? lengthWithoutBody(method, safe)),
    chunked: stream !== undefined && stream.contentLength === undefined,
    trailerNames: stream?.trailerNames,
  });
  return {
    method,
    path: target.split("?", 1)[0] ?? target,
    bytes: known === undefined || known.length === 0 ? head : join(head, known),
    stream,
    limits: resolveRequestLimits(request, options.limits),
    repeatable: (request.idempotent ?? safe) && stream?.repeatable !== false,
    acceptsCodings,
    onSend: request.onSend,
  };
}

/**
 * The caller's fields. Throws `invalid_argument` for what only looks like them: a `Headers` or a `Map` has no
 * properties of its own, and would be sent as no fields at all.
 */
function fieldsOf({ headers }: HttpRequest): [name: string, value: string][] {
  if (headers === undefined) return [];
  if (typeof headers !== "object" || headers === null || Symbol.iterator in headers) {
    throw new HttpTlsError(
      "invalid_argument",
      "headers must be an object of names and values: Object.fromEntries() makes one of a Headers or a Map",
    );
  }
  return Object.entries(headers);
}

/** Methods that usually have a body say that they have none (RFC 9110 section 8.6). */
function lengthWithoutBody(method: string, safe: boolean): number | undefined {
  return safe || method === "DELETE" ? undefined : 0;
}

function hasField(fields: readonly (readonly [name: string, value: string])[], name: string): boolean {
  return fields.some(([key]) => key.length === name.length && key.toLowerCase() === name);
}

/** One array, so that head and body travel in one TLS record where they fit. */
function join(head: string, body: Uint8Array): Uint8Array {
  const bytes = Buffer.allocUnsafe(head.length + body.length);
  bytes.write(head, 0, "latin1");
  bytes.set(body, head.length);
  return bytes;
}

/** Refuses (`invalid_argument`) credentials that everybody on the way could read. */
export function checkPlaintextAuth(request: HttpRequest, options: ResolvedHttpClientOptions): void {
  if (options.secure || options.allowPlaintextAuth || !hasAuthorization(request)) return;
  const { host, port } = options;
  throw new HttpTlsError("invalid_argument", "credentials over plain http need allowPlaintextAuth", {
    context: { host, port },
  });
}
