import { createSoapClient, type SoapClient } from "@mailmux/soap-future";
import { type CallsOptions, createCalls, type GatewayCalls } from "../calls/calls.ts";
import { type OperationName, operationNames, operationTraits } from "../catalogue/operations.ts";
import { type Credentials } from "../config/credentials.ts";
import { type GatewayNodeConfig } from "../config/resolve.ts";
import { GatewayApiError } from "../errors.ts";
import { gatewayDescriptor } from "../generated/descriptor.gen.ts";
import { type GatewayService } from "../generated/service.gen.ts";

/** Operations that change nothing: they may be repeated when a kept connection turns out dead. */
export const readOnlyOperations: readonly OperationName[] = operationNames.filter(
  (name) => operationTraits[name].repeatable,
);

export interface GatewayOptions {
  /** Who logs in; default: as the configuration says. */
  readonly credentials?: Credentials;
  /** Name lookup, TCP and TLS together, in milliseconds. Default 10,000. */
  readonly connectTimeoutMs?: number;
  /** Time limit of a call, in milliseconds. Default 30,000. */
  readonly timeoutMs?: number;
  /** Connections to the node at the same time. Default 4. */
  readonly maxConnections?: number;
}

/** One gateway node with a typed client. */
export interface Gateway extends AsyncDisposable {
  readonly name: string;
  /** Host and port, for people. */
  readonly address: string;
  readonly client: SoapClient<GatewayService>;
  /** The operations in plain values: what the wire has as base64, pairs, lists and 64-bit numbers is none of it there. */
  calls(options?: CallsOptions): GatewayCalls;
  /** Lets calls under way end, then closes the connections. */
  close(): Promise<void>;
}

/** Makes a client of one node. Throws `no_password` when it is not known who logs in, `invalid_argument` for a bad pin. */
export function createGateway(node: GatewayNodeConfig, options: GatewayOptions = {}): Gateway {
  const credentials = options.credentials ?? node.credentials;
  if (!credentials) {
    // The node is in the context: whoever shows a row of it has named it already.
    const what =
      node.username === undefined ? "no user name and password are" : `no password of ${node.username} is`;
    throw new GatewayApiError("no_password", `${what} configured`, {
      context: { node: node.name },
    });
  }
  const client = createSoapClient<GatewayService>({
    descriptor: gatewayDescriptor,
    endpoint: node.endpoint,
    tls: node.tls,
    auth: { username: credentials.username, password: credentials.reveal() },
    allowPlaintextAuth: node.allowPlaintextAuth,
    maxConnections: options.maxConnections ?? 4,
    readOnly: readOnlyOperations,
    ...(options.connectTimeoutMs === undefined ? {} : { connectTimeoutMs: options.connectTimeoutMs }),
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  });
  return gatewayOf(node, client);
}

/** A gateway from its client. */
export function gatewayOf(
  { name, address }: Pick<Gateway, "name" | "address">,
  client: SoapClient<GatewayService>,
): Gateway {
  const close = (): Promise<void> => client.close();
  return {
    name,
    address,
    client,
    calls: (options) => createCalls(client, options),
    close,
    [Symbol.asyncDispose]: close,
  };
}
