/** A request on its way to an endpoint. */
export interface SoapRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** The envelope as text, or a multipart message as bytes. */
  readonly body: string | Uint8Array;
  /** True when sending it twice does no harm. */
  readonly idempotent: boolean;
  readonly signal: AbortSignal;
  /** Time limit for a connection to be there, in milliseconds. Default: the transport's own. */
  readonly connectTimeoutMs?: number | undefined;
  /** To be called when the request is about to be written, by a transport that says `reportsSend`. */
  readonly onSend?: (() => void) | undefined;
}

/** The header fields of an answer. Names count in any case. */
export interface ResponseHeaders extends Iterable<readonly [name: string, value: string]> {
  /** The value; of a field that came several times, all of them joined by commas. */
  get(name: string): string | undefined;
  has(name: string): boolean;
}

/** A response whose body may still be arriving. */
export interface SoapResponse {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly body: AsyncIterable<Uint8Array>;
  /** Instead of `body`, where the transport can: each piece the moment it comes, valid during the call only. */
  consume?(take: (bytes: Uint8Array) => void): Promise<void>;
}

/** The one way from this package to a network. The HTTP transport satisfies it; so may tests and other protocols. */
export interface SoapTransport {
  /** For error messages: scheme, host, port and path, without credentials. */
  readonly endpoint: string;
  /** It calls `onSend`. Of the others it is assumed that a request may have arrived as soon as they have it. */
  readonly reportsSend?: boolean;
  send(request: SoapRequest): Promise<SoapResponse>;
  close(): Promise<void>;
}
