import {
  type ServiceDescriptor,
  type ServiceShape,
  type SoapClient,
  type SoapFuture,
} from "@mailmux/soap-future";
import { type Cluster, createCluster } from "./cluster.ts";
import { type NamedNode, type RunOptions } from "./run.ts";

/** A node that is asked over SOAP. */
export interface SoapNode<S> extends NamedNode {
  readonly client: SoapClient<S>;
}

export interface SoapClusterOptions<S, N extends SoapNode<S>> extends Omit<RunOptions, "signal"> {
  readonly nodes: readonly N[];
  /** What all nodes speak. */
  readonly descriptor: ServiceDescriptor;
}

/** The run's own limit decides, and its signal ends the call; the longest time a timer can take is never reached. */
const noTimeoutMs = 0x7fffffff;

type AnyMethods = Readonly<Record<string, (args: unknown) => SoapFuture<unknown>>>;

/** A cluster whose operations are those of a SOAP service: `cluster.future().getVersion()` asks every node. */
export function createSoapCluster<S = ServiceShape, N extends SoapNode<S> = SoapNode<S>>({
  descriptor,
  ...options
}: SoapClusterOptions<S, N>): Cluster<S, N> {
  return createCluster<S, N>({
    ...options,
    operations: descriptor.operations.map((operation) => operation.name),
    call: (node, operation, args, { signal }) => {
      const methods = node.client.future({ signal, timeoutMs: noTimeoutMs }) as unknown as AnyMethods;
      const method = methods[operation];
      if (!method) return Promise.reject(new Error(`the node has no operation ${operation}`));
      return method(args).get();
    },
  });
}
