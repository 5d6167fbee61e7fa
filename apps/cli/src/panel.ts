import { type GatewayNodeConfig } from "@mailmux/gateway-api";
import { type Child, startChild } from "./child.ts";
import { panelFolder, panelProgram } from "./locations.ts";

export interface PanelProcessOptions {
  readonly nodes: readonly GatewayNodeConfig[];
  readonly host: string;
  readonly port: number;
  readonly fanout?: number;
  readonly operationTimeoutMs?: number;
  readonly onTalk: (line: string) => void;
}

/**
 * Starts the panel's server under Node's permission model: it can read its own files and use the network, and can
 * neither write files nor start programs, addons or workers. It gets the nodes without any password: whoever signs
 * in brings their own.
 */
export function startPanelProcess({
  nodes,
  host,
  port,
  fanout,
  operationTimeoutMs,
  onTalk,
}: PanelProcessOptions): Promise<Child> {
  const input = JSON.stringify({
    host,
    port,
    nodes: nodes.map(({ name, cluster, endpoint, address, tls, allowPlaintextAuth }) => ({
      name,
      cluster,
      endpoint,
      address,
      tls,
      allowPlaintextAuth,
    })),
    ...(fanout === undefined ? {} : { fanout }),
    ...(operationTimeoutMs === undefined ? {} : { operationTimeoutMs }),
  });
  // From Node 25 on the network is a permission of its own.
  const network = Number(process.versions.node.split(".")[0]) >= 25 ? ["--allow-net"] : [];
  return startChild({
    name: "the panel",
    args: ["--permission", `--allow-fs-read=${panelFolder}*`, ...network, panelProgram],
    input,
    endInput: true,
    ready: /^mailmux panel ready: (?<url>\S+)$/,
    readyTimeoutMs: 30_000,
    onTalk,
    // What is not there cannot leak: no NODE_OPTIONS, no password variables of the configuration.
    env: { NODE_OPTIONS: undefined },
  });
}
