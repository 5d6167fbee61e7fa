import { carryOut } from "./call.ts";
import { type CallOptions, type CallPlan, type SoapCallPolicy } from "./call-options.ts";
import { type OperationDescriptor, type ServiceDescriptor } from "./descriptor.ts";
import { SoapError } from "./errors.ts";
import { fetchWsdl, type FetchWsdlOptions } from "./fetch-wsdl.ts";
import { type FutureContext, SoapFuture } from "./future.ts";
import { createHttpTransport, type HttpTransportOptions } from "./http-transport.ts";
import { intercept, type SoapCall } from "./interceptors/interceptor.ts";
import { methodTable, type Start } from "./method-table.ts";
import { defaultMimeLimits } from "./mime/limits.ts";
import { DecodePlans } from "./schema/decode-plan.ts";
import { createEncoder } from "./schema/encode.ts";
import { repeatedPath } from "./schema/repeated-path.ts";
import { SoapStream, type StreamItem, type StreamOptions } from "./stream.ts";
import { deadlineOf } from "./time-limits.ts";
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

const defaultTimeoutMs = 30_000;
const defaultMtomBytes = 1024;

/** Makes a client from a descriptor. `S` is a type made by `generateTypes`. */
export function createSoapClient<S = ServiceShape>(options: SoapClientOptions): SoapClient<S> {
  const { descriptor, interceptors = [], timeoutMs = defaultTimeoutMs } = options;
  const transport = options.transport ?? createHttpTransport(options);
  const plan = planOf(options, transport);
  const send = intercept(interceptors, (call) => carryOut(plan, call));
  const readOnly = new Set(options.readOnly ?? []);
  const callOf = (
    operation: OperationDescriptor,
    args: unknown,
    options: CallOptions,
    context: FutureContext,
    items: readonly string[] | undefined,
  ): SoapCall => ({
    operation,
    soapAction: operation.soapAction,
    endpoint: transport.endpoint,
    soapVersion: descriptor.soapVersion,
    args,
    headers: options.headers ?? {},
    soapHeaders: options.soapHeaders ?? {},
    headerElements: options.headerElements ?? [],
    understood: [],
    attachments: options.attachments ?? [],
    readOnly: readOnly.has(operation.name),
    items,
    deadline: endOf(options, timeoutMs, context),
    signal: context.signal,
    meta: context.meta,
  });
  const startFuture: Start<CallOptions, SoapFuture<unknown>> = (operation, args, options, callee) =>
    new SoapFuture(
      operation.name,
      async (context) => {
        const reply = await send(callOf(operation, args, options, context, undefined));
        if (reply.kind === "value") return reply.value;
        throw new SoapError("invalid_argument", "an interceptor answered a future with items");
      },
      {
        timeoutMs: options.timeoutMs ?? (options.deadline === undefined ? timeoutMs : undefined),
        deadline: options.deadline,
        signal: options.signal,
        callee,
      },
    );
  const startStream: Start<StreamOptions, SoapStream<unknown>> = (operation, args, options) => {
    const path = repeatedPath(descriptor, operation, options.element);
    return new SoapStream(
      operation.name,
      (context) => send(callOf(operation, args, options, context, path)),
      { headTimeoutMs: timeoutMs, whole: options, signal: options.signal },
    );
  };
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

function planOf(options: SoapClientOptions, transport: SoapTransport): CallPlan {
  const { descriptor, xmlLimits = {}, mimeLimits, mtom = false } = options;
  const mtomBytes = mtom === true ? defaultMtomBytes : mtom === false ? undefined : mtom.thresholdBytes;
  return {
    descriptor,
    plans: new DecodePlans(descriptor),
    encoder: createEncoder(descriptor),
    transport,
    xmlLimits,
    mimeLimits: { ...defaultMimeLimits, ...mimeLimits },
    mtomBytes,
  };
}

/** When a call ends at the latest; of a stream without a limit of its own, only its beginning is limited. */
function endOf(options: CallOptions, usualMs: number, { meta }: FutureContext): number {
  const deadline = deadlineOf(options);
  const timeoutMs = options.timeoutMs ?? (deadline === undefined ? usualMs : Infinity);
  return Math.min(meta.startedAt + timeoutMs, deadline ?? Infinity);
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
