import { type CallOptions, type CallPlan, type SoapCallPolicy } from "./call-options.ts";
import { type OperationDescriptor, type ServiceDescriptor, type SoapVersion } from "./descriptor.ts";
import { type EncodedDecoder } from "./encoded/decode.ts";
import { SoapError } from "./errors.ts";
import { type SoapFuture } from "./future.ts";
import { createHttpTransport, type HttpTransportOptions } from "./http-transport.ts";
import { DecodePlans } from "./schema/decode-plan.ts";
import { decodeSchemalessAnswer } from "./schemaless/decode.ts";
import { encodeSchemalessCall, type SchemalessArguments } from "./schemaless/encode.ts";
import { createStarters, planOf } from "./start-call.ts";
import { type SoapTransport } from "./transport.ts";

/** A client of a service without a WSDL, as PHP's `{location, uri}`: rpc/encoded, values typed by what they are. */
export type SchemalessClientOptions = Omit<SoapCallPolicy, "mtom"> & {
  /** The namespace of the service. */
  uri: string;
  /** Default 1.1. */
  soapVersion?: SoapVersion;
  /** What SOAPAction says of an operation. Default `uri#operation`, as PHP sends it. */
  soapAction?: (operation: string) => string;
} & (
    | ({ transport: SoapTransport; location?: undefined } & Partial<
        Record<keyof Omit<HttpTransportOptions, "endpoint">, undefined>
      >)
    | ({
        transport?: undefined;
        /** Where the calls go. Credentials in it are refused: use `auth`. */
        location: string | URL;
      } & Omit<HttpTransportOptions, "endpoint">)
  );

/**
 * Any name is an operation. Its arguments are an object by names or an array in their order; its result is the only
 * value of the answer, or an object of several.
 */
export type SchemalessMethods = Readonly<Record<string, (args?: SchemalessArguments) => SoapFuture<unknown>>>;

export interface SchemalessClient extends AsyncDisposable {
  readonly endpoint: string;
  future(options?: CallOptions): SchemalessMethods;
  /** The same for a name that is a value, `then` included: a promise of the result. */
  call(operation: string, args?: SchemalessArguments, options?: CallOptions): Promise<unknown>;
  /** Lets calls under way end, then closes the connections. */
  close(): Promise<void>;
}

export function createSchemalessClient(options: SchemalessClientOptions): SchemalessClient {
  const { uri, soapVersion = "1.1", soapAction = (name) => `${uri}#${name}` } = options;
  const transport =
    options.transport === undefined
      ? createHttpTransport({ ...options, endpoint: options.location })
      : options.transport;
  const { startFuture } = createStarters(schemalessPlan(uri, soapVersion, transport, options), options);
  const start = (
    name: string,
    args: SchemalessArguments = {},
    callOptions: CallOptions = {},
    callee?: (...args: never) => unknown,
  ): SoapFuture<unknown> => startFuture(operationOf(uri, name, soapAction(name)), args, callOptions, callee);
  const client: SchemalessClient = {
    endpoint: transport.endpoint,
    future: (callOptions) =>
      new Proxy(Object.create(null) as SchemalessMethods, {
        get(_, name) {
          // What has a method `then` would be awaited for ever.
          if (typeof name !== "string" || name === "then") return undefined;
          const method = (args?: SchemalessArguments): SoapFuture<unknown> =>
            start(name, args, callOptions, method);
          return method;
        },
      }),
    call: (name, args, callOptions) => start(name, args, callOptions, client.call).get(),
    close: () => transport.close(),
    [Symbol.asyncDispose]: () => transport.close(),
  };
  return Object.freeze(client);
}

function schemalessPlan(
  uri: string,
  soapVersion: SoapVersion,
  transport: SoapTransport,
  policy: SoapCallPolicy,
): CallPlan {
  const descriptor: ServiceDescriptor = {
    name: "",
    targetNamespace: uri,
    port: "",
    soapVersion,
    operations: [],
    types: [],
    simpleTypes: [],
  };
  return {
    ...planOf(descriptor, transport, policy),
    anyAnswer: true,
    plans: new SchemalessPlans(descriptor),
    encode: ({ operation: { name }, args, soapVersion: version, soapHeaders, headerElements }) => {
      if (Object.keys(soapHeaders).length > 0)
        throw new SoapError("encode", "without a WSDL no headers are declared: use headerElements");
      return encodeSchemalessCall(uri, name, args as SchemalessArguments, {
        soapVersion: version,
        headerElements,
      });
    },
  };
}

/** Reads every encoded message by what it says itself. */
class SchemalessPlans extends DecodePlans {
  override get encoded(): EncodedDecoder {
    return (_, elements) => ({
      value: decodeSchemalessAnswer(elements).result as Record<string, unknown>,
      unknownElements: [],
    });
  }
}

function operationOf(uri: string, name: string, soapAction: string): OperationDescriptor {
  const message = { body: "rpc", use: "encoded", namespace: uri, type: 0, headers: [] } as const;
  return {
    name,
    soapAction,
    input: { ...message, name },
    output: { ...message, name: `${name}Response` },
    faults: [],
  };
}
