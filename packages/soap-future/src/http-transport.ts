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
    async send({ headers, body, idempotent, signal }) {
      const response = await client.request({
        method: "POST",
        path,
        headers,
        body,
        idempotent,
        signal,
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

/** Fetches a document with the same options as the calls; a redirect is not followed. */
export async function fetchDocument({ endpoint, ...options }: HttpTransportOptions): Promise<string> {
  const url = parseEndpoint(endpoint);
  const client = createHttpClient({ ...options, origin: url.origin });
  try {
    const response = await client.request({ path: `${url.pathname}${url.search}` });
    if (response.status !== 200) {
      const context = { endpoint: `${url.origin}${url.pathname}`, httpStatus: response.status };
      throw new SoapError(
        "unexpected_response",
        `the WSDL could not be fetched: HTTP status ${response.status}`,
        { context },
      );
    }
    return new TextDecoder("utf-8", { fatal: true }).decode(await response.bytes());
  } catch (error) {
    throw error instanceof HttpTlsError ? new SoapError("transport", error.message, { cause: error }) : error;
  } finally {
    client.destroy();
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
