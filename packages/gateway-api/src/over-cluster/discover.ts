import { type Credentials } from "../config/credentials.ts";
import { type GatewayNodeConfig } from "../config/resolve.ts";
import { readRemoteSystems, type RemoteSystem } from "../configuration/index.ts";
import { type Gateway } from "../gateway/gateway.ts";
import { readConfiguration } from "./configuration.ts";

/** Options of {@link discoverNodes}. */
export interface DiscoverOptions {
  /**
   * Who logs in to the nodes that are found: clusters have the same accounts everywhere. They are sent to a node only
   * after its certificate has been verified, by the fingerprint that the cluster knows or by an authority.
   */
  readonly credentials?: Credentials;
  readonly signal?: AbortSignal;
}

/** The members of a cluster, as one of them knows them. */
export interface DiscoveredNodes {
  /** Ready for `createGatewayCluster`, in the order of their ids. The node that was asked is one of them. */
  readonly nodes: readonly GatewayNodeConfig[];
  /** The same as the configuration has them, with warnings about what should not stay so. */
  readonly systems: readonly RemoteSystem[];
  /** Entries that no node can be made of, and why. */
  readonly problems: readonly { readonly key: string; readonly reason: string }[];
}

/** Asks a node for the members of its cluster: its keys `remote_system__*`, which hold their fingerprints. */
export async function discoverNodes(
  gateway: Gateway,
  { credentials, signal }: DiscoverOptions = {},
): Promise<DiscoveredNodes> {
  const keys = await readConfiguration(gateway, {
    key: "remote_system__",
    ...(signal === undefined ? {} : { signal }),
  });
  const { systems, problems } = readRemoteSystems(keys);
  const nodes = systems.map(({ name, url, fingerprints }): GatewayNodeConfig => ({
    name,
    endpoint: url,
    address: new URL(url).host,
    ...(credentials === undefined ? {} : { username: credentials.username, credentials }),
    tls: fingerprints.length === 0 ? {} : { fingerprints: [...fingerprints] },
    allowPlaintextAuth: false,
  }));
  return { nodes, systems, problems };
}
