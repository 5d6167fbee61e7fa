import {
  type ResponseHeaders,
  type SoapRequest,
  type SoapResponse,
  type SoapTransport,
} from "../transport.ts";

export interface InMemoryResponse {
  readonly status?: number;
  readonly contentType?: string;
  /** Further header fields. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | readonly (string | Uint8Array)[];
}

export interface InMemoryTransport extends SoapTransport {
  /** Every request that was sent, in order. */
  readonly requests: readonly SoapRequest[];
}

/** A transport without a network: `answer` makes the response to each request. */
export function createInMemoryTransport(
  answer: (request: SoapRequest) => InMemoryResponse | Promise<InMemoryResponse>,
  { endpoint = "memory://service/" }: { readonly endpoint?: string } = {},
): InMemoryTransport {
  const requests: SoapRequest[] = [];
  return {
    endpoint,
    requests,
    async send(request): Promise<SoapResponse> {
      requests.push(request);
      const { status = 200, contentType = "text/xml; charset=utf-8", headers, body } = await answer(request);
      const pieces = typeof body === "string" || body instanceof Uint8Array ? [body] : body;
      return {
        status,
        headers: fields({ "content-type": contentType, ...headers }),
        body: chunksOf(pieces, request.signal),
      };
    },
    close: () => Promise.resolve(),
  };
}

function fields(record: Readonly<Record<string, string>>): ResponseHeaders {
  const values = new Map(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    get: (name) => values.get(name.toLowerCase()),
    has: (name) => values.has(name.toLowerCase()),
    [Symbol.iterator]: () => values[Symbol.iterator](),
  };
}

async function* chunksOf(
  pieces: readonly (string | Uint8Array)[],
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  for (const piece of pieces) {
    signal.throwIfAborted();
    await Promise.resolve();
    yield typeof piece === "string" ? Buffer.from(piece, "utf8") : piece;
  }
}
