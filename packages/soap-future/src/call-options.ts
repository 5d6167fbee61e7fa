import { type ServiceDescriptor } from "./descriptor.ts";
import { type DecodePlans } from "./schema/decode-plan.ts";
import { type MtomSink } from "./schema/encode-context.ts";
import { type Interceptor, type SoapCall } from "./interceptors/interceptor.ts";
import { type MimeLimits } from "./mime/limits.ts";
import { type Attachment } from "./mime/related-reader.ts";
import { type TimeLimits } from "./time-limits.ts";
import { type SoapTransport } from "./transport.ts";
import { type XmlElement } from "./xml/element.ts";
import { type XmlLimits } from "./xml/limits.ts";

/** Options of one call, or of all calls made through one `future()`. */
export interface CallOptions extends TimeLimits {
  readonly signal?: AbortSignal | undefined;
  /** Time limit for a connection to be there, in milliseconds. Default: the client's. */
  readonly connectTimeoutMs?: number | undefined;
  /** Further header fields of HTTP. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Headers of the envelope that the WSDL declares for the operation, by key. */
  readonly soapHeaders?: Readonly<Record<string, unknown>> | undefined;
  /** Further headers of the envelope, as data. */
  readonly headerElements?: readonly XmlElement[] | undefined;
  /** Parts that go with the envelope (SOAP Messages with Attachments). Each needs a `contentId` of its own. */
  readonly attachments?: readonly Attachment[] | undefined;
}

/** What holds for every call of a client. */
export interface SoapCallPolicy {
  /** Default time limit of a call, in milliseconds. Default 30,000. */
  readonly timeoutMs?: number;
  /** Operations that only read: repeated once on a kept connection that turns out dead. */
  readonly readOnly?: readonly string[];
  readonly xmlLimits?: Partial<XmlLimits>;
  /** Limits of answers with attachments. */
  readonly mimeLimits?: Partial<MimeLimits>;
  /**
   * Sends binary values of at least so many bytes as parts of their own (MTOM, SOAP Message Transmission Optimization
   * Mechanism) instead of base64. `true` is 1,024. Default: never. Answers may always come so.
   */
  readonly mtom?: boolean | { readonly thresholdBytes: number };
  /** What stands around every call; the first is outermost. */
  readonly interceptors?: readonly Interceptor[];
}

/** What the calls of a client have in common. */
export interface CallPlan {
  readonly descriptor: ServiceDescriptor;
  readonly plans: DecodePlans;
  /** Writes the envelope of a call. `take` takes binary values out of it (MTOM). Throws `encode`. */
  readonly encode: (call: SoapCall, take?: MtomSink) => string;
  /** Nobody knows what the element of an answer is called. */
  readonly anyAnswer: boolean;
  readonly transport: SoapTransport;
  readonly xmlLimits: Partial<XmlLimits>;
  readonly mimeLimits: MimeLimits;
  /** Binary values from this length on become parts; undefined for none. */
  readonly mtomBytes: number | undefined;
}
