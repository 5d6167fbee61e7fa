import {
  type Call,
  type CallOptions,
  placeError,
  readResponse,
  sendCall,
  type SoapCallPolicy,
} from "./call.ts";
import { type OperationDescriptor, type ServiceDescriptor } from "./descriptor.ts";
import { type FutureContext, SoapFuture } from "./future.ts";
import { createHttpTransport, fetchDocument, type HttpTransportOptions } from "./http-transport.ts";
import { repeatedPath } from "./schema/repeated-path.ts";
import { SoapStream, type StreamItem, type StreamOptions } from "./stream.ts";
import { type SoapTransport } from "./transport.ts";
import { parseWsdl } from "./wsdl/parse.ts";

/** The shape of generated service types: an input and an output for each operation. */
export type ServiceShape = { [operation: string]: { input: object; output: object } };

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

/** One method per operation, each of which starts a call and returns its items as a stream at once. */
export type StreamMethods<S> = {
  readonly [K in keyof S]: S[K] extends { input: object; output: object }
    ? Method<S[K], SoapStream<StreamItem<S[K]["output"]>>>
    : never;
};

export interface SoapClientBase<S> extends AsyncDisposable {
  readonly descriptor: ServiceDescriptor;
  /** Scheme, host, port and path of where calls go. */
  readonly endpoint: string;
  future(options?: CallOptions): FutureMethods<S>;
  /**
   * One method per operation, whose repeated elements are given one by one while the answer still arrives, in memory
   * that does not grow with their number. Throws `invalid_argument` at the call for an operation without any.
   */
  stream(options?: StreamOptions): StreamMethods<S>;
  /** Lets calls under way end, then closes the connections. */
  close(): Promise<void>;
}

/** A client of one endpoint. It does not change: everything about a call hangs on its future. */
export type SoapClient<S = ServiceShape> = SoapClientBase<S> & CallMethods<Omit<S, keyof SoapClientBase<S>>>;

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
  const callOf = (
    operation: OperationDescriptor,
    args: unknown,
    context: FutureContext,
    callOptions: CallOptions,
  ): Call => ({
    descriptor,
    transport,
    operation,
    args,
    context,
    callOptions,
    policy: options,
    readOnly: readOnly.has(operation.name),
  });
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const call = (
    operation: OperationDescriptor,
    args: unknown,
    callOptions: CallOptions,
  ): SoapFuture<unknown> =>
    new SoapFuture(operation.name, (context) => runCall(callOf(operation, args, context, callOptions)), {
      timeoutMs: callOptions.timeoutMs ?? timeoutMs,
      signal: callOptions.signal,
    });
  const stream = (
    operation: OperationDescriptor,
    args: unknown,
    { element, ...callOptions }: StreamOptions,
  ): SoapStream<unknown> =>
    new SoapStream(
      operation.name,
      (context) => callOf(operation, args, context, callOptions),
      repeatedPath(descriptor, operation, element),
      { headTimeoutMs: timeoutMs, timeoutMs: callOptions.timeoutMs, signal: callOptions.signal },
    );
  /** One method for each operation. */
  const methodsFor = <Result>(
    start: (operation: OperationDescriptor, args: unknown) => Result,
  ): Record<string, (args?: unknown) => Result> => {
    const methods = Object.create(null) as Record<string, (args?: unknown) => Result>;
    for (const operation of descriptor.operations) {
      methods[operation.name] = (args = {}) => start(operation, args);
    }
    return methods;
  };
  const client = Object.create(null) as Record<string | symbol, unknown>;
  const calls = methodsFor((operation, args) => call(operation, args, {}).get());
  for (const [name, method] of Object.entries(calls)) {
    // A client with a method `then` would be awaited for ever; such an operation is called through future().
    if (name !== "then") client[name] = method;
  }
  // Last, so that an operation called "future" or "close" does not take their place.
  const base: SoapClientBase<S> = {
    descriptor,
    endpoint: transport.endpoint,
    future: (callOptions = {}) =>
      methodsFor((operation, args) => call(operation, args, callOptions)) as unknown as FutureMethods<S>,
    stream: (streamOptions = {}) =>
      methodsFor((operation, args) => stream(operation, args, streamOptions)) as unknown as StreamMethods<S>,
    close: () => transport.close(),
    [Symbol.asyncDispose]: () => transport.close(),
  };
  return Object.freeze(Object.assign(client, base)) as unknown as SoapClient<S>;
}

async function runCall(call: Call): Promise<unknown> {
  try {
    return await readResponse(call, await sendCall(call));
  } catch (error) {
    throw placeError(call, error);
  }
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
