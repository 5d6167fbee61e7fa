import { type Cluster, type RunOptions } from "@mailmux/cluster";
import { createSoapCluster } from "@mailmux/cluster/soap";
import { type GatewayNodeConfig } from "../config/resolve.ts";
import { gatewayDescriptor } from "../generated/descriptor.gen.ts";
import { type GatewayService } from "../generated/service.gen.ts";
import { createGateway, type Gateway, type GatewayOptions } from "./gateway.ts";

export interface GatewayClusterOptions extends GatewayOptions, Omit<RunOptions, "signal"> {}

/** All nodes of a configuration, asked together. */
export interface GatewayCluster extends Cluster<GatewayService, Gateway>, AsyncDisposable {
  /** Closes the connections to all nodes. */
  close(): Promise<void>;
}

/** What a cluster is made of: a loaded configuration, or some of its nodes. */
export interface GatewayClusterConfig {
  readonly nodes: readonly GatewayNodeConfig[];
  readonly fanout?: number;
  readonly operationTimeoutMs?: number;
}

/** Makes a cluster of gateways. Throws as {@link createGateway} does, and for an empty configuration. */
export function createGatewayCluster(
  config: GatewayClusterConfig,
  options: GatewayClusterOptions = {},
): GatewayCluster {
  const {
    fanout = config.fanout,
    operationTimeoutMs = config.operationTimeoutMs ?? 10_000,
    deadlineMs,
    ...gateway
  } = options;
  const nodes = config.nodes.map((node) => createGateway(node, gateway));
  const cluster = createSoapCluster<GatewayService, Gateway>({
    nodes,
    descriptor: gatewayDescriptor,
    operationTimeoutMs,
    ...(fanout === undefined ? {} : { fanout }),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  });
  const close = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.close()));
  };
  return { ...cluster, close, [Symbol.asyncDispose]: close };
}
