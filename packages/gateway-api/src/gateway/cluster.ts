import { type Cluster, type HealthOptions, type Operation, type RunOptions } from "@mailmux/cluster";
import { createSoapCluster, futureWithin, withinRun } from "@mailmux/cluster/soap";
import { createSoapClient, type SoapTransport } from "@mailmux/soap-future";
import { type ClusterCalls, createClusterCalls } from "../calls/calls.ts";
import { given } from "../calls/values.ts";
import { type GatewayNodeConfig } from "../config/resolve.ts";
import { gatewayDescriptor } from "../generated/descriptor.gen.ts";
import { type GatewayService } from "../generated/service.gen.ts";
import {
  createGateway,
  type Gateway,
  gatewayOf,
  type GatewayOptions,
  readOnlyOperations,
} from "./gateway.ts";

export interface GatewayClusterOptions
  extends GatewayOptions, Omit<RunOptions, "signal" | "effect" | "connectTimeoutMs"> {
  /** Operations under way on one node at the same time, over all runs. Default: no limit. */
  readonly maxPerNode?: number;
  /**
   * Remembers nodes that do not answer, does not ask them for a while, and tries with `getVersion` whether they are back. Default:
   * every run asks every node.
   */
  readonly health?: boolean | HealthOptions<Gateway>;
}

/** Gateways that are asked together. */
export interface GatewaySet extends Cluster<GatewayService, Gateway> {
  /** The operations in plain values; each asks all nodes at once. */
  calls(options?: RunOptions): ClusterCalls;
  select(expression: string): GatewaySet;
}

/** All nodes of a configuration, asked together. */
export interface GatewayCluster extends GatewaySet, AsyncDisposable {
  /** Closes the connections to all nodes. */
  close(): Promise<void>;
}

function createGatewayOrRefusal(node: GatewayNodeConfig, options: GatewayOptions): Gateway {
  try {
    return createGateway(node, options);
  } catch (error) {
    const refuse = (): Promise<never> =>
      Promise.reject(error instanceof Error ? error : new Error(String(error)));
    const transport: SoapTransport = {
      endpoint: node.endpoint,
      send: refuse,
      close: () => Promise.resolve(),
    };
    const client = createSoapClient<GatewayService>({ descriptor: gatewayDescriptor, transport });
    return gatewayOf(node, client);
  }
}

/** Asks for as little as can be asked. */
const isThere: Operation<Gateway, unknown> = (node, context) =>
  withinRun(futureWithin(node.client, context).getVersion(), context);

/** What a cluster is made of: a loaded configuration, or some of its nodes. */
export interface GatewayClusterConfig {
  readonly nodes: readonly GatewayNodeConfig[];
  readonly fanout?: number;
  readonly operationTimeoutMs?: number;
}

/**
 * Makes a cluster of gateways. A node that cannot be asked as it is configured (no password, plain http) is in it
 * all the same, and says so whenever it is asked: it costs its own row, not the others'.
 */
export function createGatewayCluster(
  config: GatewayClusterConfig,
  options: GatewayClusterOptions = {},
): GatewayCluster {
  const {
    credentials,
    connectTimeoutMs,
    timeoutMs,
    maxConnections,
    fanout = config.fanout,
    operationTimeoutMs = config.operationTimeoutMs ?? 10_000,
    health = false,
    ...run
  } = options;
  const nodes = config.nodes.map((node) =>
    createGatewayOrRefusal(node, given({ credentials, connectTimeoutMs, timeoutMs, maxConnections })),
  );
  const cluster = gatewaySet(
    createSoapCluster<GatewayService, Gateway>({
      ...run,
      nodes,
      descriptor: gatewayDescriptor,
      readOnly: readOnlyOperations,
      operationTimeoutMs,
      ...given({ fanout }),
      health: health === false ? false : { probe: isThere, ...(health === true ? {} : health) },
    }),
  );
  const close = async (): Promise<void> => {
    cluster.health?.close();
    await Promise.all(nodes.map((node) => node.close()));
  };
  return { ...cluster, close, [Symbol.asyncDispose]: close };
}

/** A cluster with calls in plain values, and its selections too. */
export function gatewaySet(cluster: Cluster<GatewayService, Gateway>): GatewaySet {
  return {
    ...cluster,
    calls: (options) => createClusterCalls(cluster, options),
    select: (expression) => gatewaySet(cluster.select(expression)),
  };
}
