import {
  type FutureMethods,
  type ServiceDescriptor,
  type ServiceShape,
  type SoapClient,
  SoapError,
  SoapFault,
  type SoapFuture,
} from "@mailmux/soap-future";
import { type Cluster, type ClusterOptions, createCluster } from "./cluster.ts";
import { type HealthOptions } from "./health/node-health.ts";
import { readFailure, type ReadFailure } from "./run/failure-facts.ts";
import { type NamedNode, type OperationContext } from "./run/operation.ts";

/** A node that is asked over SOAP. */
export interface SoapNode<S> extends NamedNode {
  readonly client: SoapClient<S>;
}

export interface SoapClusterOptions<S, N extends SoapNode<S>> extends Omit<
  ClusterOptions<N>,
  "operations" | "effectOf" | "call"
> {
  readonly nodes: readonly N[];
  /** What all nodes speak. */
  readonly descriptor: ServiceDescriptor;
  /**
   * Operations that change nothing; all others are then taken to change something, are never sent twice, and may end as
   * `unknown`. Default: nothing is known of any.
   */
  readonly readOnly?: readonly string[];
  readonly health?: boolean | HealthOptions<N> | undefined;
}

/** The run's own limit decides, and its signal ends the call; the longest time a timer can take is never reached. */
const noTimeoutMs = 0x7fffffff;

/** The methods of a client within a run: its signal ends them, and it learns whether their requests may have arrived. */
export function futureWithin<S>(
  client: SoapClient<S>,
  { signal, connectTimeoutMs }: Pick<OperationContext, "signal" | "connectTimeoutMs">,
): FutureMethods<S> {
  return client.future({ signal, timeoutMs: noTimeoutMs, connectTimeoutMs });
}

/** The value of a future that was made with {@link futureWithin}. */
export function withinRun<T>(future: SoapFuture<T>, { reportArrival }: OperationContext): Promise<T> {
  reportArrival(() => future.meta.mayHaveArrived);
  return future.get();
}

type AnyMethods = Readonly<Record<string, (args: unknown) => SoapFuture<unknown>>>;

/** A cluster whose operations are those of a SOAP service: `cluster.future().getVersion()` asks every node. */
export function createSoapCluster<S = ServiceShape, N extends SoapNode<S> = SoapNode<S>>({
  descriptor,
  readOnly,
  ...options
}: SoapClusterOptions<S, N>): Cluster<S, N> {
  const reads = readOnly === undefined ? undefined : new Set(readOnly);
  return createCluster<S, N>({
    readFailure: readSoapFailure,
    ...options,
    operations: descriptor.operations.map((operation) => operation.name),
    ...(reads === undefined ? {} : { effectOf: (name: string) => (reads.has(name) ? "none" : "change") }),
    call: (node, operation, args, context) => {
      // What is thrown before there is a future was never sent.
      context.reportArrival(() => false);
      const methods = futureWithin(node.client, context) as unknown as AnyMethods;
      const method = methods[operation];
      if (!method) return Promise.reject(new Error(`the node has no operation ${operation}`));
      return withinRun(method(args), context);
    },
  });
}

/**
 * A fault is an answer (SOAP 1.1 section 4.4), and so is a refusal of HTTP (RFC 9110 section 15.5): the node says itself that
 * it has not done it.
 */
export const readSoapFailure: ReadFailure = (error) => {
  const refused =
    error instanceof SoapError && error.code === "unexpected_response" && isRefusal(error.context.httpStatus);
  if (refused || error instanceof SoapFault) {
    return { request: "answered", diedBeforeAnswer: false, unreachable: false };
  }
  return readFailure(error);
};

/** 408 is said by servers that waited for a request whose end never came. */
function isRefusal(status = 0): boolean {
  return status >= 400 && status < 500 && status !== 408;
}
