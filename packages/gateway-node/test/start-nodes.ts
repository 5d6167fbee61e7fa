import {
  createGatewayCluster,
  Credentials,
  type GatewayCluster,
  type GatewayClusterOptions,
  type GatewayNodeConfig,
} from "@mailmux/gateway-api";
import { createGatewayNode, type GatewayNode, type GatewayNodeOptions } from "../src/index.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** Noon of a Tuesday: the same mail has the same age in every run. */
export const noon = Date.UTC(2026, 10, 24, 12);

/** How a client reaches a node, and pins it. */
export function configOf(node: GatewayNode): GatewayNodeConfig {
  return {
    name: node.name,
    endpoint: node.url,
    address: `127.0.0.1:${node.port}`,
    credentials: new Credentials(node.user, node.password),
    tls: { fingerprints: [node.fingerprint] },
    allowPlaintextAuth: false,
  };
}

/** Running nodes and a client of all of them. */
export interface RunningNodes extends AsyncDisposable {
  readonly nodes: readonly GatewayNode[];
  readonly cluster: GatewayCluster;
  /** What the nodes take for the time. */
  readonly clock: VirtualClock;
  node(name: string): GatewayNode;
}

/** Starts nodes whose mail stands still at {@link noon}. */
export async function startNodes(
  names: readonly string[],
  options: GatewayNodeOptions = {},
  clusterOptions: GatewayClusterOptions = {},
): Promise<RunningNodes> {
  const clock = new VirtualClock(noon);
  const nodes = await Promise.all(
    names.map((name) => createGatewayNode({ clock, messages: 60, traffic: false, ...options, name })),
  );
  const cluster = createGatewayCluster({ nodes: nodes.map(configOf) }, clusterOptions);
  return {
    nodes,
    cluster,
    clock,
    node(name) {
      const found = nodes.find((node) => node.name === name);
      if (found === undefined) throw new Error(`there is no node ${name}`);
      return found;
    },
    async [Symbol.asyncDispose]() {
      await cluster.close();
      await Promise.all(nodes.map((node) => node.close()));
    },
  };
}
