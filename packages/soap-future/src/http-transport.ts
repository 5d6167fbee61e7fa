import {
  createHttpClient,
  type DecompressOptions,
  type HttpClientOptions,
  HttpTlsError,
} from "@mailmux/http-tls";
import { SoapError } from "./errors.ts";
import { type SoapTransport } from "./transport.ts";

export interface HttpTransportOptions extends Omit<HttpClientOptions, "origin" | "decompress"> {
  /** Asks for compressed answers and decodes them. Default: gzip alone; false asks for none and refuses them. */
  decompress?: boolean | DecompressOptions;
  /** Where the calls go: `https://host[:port]/path`. Credentials in it are refused: use `auth`. */
  endpoint: string | URL;
}

/**
 * XML shrinks to a tenth under gzip. What comes out is bounded by `maxBodyBytes` and by the ratio of http-tls (200 to
 * 1), so that a bomb ends early; the other codings are left to those who ask for them.
 */
const defaultDecompress: DecompressOptions = { codings: ["gzip"] };

/** SOAP over HTTP (SOAP 1.1 section 6) on a pool of verified connections. */
export function createHttpTransport({ endpoint, ...options }: HttpTransportOptions): SoapTransport {
  const url = parseEndpoint(endpoint);
  const client = createHttpClient({ decompress: defaultDecompress, ...options, origin: url.origin });
  const path = `${url.pathname}${url.search}`;
  return {
    endpoint: `${url.origin}${url.pathname}`,
    reportsSend: true,
    async send({ headers, body, idempotent, signal, connectTimeoutMs, onSend }) {
      const response = await client.request({
        method: "POST",
        path,
        headers,
        body,
        idempotent,
        signal,
        ...(connectTimeoutMs === undefined ? {} : { connectTimeoutMs }),
        ...(onSend === undefined ? {} : { onSend }),
      });
      return {
        status: response.status,
        headers: response.headers,
        body: response.body,
        consume: (take) => response.consume(take),
      };
    },
    close: () => client.close(),
  };
}

/** Fetches documents of one origin. */
export interface DocumentFetcher {
  fetch(url: string): Promise<string>;
  close(): void;
}

/**
 * Fetches documents with the same options as the calls, over the same kind of connections; a redirect is not followed.
 * All of them together have `timeoutMs`.
 */
export function createDocumentFetcher(
  { endpoint, ...options }: HttpTransportOptions,
  timeoutMs: number,
): DocumentFetcher {
  const { origin } = parseEndpoint(endpoint);
  const client = createHttpClient({ decompress: defaultDecompress, ...options, origin });
  const signal = AbortSignal.timeout(timeoutMs);
  return {
    async fetch(url) {
      const { pathname, search } = new URL(url);
      const place = `${origin}${pathname}`;
      try {
        const response = await client.request({ path: `${pathname}${search}`, signal });
        if (response.status !== 200) throw notFetched(place, response.status);
        return decodeUtf8(await response.bytes(), place);
      } catch (error) {
        if (!(error instanceof HttpTlsError)) throw error;
        const context = { endpoint: place };
        if (signal.aborted) {
          const what = `the WSDL was not loaded within timeoutMs (${timeoutMs} ms)`;
          throw new SoapError("timeout", what, { cause: error, context });
        }
        throw new SoapError("transport", error.message, { cause: error, context });
      }
    },
    close: () => client.destroy(),
  };
}

function notFetched(endpoint: string, httpStatus: number): SoapError {
  const what = `the WSDL could not be fetched: HTTP status ${httpStatus}`;
  return new SoapError("unexpected_response", what, { context: { endpoint, httpStatus } });
}

function decodeUtf8(bytes: Uint8Array, endpoint: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SoapError("wsdl_parse", "the document is not UTF-8", { cause, context: { endpoint } });
  }
}

function parseEndpoint(endpoint: string | URL): URL {
  let url: URL;
  try {
    url = new URL(endpoint);
  } catch (cause) {
    throw new SoapError("invalid_argument", "the endpoint is not a URL", { cause });
  }
  if (url.username !== "" || url.password !== "") {
    throw new SoapError("invalid_argument", "credentials do not belong into the endpoint: use auth");
  }
  return url;
}
