import { type Attachment } from "./mime/related-reader.ts";
import { type ResponseHeaders } from "./transport.ts";
import { type XmlElement } from "./xml/element.ts";

/**
 * What is known about a call beside its value; filled in as it goes on. Where an interceptor sends a call several
 * times, what belongs to one exchange is of the last.
 */
export interface FutureMeta {
  readonly operation: string;
  /** When the call was made, Unix milliseconds. */
  readonly startedAt: number;
  /** Requests that were handed to the transport. */
  readonly attempts: number;
  /**
   * True as soon as something of a request may have reached the other side. Of a call that changes something and is given up
   * before that, it is certain that nothing has changed.
   */
  readonly mayHaveArrived: boolean;
  /** Milliseconds that it took to write the envelope. */
  readonly encodeMs?: number;
  /** Milliseconds from handing the request to the transport to the head of the answer, connecting included. */
  readonly headersMs?: number;
  /** Milliseconds from the head of the answer to its end; it is decoded as it comes. */
  readonly bodyMs?: number;
  /** Milliseconds from the call to its end, whichever way. */
  readonly durationMs?: number;
  /** Bytes of the request's body. */
  readonly requestBytes?: number;
  /** Bytes of the answer's body that came so far, without compression. */
  readonly responseBytes?: number;
  readonly httpStatus?: number;
  /** The header fields of HTTP. */
  readonly headers?: ResponseHeaders;
  /** Headers of the answer's envelope that the WSDL declares, by key. */
  readonly soapHeaders?: Readonly<Record<string, unknown>>;
  /** Headers of the answer's envelope that it does not declare. */
  readonly headerElements?: readonly XmlElement[];
  /** Parts of the answer that its envelope does not refer to. */
  readonly attachments?: readonly Attachment[];
  /** Paths of elements that the schema does not know; they were skipped. */
  readonly unknownElements?: readonly string[];
}

/** The same while it is being filled in. */
export type MutableMeta = { -readonly [Key in keyof FutureMeta]: FutureMeta[Key] };
