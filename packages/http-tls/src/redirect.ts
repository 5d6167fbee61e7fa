import { HttpTlsError } from "./errors.ts";
import { type HttpRequest } from "./request.ts";
import { type HttpResponse } from "./response.ts";

/** What following takes from the client. */
export interface RedirectOptions {
  readonly request: HttpRequest;
  readonly origin: string;
  /** For the whole chain. Milliseconds. */
  readonly deadlineMs: number | undefined;
  readonly send: (request: HttpRequest) => Promise<HttpResponse>;
  /** A client for another origin, without credentials. */
  readonly open: (origin: string) => {
    request(request: HttpRequest): Promise<HttpResponse>;
    close(): Promise<void>;
  };
}

/** What another origin gets to see of the caller's fields: any other may be a credential under a name of its own. */
const forOthers = new Set(["accept", "accept-encoding", "accept-language", "user-agent"]);

/**
 * Follows redirects (RFC 9110 section 15.4) up to `maxRedirects`; the response after the last is returned whatever
 * it is. 303 turns any method but HEAD into GET. 307 and 308 keep method and body; so do 301 and 302, but only for
 * GET and HEAD, because servers and clients disagree on what they mean for others: such a response is returned.
 *
 * Another origin gets no credentials, no client certificate, no field but those that say what is acceptable, and no
 * body: a redirect that would take one there is returned. Throws `protocol` for a Location that is no http(s) URL, is
 * given twice or leads from https to http.
 */
export async function followRedirects(options: RedirectOptions): Promise<HttpResponse> {
  const { request, origin, send, open, deadlineMs } = options;
  const { maxRedirects = 0 } = request;
  if (!Number.isInteger(maxRedirects) || maxRedirects < 0) {
    throw new HttpTlsError("invalid_argument", "maxRedirects must be a whole number from 0");
  }
  const started = performance.now();
  let current: HttpRequest = request;
  let response = await send(current);
  // One after the other, not resolved: a path that begins with two slashes is still a path, and not another host.
  let base = new URL(`${origin}${request.path ?? "/"}`);
  // Who has led us away must not lead us back with our credentials in hand.
  let away = false;
  for (let followed = 0; followed < maxRedirects; followed++) {
    const next = nextRequest(current, response);
    const locations = response.headers.getAll("location");
    if (next === undefined || locations.length === 0) return response;
    const target = await resolveLocation(locations, base, response);
    away ||= target.origin !== origin;
    if (away && next.body !== undefined) return response;
    await response.bytes(); // frees the connection; a redirect's body is short, and limited like any other
    current = { ...(away ? forAnotherOrigin(next) : next), path: `${target.pathname}${target.search}` };
    delete current.maxRedirects; // counted here, and not once more by each client on the way
    if (deadlineMs !== undefined) {
      current.deadlineMs = Math.max(1, Math.ceil(deadlineMs - (performance.now() - started)));
    }
    base = target;
    response = await (away ? sendElsewhere(open(target.origin), current) : send(current));
  }
  return response;
}

/** The client lives as long as the response: closing it waits for that. */
async function sendElsewhere(
  client: ReturnType<RedirectOptions["open"]>,
  request: HttpRequest,
): Promise<HttpResponse> {
  try {
    return await client.request(request);
  } finally {
    void client.close();
  }
}

function nextRequest(request: HttpRequest, { status }: HttpResponse): HttpRequest | undefined {
  const { method = request.body === undefined ? "GET" : "POST" } = request;
  if (status === 303) {
    const next = {
      ...request,
      method: method === "HEAD" ? "HEAD" : "GET",
      headers: withoutContent(request.headers),
    };
    delete next.body;
    delete next.trailers;
    delete next.contentLength;
    return next;
  }
  const same =
    status === 307 ||
    status === 308 ||
    ((status === 301 || status === 302) && (method === "GET" || method === "HEAD"));
  return same && canRepeat(request) ? request : undefined;
}

/** A stream has been used up by the first request; a function gives it anew. */
function canRepeat({ body }: HttpRequest): boolean {
  return (
    body === undefined || typeof body === "string" || body instanceof Uint8Array || typeof body === "function"
  );
}

/** Where to go next. The response whose Location leads nowhere is let go of, and its connection with it. */
async function resolveLocation(
  locations: readonly string[],
  base: URL,
  response: HttpResponse,
): Promise<URL> {
  try {
    return parseLocation(locations, base);
  } catch (error) {
    await response.body[Symbol.asyncIterator]().return?.();
    throw error;
  }
}

function parseLocation([location = "", ...others]: readonly string[], base: URL): URL {
  if (others.length > 0) throw misled(base, "the redirect has more than one Location");
  const target = URL.canParse(location, base.href) ? new URL(location, base) : undefined;
  if (target === undefined || (target.protocol !== "https:" && target.protocol !== "http:")) {
    throw misled(base, "the redirect's Location is not an http or https URL");
  }
  if (base.protocol === "https:" && target.protocol === "http:") {
    throw misled(base, "the redirect leads from https to plain http");
  }
  return target;
}

function misled({ hostname, port, protocol }: URL, what: string): HttpTlsError {
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const usual = protocol === "https:" ? 443 : 80;
  return new HttpTlsError("protocol", what, { context: { host, port: port === "" ? usual : Number(port) } });
}

function withoutContent(headers: HttpRequest["headers"] = {}): Record<string, string> {
  return filterFields(headers, (name) => !name.startsWith("content-"));
}

function forAnotherOrigin(request: HttpRequest): HttpRequest {
  return { ...request, headers: filterFields(request.headers ?? {}, (name) => forOthers.has(name)) };
}

function filterFields(
  headers: Readonly<Record<string, string>>,
  keep: (name: string) => boolean,
): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => keep(name.toLowerCase())));
}
