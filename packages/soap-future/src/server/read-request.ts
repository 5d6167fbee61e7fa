import { type EnvelopeContent, EnvelopeReader } from "../envelope/read.ts";
import { SoapError, SoapFault } from "../errors.ts";
import { isEnvelopeType } from "../http-binding.ts";
import { type ContentType, parseContentType } from "../mime/content-type.ts";
import { malformed } from "../mime/malformed.ts";
import { type Attachment, RelatedReader } from "../mime/related-reader.ts";
import { XopReferences } from "../mime/xop-references.ts";
import { type ServiceCodec } from "./codec.ts";
import { actionOf } from "./dispatch.ts";

export interface RequestContent extends EnvelopeContent {
  readonly attachments: readonly Attachment[];
}

/** A request while it arrives. Its methods throw `decode`, or the {@link SoapFault} that is the answer. */
export interface RequestReader {
  push(chunk: Uint8Array): void;
  finish(): RequestContent;
}

/** The header fields that say what a request is. */
export interface RequestFields {
  readonly contentType: string;
  readonly soapAction: string | undefined;
}

/**
 * Begins to read a request. What is not multipart is taken for an envelope, whatever its type says: some clients send
 * `application/x-www-form-urlencoded`.
 */
export function openRequest(codec: ServiceCodec, { contentType, soapAction }: RequestFields): RequestReader {
  const isRelated = /^multipart\/related[;\s]/i.test(contentType);
  const type = isRelated ? parseContentType(contentType) : looseContentType(contentType);
  const charset = type?.parameters.get("charset");
  if (charset !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(charset)) throw notUtf8();
  const action = actionOf(soapAction, type?.parameters.get("action"));
  if (type !== undefined && isRelated) return new RelatedRequest(codec, type, action);
  const reader = envelopeReader(codec, action);
  return {
    push: (chunk) => reader.push(chunk),
    finish: () => ({ ...contentOf(reader), attachments: [] }),
  };
}

function looseContentType(value: string): ContentType | undefined {
  try {
    return parseContentType(value);
  } catch {
    return undefined;
  }
}

/** Two readers of one text must not understand two texts. */
function notUtf8(): SoapFault {
  return new SoapFault({
    faultcode: "SOAP-ENV:Client",
    faultstring: "Only requests in UTF-8 are read",
    httpStatus: 415,
  });
}

function envelopeReader(
  codec: ServiceCodec,
  action: string | undefined,
  xop?: XopReferences,
): EnvelopeReader {
  const { plans, xmlLimits, understands, find } = codec;
  return new EnvelopeReader(plans, {
    // By local name alone: clients differ in qualification.
    namespaces: "any",
    limits: xmlLimits,
    understands,
    entry: (namespace, name) => {
      const operation = find(namespace, name, action);
      return { operation, message: operation.input };
    },
    ...(xop && { xop }),
  });
}

/** A fault answers something; what somebody sends instead of a call must not come back as our answer. */
function contentOf(reader: EnvelopeReader): EnvelopeContent {
  if (reader.isFault) throw new SoapError("decode", "the request is a fault");
  return reader.finish();
}

/** A request with parts beside its envelope: MTOM, or SOAP Messages with Attachments. */
class RelatedRequest implements RequestReader {
  readonly #envelope: EnvelopeReader;
  readonly #parts: RelatedReader;
  readonly #references = new XopReferences();

  constructor(codec: ServiceCodec, type: ContentType, action: string | undefined) {
    this.#envelope = envelopeReader(codec, action, this.#references);
    const root = {
      start: (contentType: string): void => {
        if (!isEnvelopeType(contentType)) throw malformed("the part that it starts with is no envelope");
      },
      push: (bytes: Uint8Array): void => this.#envelope.push(bytes),
    };
    this.#parts = new RelatedReader(type, root, codec.mimeLimits);
  }

  push(chunk: Uint8Array): void {
    this.#parts.push(chunk);
    this.#references.settle(this.#parts.attachments);
  }

  finish(): RequestContent {
    this.#parts.finish();
    const content = contentOf(this.#envelope);
    this.#references.finish();
    return { ...content, attachments: this.#parts.attachments };
  }
}
