import { type MutableMeta } from "./call-meta.ts";
import { type CallPlan } from "./call-options.ts";
import { type MessageDescriptor } from "./descriptor.ts";
import { type BodyEntry, type EnvelopeContent, EnvelopeReader } from "./envelope/read.ts";
import { SoapError, SoapFault } from "./errors.ts";
import { excerptOf, readBeginning } from "./excerpt.ts";
import { isEnvelopeType } from "./http-binding.ts";
import { type SoapCall } from "./interceptors/interceptor.ts";
import { type ContentType, parseContentType } from "./mime/content-type.ts";
import { RelatedReader } from "./mime/related-reader.ts";
import { XopReferences } from "./mime/xop-references.ts";
import { type ItemSink } from "./schema/frames.ts";
import { within } from "./to-soap-error.ts";
import { type SoapResponse } from "./transport.ts";

/** An answer while it arrives. Its methods throw {@link SoapError}, and {@link SoapFault} for a fault. */
export interface ResponseReader {
  /** True when nothing that came so far refers to something that has not come. */
  readonly complete: boolean;
  push(chunk: Uint8Array): void;
  /** The value, without the items that went to a sink. */
  finish(): unknown;
}

/** Reads an answer to its end. */
export async function readResponse(plan: CallPlan, call: SoapCall, response: SoapResponse): Promise<unknown> {
  const reader = await openResponse(plan, call, response);
  const push = (chunk: Uint8Array): void => within("decode", () => reader.push(chunk));
  if (response.consume) await response.consume(push);
  else for await (const chunk of response.body) push(chunk);
  return within("decode", () => reader.finish());
}

/** Begins to read an answer; throws `unexpected_response` when it is not SOAP at all. */
export async function openResponse(
  plan: CallPlan,
  call: SoapCall,
  response: SoapResponse,
  items?: ItemSink,
): Promise<ResponseReader> {
  const type = response.headers.get("content-type") ?? "";
  if (isEnvelopeType(type)) return new EnvelopeResponse(plan, call, response.status, { items });
  if (/^multipart\/related[;\s]/i.test(type)) {
    return new RelatedResponse(plan, call, response.status, parseContentType(type), items);
  }
  if (call.operation.output === undefined) return new EmptyResponse(call, response.status, type);
  throw await unexpected(response, type);
}

/** What an envelope is read with besides the call. */
interface EnvelopeSinks {
  readonly items?: ItemSink | undefined;
  readonly xop?: XopReferences;
}

/** An answer that is an envelope and nothing else. */
class EnvelopeResponse implements ResponseReader {
  readonly complete = true;
  readonly #reader: EnvelopeReader;
  readonly #call: SoapCall;
  readonly #meta: MutableMeta;
  readonly #httpStatus: number;
  readonly #anyAnswer: boolean;
  readonly #opened = performance.now();
  /** A one-way operation was answered with an envelope that holds nothing. */
  #isEmpty = false;

  constructor(
    { plans, xmlLimits, anyAnswer }: CallPlan,
    call: SoapCall,
    httpStatus: number,
    { items, xop }: EnvelopeSinks,
  ) {
    this.#call = call;
    this.#anyAnswer = anyAnswer;
    this.#meta = call.meta;
    this.#meta.responseBytes = 0;
    this.#httpStatus = httpStatus;
    this.#reader = new EnvelopeReader(plans, {
      namespaces: "service",
      version: call.soapVersion,
      limits: xmlLimits,
      faults: call.operation.faults,
      entry: (namespace, name) => this.#entry(namespace, name),
      understands: (block) =>
        call.understood.some(({ namespace, name }) => name === block.name && namespace === block.namespace),
      ...(items === undefined ? {} : { items }),
      ...(xop === undefined ? {} : { xop }),
    });
  }

  #entry(namespace: string, name: string): BodyEntry | undefined {
    const { operation } = this.#call;
    const { output } = operation;
    if (output === undefined) {
      this.#isEmpty = name === "";
      return undefined;
    }
    const isIt = this.#anyAnswer || output.body === "parts" || isNamed(output, namespace, name);
    return isIt ? { operation, message: output } : undefined;
  }

  push(chunk: Uint8Array): void {
    this.#meta.responseBytes = (this.#meta.responseBytes ?? 0) + chunk.length;
    this.read(chunk);
  }

  read(chunk: Uint8Array): void {
    if (this.#isEmpty) return;
    try {
      this.#reader.push(chunk);
    } catch (error) {
      if (!this.#isEmpty) throw asAnswer(error);
    }
  }

  finish(): unknown {
    const meta = this.#meta;
    meta.bodyMs = performance.now() - this.#opened;
    const nothing = this.#call.operation.output === undefined && meta.responseBytes === 0;
    if (nothing || this.#isEmpty) return accepted(this.#httpStatus);
    const { value, unknownElements, soapHeaders, headerElements } = this.#finishEnvelope();
    if (this.#httpStatus !== 200) throw wrongStatus(this.#httpStatus);
    meta.unknownElements = unknownElements;
    meta.soapHeaders = soapHeaders;
    meta.headerElements = headerElements;
    return value;
  }

  #finishEnvelope(): EnvelopeContent {
    try {
      return this.#reader.finish();
    } catch (error) {
      if (error instanceof SoapFault && this.#reader.isFault) throw error.withHttpStatus(this.#httpStatus);
      throw asAnswer(error);
    }
  }
}

/** Some servers leave the namespace out. */
function isNamed(output: MessageDescriptor, namespace: string, name: string): boolean {
  return name === output.name && (namespace === output.namespace || namespace === "");
}

/** What a server must answer with a fault (a wrong envelope version) is, in an answer, only a wrong answer. */
function asAnswer(error: unknown): unknown {
  return error instanceof SoapFault ? new SoapError("decode", error.faultstring, { cause: error }) : error;
}

/** An answer with parts beside its envelope: MTOM, or SOAP Messages with Attachments. */
class RelatedResponse implements ResponseReader {
  readonly #envelope: EnvelopeResponse;
  readonly #parts: RelatedReader;
  readonly #references = new XopReferences();
  readonly #meta: MutableMeta;

  constructor(plan: CallPlan, call: SoapCall, httpStatus: number, type: ContentType, items?: ItemSink) {
    this.#meta = call.meta;
    this.#envelope = new EnvelopeResponse(plan, call, httpStatus, { items, xop: this.#references });
    const root = {
      start: (contentType: string): void => checkRoot(contentType),
      push: (bytes: Uint8Array): void => this.#envelope.read(bytes),
    };
    this.#parts = new RelatedReader(type, root, plan.mimeLimits);
  }

  get complete(): boolean {
    return this.#references.complete;
  }

  push(chunk: Uint8Array): void {
    this.#meta.responseBytes = (this.#meta.responseBytes ?? 0) + chunk.length;
    this.#parts.push(chunk);
    this.#references.settle(this.#parts.attachments);
  }

  finish(): unknown {
    this.#parts.finish();
    const value = this.#envelope.finish();
    this.#references.finish();
    this.#meta.attachments = this.#parts.attachments;
    return value;
  }
}

/** The answer to a one-way operation: nothing (WSDL 1.1 section 2.4.1, WS-I Basic Profile 1.1 R2714). */
class EmptyResponse implements ResponseReader {
  readonly complete = true;
  readonly #meta: MutableMeta;
  readonly #httpStatus: number;
  readonly #type: string;

  constructor({ meta }: SoapCall, httpStatus: number, type: string) {
    this.#meta = meta;
    this.#meta.responseBytes = 0;
    this.#httpStatus = httpStatus;
    this.#type = type;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length > 0) throw notSoap(this.#httpStatus, this.#type, chunk);
  }

  finish(): unknown {
    this.#meta.bodyMs = 0;
    return accepted(this.#httpStatus);
  }
}

function accepted(httpStatus: number): object {
  if (httpStatus === 200 || httpStatus === 202 || httpStatus === 204) return {};
  throw wrongStatus(httpStatus);
}

function wrongStatus(httpStatus: number): SoapError {
  return new SoapError("unexpected_response", `the answer came with HTTP status ${httpStatus}`, {
    context: { httpStatus },
  });
}

function checkRoot(contentType: string): void {
  if (isEnvelopeType(contentType)) return;
  const shown = excerptOf(Buffer.from(contentType), 60);
  throw new SoapError("decode", `the first part of the answer is no envelope, but of type ${shown}`);
}

/** A proxy's error page, an empty body, a login form: whatever it is, it is not SOAP. */
async function unexpected(response: SoapResponse, type: string): Promise<SoapError> {
  return notSoap(response.status, type, await readBeginning(response.body));
}

function notSoap(httpStatus: number, type: string, beginning: Uint8Array): SoapError {
  const excerpt = excerptOf(beginning);
  const what = type === "" ? "without a content type" : `of type ${excerptOf(Buffer.from(type), 60)}`;
  return new SoapError("unexpected_response", `the answer is not SOAP: HTTP status ${httpStatus}, ${what}`, {
    context: { httpStatus, excerpt },
  });
}
