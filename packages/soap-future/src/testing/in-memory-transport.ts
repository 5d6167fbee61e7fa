import { type SoapRequest, type SoapResponse, type SoapTransport } from "../transport.ts";

export interface InMemoryResponse {
  readonly status?: number;
  readonly contentType?: string;
  readonly body: string | Uint8Array | readonly (string | Uint8Array)[];
}

export interface InMemoryTransport extends SoapTransport {
  /** Every request that was sent, in order. */
  readonly requests: readonly SoapRequest[];
}

/** A transport without a network: `answer` makes the response to each request. */
export function createInMemoryTransport(
  answer: (request: SoapRequest) => InMemoryResponse | Promise<InMemoryResponse>,
): InMemoryTransport {
  const requests: SoapRequest[] = [];
  return {
    endpoint: "memory://service/",
    requests,
    async send(request): Promise<SoapResponse> {
      requests.push(request);
      const { status = 200, contentType = "text/xml; charset=utf-8", body } = await answer(request);
      const pieces = typeof body === "string" || body instanceof Uint8Array ? [body] : body;
      return {
        status,
        header: (name) => (name.toLowerCase() === "content-type" ? contentType : undefined),
        body: chunksOf(pieces, request.signal),
      };
    },
    close: () => Promise.resolve(),
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
