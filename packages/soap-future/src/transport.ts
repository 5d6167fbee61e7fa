/** A request on its way to an endpoint. */
export interface SoapRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** True when sending it twice does no harm. */
  readonly idempotent: boolean;
  readonly signal: AbortSignal;
}

/** A response whose body may still be arriving. */
export interface SoapResponse {
  readonly status: number;
  /** The value of a header, by its name in any case. */
  header(name: string): string | undefined;
  readonly body: AsyncIterable<Uint8Array>;
  /** Instead of `body`, where the transport can: each piece the moment it comes, valid during the call only. */
  consume?(take: (bytes: Uint8Array) => void): Promise<void>;
}

/** The one way from this package to a network. The HTTP transport satisfies it; so may tests and other protocols. */
export interface SoapTransport {
  /** For error messages: scheme, host, port and path, without credentials. */
  readonly endpoint: string;
  send(request: SoapRequest): Promise<SoapResponse>;
  close(): Promise<void>;
}
