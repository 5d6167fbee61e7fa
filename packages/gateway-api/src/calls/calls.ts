import { type Cluster, type ClusterRun, type NamedNode, type RunOptions } from "@mailmux/cluster";
import { futureWithin, withinRun } from "@mailmux/cluster/soap";
import { type SoapClient, type SoapFuture } from "@mailmux/soap-future";
import { type OperationName, operationTraits } from "../catalogue/operations.ts";
import { GatewayApiError } from "../errors.ts";
import { type GatewayService } from "../generated/service.gen.ts";
import { commandOperations } from "./commands.ts";
import { configurationOperations } from "./configuration.ts";
import { fileOperations } from "./files.ts";
import { mailOperations } from "./mail.ts";
import { type PlainOperation } from "./operation.ts";
import { sessionOperations } from "./session.ts";
import { statisticsOperations } from "./statistics.ts";
import { given } from "./values.ts";

/** Every operation between plain values and the wire. One that is missing, or too many, does not compile. */
const operations = {
  ...sessionOperations,
  ...mailOperations,
  ...statisticsOperations,
  ...commandOperations,
  ...fileOperations,
  ...configurationOperations,
} satisfies { readonly [K in OperationName]: PlainOperation<K, never, unknown> };

type Operations = typeof operations;
type Arguments<K extends OperationName> = Parameters<Operations[K]["toInput"]>;
type Result<K extends OperationName> = ReturnType<Operations[K]["fromOutput"]>;

/** One method per operation of a node, in plain values. A call that fails, or could not be sent, rejects. */
export type GatewayCalls = {
  readonly [K in keyof GatewayService]: (...args: Arguments<K>) => Promise<Result<K>>;
};

/** The same over many nodes: each method asks all of them at once. What could not be sent throws at once. */
export type ClusterCalls = {
  readonly [K in keyof GatewayService]: (...args: Arguments<K>) => ClusterRun<Result<K>>;
};

/** An operation whose types are known where it is called and not here. */
interface AnyOperation {
  readonly name: OperationName;
  readonly toInput: (...args: readonly unknown[]) => object;
  readonly fromOutput: (output: unknown) => unknown;
}

type AnyMethods = Readonly<Record<string, ((input: object) => SoapFuture<unknown>) | undefined>>;

/** What holds for all calls of one `calls()`. */
export interface CallsOptions {
  /** Ends the calls that are under way. */
  readonly signal?: AbortSignal | undefined;
  /** Time limit of each call, in milliseconds. Default: the gateway's. */
  readonly timeoutMs?: number | undefined;
}

/** The calls of one node. */
export function createCalls(
  client: SoapClient<GatewayService>,
  { signal, timeoutMs }: CallsOptions = {},
): GatewayCalls {
  const wire = client.future(given({ signal, timeoutMs })) as unknown as AnyMethods;
  return methodsOf((operation, args) =>
    ask(wire, operation, () => operation.toInput(...args)),
  ) as GatewayCalls;
}

/** The calls of all nodes of a cluster. */
export function createClusterCalls(
  cluster: Cluster<GatewayService, NamedNode & { readonly client: SoapClient<GatewayService> }>,
  options: RunOptions = {},
): ClusterCalls {
  return methodsOf((operation, args) => {
    const input = operation.toInput(...args);
    const effect = operationTraits[operation.name].repeatable ? "none" : "change";
    return cluster.run(
      async ({ client }, context) => {
        const wire = futureWithin(client, context) as unknown as AnyMethods;
        const future = startOf(wire, operation)(input);
        return operation.fromOutput(await withinRun(future, context));
      },
      { effect, ...options },
    );
  }) as ClusterCalls;
}

async function ask(wire: AnyMethods, operation: AnyOperation, toInput: () => object): Promise<unknown> {
  return operation.fromOutput(await startOf(wire, operation)(toInput()).get());
}

function startOf(wire: AnyMethods, { name }: AnyOperation): (input: object) => SoapFuture<unknown> {
  const method = wire[name];
  if (method === undefined) throw new GatewayApiError("invalid_argument", `there is no operation ${name}`);
  return method;
}

function methodsOf(call: (operation: AnyOperation, args: readonly unknown[]) => unknown): unknown {
  const list: readonly unknown[] = Object.values(operations);
  return Object.freeze(
    Object.fromEntries(
      (list as readonly AnyOperation[]).map((operation) => [
        operation.name,
        (...args: readonly unknown[]) => call(operation, args),
      ]),
    ),
  );
}
