import { type ServiceDescriptor } from "../descriptor.ts";
import { defaultMimeLimits, type MimeLimits } from "../mime/limits.ts";
import { DecodePlans } from "../schema/decode-plan.ts";
import { createEncoder } from "../schema/encode.ts";
import { type Encoder } from "../schema/encoder.ts";
import { type XmlElement } from "../xml/element.ts";
import { type XmlLimits } from "../xml/limits.ts";
import { createDispatcher, type FindOperation } from "./dispatch.ts";

/** How messages are read and written. */
export interface CodecOptions {
  /** Limits of requests. */
  readonly xmlLimits?: Partial<XmlLimits>;
  /** Limits of requests with attachments. */
  readonly mimeLimits?: Partial<MimeLimits>;
  /**
   * Sends binary values of at least so many bytes as parts of their own (MTOM) instead of base64. `true` is 1,024.
   * Default: never. Requests may always come so.
   */
  readonly mtom?: boolean | { readonly thresholdBytes: number };
  /**
   * True for a header block that must be understood and that somebody here takes care of, though no binding declares
   * it. Default: there is none, and such a request is refused (SOAP 1.1 section 4.2.3).
   */
  readonly understands?: (block: XmlElement) => boolean;
}

/** What the exchanges of a service have in common. */
export interface ServiceCodec {
  readonly descriptor: ServiceDescriptor;
  readonly plans: DecodePlans;
  readonly encoder: Encoder;
  readonly find: FindOperation;
  readonly xmlLimits: Partial<XmlLimits>;
  readonly mimeLimits: MimeLimits;
  /** Binary values from this length on become parts; undefined for none. */
  readonly mtomBytes: number | undefined;
  readonly understands: ((block: XmlElement) => boolean) | undefined;
}

const defaultMtomBytes = 1024;

export function createServiceCodec(
  descriptor: ServiceDescriptor,
  { xmlLimits = {}, mimeLimits, mtom = false, understands }: CodecOptions = {},
): ServiceCodec {
  return {
    descriptor,
    plans: new DecodePlans(descriptor),
    encoder: createEncoder(descriptor),
    find: createDispatcher(descriptor),
    xmlLimits,
    mimeLimits: { ...defaultMimeLimits, ...mimeLimits },
    mtomBytes: mtom === true ? defaultMtomBytes : mtom === false ? undefined : mtom.thresholdBytes,
    understands,
  };
}
