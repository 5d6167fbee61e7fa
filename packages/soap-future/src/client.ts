import { type CallOptions, type SoapCallPolicy } from "./call-options.ts";
import { type ServiceDescriptor } from "./descriptor.ts";
import { fetchWsdl, type FetchWsdlOptions } from "./fetch-wsdl.ts";
import { type SoapFuture } from "./future.ts";
import { createHttpTransport, type HttpTransportOptions } from "./http-transport.ts";
import { methodTable, type Start } from "./method-table.ts";
import {
  createSchemalessClient,
  type SchemalessClient,
  type SchemalessClientOptions,
} from "./schemaless-client.ts";
import { createStarters, planOf } from "./start-call.ts";
import { type SoapStream, type StreamItem, type StreamOptions } from "./stream.ts";
import { type SoapTransport } from "./transport.ts";
import { describeBundle } from "./wsdl/parse.ts";
import { type PortSelection } from "./wsdl/ports.ts";

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

/** Makes a client from a descriptor. `S` is a type made by `generateTypes`. */
export function createSoapClient<S = ServiceShape>(options: SoapClientOptions): SoapClient<S>;
/** Makes a client of a service that has no WSDL: its operations are whatever is called. */
export function createSoapClient(options: SchemalessClientOptions): SchemalessClient;
export function createSoapClient(options: SoapClientOptions | SchemalessClientOptions): unknown {
  return "uri" in options ? createSchemalessClient(options) : createTypedClient(options);
}

function createTypedClient<S>(options: SoapClientOptions): SoapClient<S> {
  const { descriptor } = options;
  const transport = options.transport ?? createHttpTransport(options);
  const { startFuture, startStream } = createStarters(planOf(descriptor, transport, options), options);
  const futures = methodTable(descriptor.operations, startFuture);
  const streams = methodTable(descriptor.operations, startStream);
  const usual = { futures: futures({}), streams: streams({}) };
  // Last, so that an operation called "future" or "close" does not take their place.
  const base: SoapClientBase<S> = {
    descriptor,
    endpoint: transport.endpoint,
    future: (options) => (options === undefined ? usual.futures : futures(options)) as FutureMethods<S>,
    stream: (options) => (options === undefined ? usual.streams : streams(options)) as StreamMethods<S>,
    close: () => transport.close(),
    [Symbol.asyncDispose]: () => transport.close(),
  };
  const client = Object.assign(callMethods(descriptor, startFuture), base);
  return Object.freeze(client) as unknown as SoapClient<S>;
}

/** A method of the client itself for each operation, which gives a promise. */
function callMethods(
  { operations }: ServiceDescriptor,
  start: Start<CallOptions, SoapFuture<unknown>>,
): Record<string | symbol, unknown> {
  const methods = Object.create(null) as Record<string, unknown>;
  for (const operation of operations) {
    // A client with a method `then` would be awaited for ever; such an operation is called through future().
    if (operation.name === "then") continue;
    const method = (args: unknown = {}): Promise<unknown> => start(operation, args, {}, method).get();
    methods[operation.name] = method;
  }
  return methods;
}

export type FromWsdlOptions = SoapCallPolicy &
  PortSelection &
  FetchWsdlOptions & {
    /** Where the calls go. Default: the URL of the WSDL without its query; never the address that the WSDL names. */
    endpoint?: string | URL;
  };

/** Ways to make a client. */
export const SoapClient = {
  /**
   * Fetches a WSDL and what it imports from the same origin, verifying the server as for calls, and makes a client of one
   * of its ports: the one that `service` and `port` name. Loading as a whole has `timeoutMs`.
   */
  async fromWsdl<S = ServiceShape>(
    url: string | URL,
    { endpoint, service, port, wsdlLimits = {}, loader, ...options }: FromWsdlOptions = {},
  ): Promise<SoapClient<S>> {
    const bundle = await fetchWsdl(url, { ...options, wsdlLimits, ...(loader && { loader }) });
    const target = new URL(endpoint ?? url);
    if (endpoint === undefined) target.search = "";
    return createSoapClient<S>({
      ...options,
      descriptor: describeBundle(bundle, { service, port }),
      endpoint: target,
    });
  },
} as const;
