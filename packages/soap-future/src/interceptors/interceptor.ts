import { type FutureMeta } from "../call-meta.ts";
import { type OperationDescriptor, type QName, type SoapVersion } from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { type Attachment } from "../mime/related-reader.ts";
import { type XmlElement } from "../xml/element.ts";

/**
 * One call, as interceptors see it. It does not change: an interceptor passes on a copy (`next({ ...call, headers })`).
 */
export interface SoapCall {
  readonly operation: OperationDescriptor;
  /** What SOAPAction says, or the action parameter of SOAP 1.2. */
  readonly soapAction: string;
  /** Where it goes: scheme, host, port and path, never credentials. */
  readonly endpoint: string;
  readonly soapVersion: SoapVersion;
  readonly args: unknown;
  /** Header fields of HTTP; names count in any case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Headers of the envelope that the WSDL declares, by key. */
  readonly soapHeaders: Readonly<Record<string, unknown>>;
  /** Further headers of the envelope. */
  readonly headerElements: readonly XmlElement[];
  /** Headers of the answer that somebody looks at, although they must be understood and the WSDL knows them not. */
  readonly understood: readonly QName[];
  readonly attachments: readonly Attachment[];
  /** The operation changes nothing: it may be sent twice. */
  readonly readOnly: boolean;
  /** The path of the repeated element whose items are streamed; undefined for a future. */
  readonly items: readonly string[] | undefined;
  /** Unix milliseconds when the call ends with `timeout`, whatever interceptors do. */
  readonly deadline: number | undefined;
  /** Milliseconds for a connection to be there; undefined for the client's own. */
  readonly connectTimeoutMs: number | undefined;
  /** Aborts when the call is cancelled or its time is over. */
  readonly signal: AbortSignal;
  /** What is known about the call so far. */
  readonly meta: FutureMeta;
}

/** How a call ended: with its value, or for a stream with items that are still arriving. */
export type SoapReply = ValueReply | ItemsReply;

export interface ValueReply {
  readonly kind: "value";
  readonly value: unknown;
}

export interface ItemsReply {
  readonly kind: "items";
  /** To be read once. An error comes after the items that had arrived whole. */
  readonly items: AsyncIterable<unknown>;
  /** The answer without its items, once they have been read to their end. */
  rest(): unknown;
}

/** What came through the interceptors, which are others' programs. Throws `invalid_argument` when it is no reply. */
export function checkedReply<K extends SoapReply["kind"]>(
  reply: SoapReply | undefined,
  kind: K,
): Extract<SoapReply, { readonly kind: K }> {
  if (reply?.kind === kind) return reply as Extract<SoapReply, { readonly kind: K }>;
  const call = kind === "value" ? "future" : "stream";
  const what = reply?.kind === undefined ? "no reply" : reply.kind === "value" ? "a value" : "items";
  throw new SoapError("invalid_argument", `an interceptor answered a ${call} with ${what}`);
}

/** Sends a call, or what stands between it and being sent. Rejects with SoapError. */
export type SoapNext = (call: SoapCall) => Promise<SoapReply>;

/**
 * Stands around every call of a client: `(next) => async (call) => next(call)`. It may change the call, look at the reply,
 * send the call again, or not at all. It is made once for a client; what belongs to one call is kept in the inner function.
 */
export type Interceptor = (next: SoapNext) => SoapNext;

/** Puts interceptors around `core`; the first is outermost. */
export function intercept(interceptors: readonly Interceptor[], core: SoapNext): SoapNext {
  return interceptors.reduceRight((next, interceptor) => interceptor(next), core);
}
