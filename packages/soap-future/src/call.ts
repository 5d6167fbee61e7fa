import { type OperationDescriptor, type ServiceDescriptor } from "./descriptor.ts";
import { buildEnvelope } from "./envelope/build.ts";
import { EnvelopeReader } from "./envelope/read.ts";
import { SoapError, SoapFault } from "./errors.ts";
import { excerptOf, readBeginning } from "./excerpt.ts";
import { type FutureContext } from "./future.ts";
import { type ItemSink } from "./schema/decode.ts";
import { type SoapResponse, type SoapTransport } from "./transport.ts";
import { type XmlLimits } from "./xml/limits.ts";

/** Options of one call, or of all calls made through one `future()`. */
export interface CallOptions {
  /** The whole call, in milliseconds. Default: the client's. */
  timeoutMs?: number;
  signal?: AbortSignal;
  headers?: Readonly<Record<string, string>>;
}

export interface SoapCallPolicy {
  /** Default time limit of a call, in milliseconds. Default 30,000. */
  timeoutMs?: number;
  /** Operations that only read: repeated once on a kept connection that turns out dead. */
  readOnly?: readonly string[];
  xmlLimits?: Partial<XmlLimits>;
}

/** One call: what it asks, and how. */
export interface Call {
  readonly descriptor: ServiceDescriptor;
  readonly transport: SoapTransport;
  readonly operation: OperationDescriptor;
  readonly args: unknown;
  readonly context: FutureContext;
  readonly callOptions: CallOptions;
  readonly policy: SoapCallPolicy;
  readonly readOnly: boolean;
}

/** Sends the request; resolves when the head of the answer has come. */
export async function sendCall(call: Call): Promise<SoapResponse> {
  const { descriptor, transport, operation, args, context, callOptions, readOnly } = call;
  const body = buildEnvelope(descriptor, operation.input, args);
  const started = performance.now();
  const sending = transport.send({
    headers: {
      "Content-Type": "text/xml; charset=utf-8",
      SOAPAction: `"${operation.soapAction}"`,
      ...callOptions.headers,
    },
    body,
    idempotent: readOnly,
    signal: context.signal,
  });
  context.sent();
  const response = await sending;
  context.meta.headersMs = performance.now() - started;
  context.meta.httpStatus = response.status;
  return response;
}

/** Says of an error which call it is of. */
export function placeError({ operation, transport }: Call, error: unknown): SoapError {
  const place = { operation: operation.name, endpoint: transport.endpoint };
  if (error instanceof SoapError) return error.withContext(place);
  const detail = error instanceof Error ? error.message : String(error);
  return new SoapError("transport", detail, { cause: error, context: place });
}

/** Reads the answer to its end. */
export async function readResponse(call: Call, response: SoapResponse): Promise<unknown> {
  const reader = await openResponse(call, response);
  if (response.consume) await response.consume((bytes) => reader.push(bytes));
  else for await (const chunk of response.body) reader.push(chunk);
  return reader.finish();
}

/** An answer while it arrives. Both methods throw {@link SoapError}, and {@link SoapFault} for a fault. */
export interface ResponseReader {
  push(chunk: Uint8Array): void;
  /** The value, without the items that went to a sink. */
  finish(): unknown;
}

/** Begins to read an answer; throws `unexpected_response` when it is not SOAP at all. */
export async function openResponse(
  { descriptor, operation, context, policy }: Call,
  response: SoapResponse,
  items?: ItemSink,
): Promise<ResponseReader> {
  const type = response.header("content-type") ?? "";
  if (!/^(?:text|application)\/(?:[a-z0-9.+-]+\+)?xml(?:[;\s]|$)/i.test(type))
    throw await unexpected(response, type);
  const { output } = operation;
  const reader = new EnvelopeReader(descriptor, {
    namespaces: "service",
    entry: (namespace, name) =>
      output !== undefined && name === output.name && (namespace === output.namespace || namespace === "")
        ? { operation, wrapper: output }
        : undefined,
    ...(policy.xmlLimits === undefined ? {} : { limits: policy.xmlLimits }),
    ...(items === undefined ? {} : { items }),
  });
  const httpStatus = response.status;
  return {
    push: (chunk) => pushResponse(reader, chunk),
    finish() {
      const { value, unknownElements } = finishResponse(reader, httpStatus);
      if (httpStatus !== 200) {
        throw new SoapError("unexpected_response", `the answer came with HTTP status ${httpStatus}`, {
          context: { httpStatus },
        });
      }
      context.meta.unknownElements = unknownElements;
      return value;
    },
  };
}

function finishResponse(reader: EnvelopeReader, httpStatus: number): ReturnType<EnvelopeReader["finish"]> {
  try {
    return reader.finish();
  } catch (error) {
    if (!(error instanceof SoapFault)) throw error;
    const { faultcode, faultstring, faultactor, detail } = error;
    throw new SoapFault({ faultcode, faultstring, faultactor, detail, httpStatus });
  }
}

/** What a server must answer with a fault (a wrong envelope version) is, in an answer, only a wrong answer. */
function pushResponse(reader: EnvelopeReader, chunk: Uint8Array): void {
  try {
    reader.push(chunk);
  } catch (error) {
    throw error instanceof SoapFault ? new SoapError("decode", error.faultstring, { cause: error }) : error;
  }
}

/** A proxy's error page, an empty body, a login form: whatever it is, it is not SOAP. */
async function unexpected(response: SoapResponse, type: string): Promise<SoapError> {
  const excerpt = excerptOf(await readBeginning(response.body));
  const what = type === "" ? "without a content type" : `of type ${excerptOf(Buffer.from(type), 60)}`;
  return new SoapError(
    "unexpected_response",
    `the answer is not SOAP: HTTP status ${response.status}, ${what}`,
    {
      context: { httpStatus: response.status, excerpt },
    },
  );
}
