import { type OperationDescriptor, type ServiceDescriptor } from "./descriptor.ts";
import { buildEnvelope } from "./envelope/build.ts";
import { EnvelopeReader } from "./envelope/read.ts";
import { SoapError, SoapFault } from "./errors.ts";
import { excerptOf, readBeginning } from "./excerpt.ts";
import { type FutureContext, SoapFuture } from "./future.ts";
import { createHttpTransport, fetchDocument, type HttpTransportOptions } from "./http-transport.ts";
import { type SoapResponse, type SoapTransport } from "./transport.ts";
import { parseWsdl } from "./wsdl/parse.ts";
import { type XmlLimits } from "./xml/limits.ts";

/** The shape of generated service types: an input and an output for each operation. */
export type ServiceShape = { [operation: string]: { input: object; output: object } };

/** Options of one call, or of all calls made through one `future()`. */
export interface CallOptions {
  /** The whole call, in milliseconds. Default: the client's. */
  timeoutMs?: number;
  signal?: AbortSignal;
  headers?: Readonly<Record<string, string>>;
}

type Method<O extends { input: object; output: object }, Result> = object extends O["input"]
  ? (args?: O["input"]) => Result
  : (args: O["input"]) => Result;

/** One method per operation, each of which starts a call and returns its future at once. */
export type FutureMethods<S> = {
  readonly [K in keyof S]: S[K] extends { input: object; output: object }
    ? Method<S[K], SoapFuture<S[K]["output"]>>
    : never;
};

/** One method per operation, each of which returns a promise of the result. */
export type CallMethods<S> = {
  readonly [K in keyof S]: S[K] extends { input: object; output: object }
    ? Method<S[K], Promise<S[K]["output"]>>
    : never;
};

export interface SoapClientBase<S> extends AsyncDisposable {
  readonly descriptor: ServiceDescriptor;
  /** Scheme, host, port and path of where calls go. */
  readonly endpoint: string;
  future(options?: CallOptions): FutureMethods<S>;
  /** Lets calls under way end, then closes the connections. */
  close(): Promise<void>;
}

/** A client of one endpoint. It does not change: everything about a call hangs on its future. */
export type SoapClient<S = ServiceShape> = SoapClientBase<S> & CallMethods<Omit<S, keyof SoapClientBase<S>>>;

export interface SoapCallPolicy {
  /** Default time limit of a call, in milliseconds. Default 30,000. */
  timeoutMs?: number;
  /** Operations that only read: repeated once on a kept connection that turns out dead. */
  readOnly?: readonly string[];
  xmlLimits?: Partial<XmlLimits>;
}

export type SoapClientOptions = SoapCallPolicy & { descriptor: ServiceDescriptor } & (
    | ({ transport: SoapTransport; endpoint?: undefined } & Partial<
        Record<keyof Omit<HttpTransportOptions, "endpoint">, undefined>
      >)
    | ({ transport?: undefined } & HttpTransportOptions)
  );

const defaultTimeoutMs = 30_000;

/** Makes a client from a descriptor. `S` is a type made by `generateTypes`. */
export function createSoapClient<S = ServiceShape>(options: SoapClientOptions): SoapClient<S> {
  const { descriptor } = options;
  const transport = options.transport ?? createHttpTransport(options);
  const readOnly = new Set(options.readOnly ?? []);
  const call = (
    operation: OperationDescriptor,
    args: unknown,
    callOptions: CallOptions,
  ): SoapFuture<unknown> =>
    new SoapFuture(
      operation.name,
      (context) =>
        runCall({
          descriptor,
          transport,
          operation,
          args,
          context,
          callOptions,
          policy: options,
          readOnly: readOnly.has(operation.name),
        }),
      {
        timeoutMs: callOptions.timeoutMs ?? options.timeoutMs ?? defaultTimeoutMs,
        signal: callOptions.signal,
      },
    );
  const methodsFor = (callOptions: CallOptions): Record<string, (args?: unknown) => SoapFuture<unknown>> => {
    const methods = Object.create(null) as Record<string, (args?: unknown) => SoapFuture<unknown>>;
    for (const operation of descriptor.operations) {
      methods[operation.name] = (args = {}) => call(operation, args, callOptions);
    }
    return methods;
  };
  const client = Object.create(null) as Record<string | symbol, unknown>;
  for (const [name, method] of Object.entries(methodsFor({}))) {
    // A client with a method `then` would be awaited for ever; such an operation is called through future().
    if (name !== "then") client[name] = (args?: unknown) => method(args).get();
  }
  // Last, so that an operation called "future" or "close" does not take their place.
  const base: SoapClientBase<S> = {
    descriptor,
    endpoint: transport.endpoint,
    future: (callOptions = {}) => methodsFor(callOptions) as unknown as FutureMethods<S>,
    close: () => transport.close(),
    [Symbol.asyncDispose]: () => transport.close(),
  };
  return Object.freeze(Object.assign(client, base)) as unknown as SoapClient<S>;
}

interface Call {
  readonly descriptor: ServiceDescriptor;
  readonly transport: SoapTransport;
  readonly operation: OperationDescriptor;
  readonly args: unknown;
  readonly context: FutureContext;
  readonly callOptions: CallOptions;
  readonly policy: SoapCallPolicy;
  readonly readOnly: boolean;
}

async function runCall(call: Call): Promise<unknown> {
  const { operation, transport } = call;
  const place = { operation: operation.name, endpoint: transport.endpoint };
  try {
    return await exchange(call);
  } catch (error) {
    if (error instanceof SoapError) throw error.withContext(place);
    const detail = error instanceof Error ? error.message : String(error);
    throw new SoapError("transport", detail, { cause: error, context: place });
  }
}

async function exchange(call: Call): Promise<unknown> {
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
  return readResponse(call, response);
}

async function readResponse(
  { descriptor, operation, context, policy }: Call,
  response: SoapResponse,
): Promise<unknown> {
  const type = response.header("content-type") ?? "";
  if (!/^(?:text|application)\/(?:[a-z0-9.+-]+\+)?xml(?:[;\s]|$)/i.test(type))
    throw await unexpected(response, type);
  const { output } = operation;
  const reader = new EnvelopeReader(descriptor, {
    namespaces: "service",
    entry: (namespace, name) =>
      name === output.name && (namespace === output.namespace || namespace === "")
        ? { operation, wrapper: output }
        : undefined,
    ...(policy.xmlLimits === undefined ? {} : { limits: policy.xmlLimits }),
  });
  try {
    for await (const chunk of response.body) pushResponse(reader, chunk);
    const { value, unknownElements } = reader.finish();
    if (response.status !== 200) {
      throw new SoapError("unexpected_response", `the answer came with HTTP status ${response.status}`, {
        context: { httpStatus: response.status },
      });
    }
    context.meta.unknownElements = unknownElements;
    return value;
  } catch (error) {
    if (!(error instanceof SoapFault)) throw error;
    const { faultcode, faultstring, faultactor, detail } = error;
    throw new SoapFault({ faultcode, faultstring, faultactor, detail, httpStatus: response.status });
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

export type FromWsdlOptions = SoapCallPolicy &
  Omit<HttpTransportOptions, "endpoint"> & {
    /** Where the calls go. Default: the URL of the WSDL without its query; never the address that the WSDL names. */
    endpoint?: string | URL;
  };

/** Ways to make a client. */
export const SoapClient = {
  /** Fetches a WSDL, verifying the server as for calls, and makes a client of the service that it describes. */
  async fromWsdl<S = ServiceShape>(
    url: string | URL,
    { endpoint, ...options }: FromWsdlOptions = {},
  ): Promise<SoapClient<S>> {
    const descriptor = parseWsdl(
      await fetchDocument({ deadlineMs: options.timeoutMs ?? defaultTimeoutMs, ...options, endpoint: url }),
    );
    const target = new URL(endpoint ?? url);
    if (endpoint === undefined) target.search = "";
    return createSoapClient<S>({ ...options, descriptor, endpoint: target });
  },
} as const;
