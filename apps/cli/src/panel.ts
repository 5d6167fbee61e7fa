import { type GatewayNodeConfig } from "@mailmux/gateway-api";
import { type Child, startChild } from "./child.ts";
import { UserError } from "./errors.ts";
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
export async function startPanelProcess({
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
    stopWithInput: true,
    nodes: nodes.map(({ name, endpoint, address, tls, allowPlaintextAuth }) => ({
      name,
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
  try {
    return await startChild({
      name: "the panel",
      args: ["--permission", `--allow-fs-read=${panelFolder}*`, ...network, panelProgram],
      input: `${input}\n`,
      ready: /^mailmux panel ready: (?<url>\S+)$/,
      readyTimeoutMs: 30_000,
      onTalk,
      // What is not there cannot leak: not the variables that hold the configuration's passwords.
      env: Object.fromEntries(passedOn.map((name) => [name, process.env[name]])),
    });
  } catch (error) {
    if (!(error instanceof UserError) || !/the port is taken/.test(error.hint ?? "")) throw error;
    throw new UserError(
      `port ${port} of ${host} is taken by another program`,
      "Choose another with --port, or let --port 0 find a free one.",
      { cause: error },
    );
  }
}

/** Environment variables that the panel's server may see. */
const passedOn = [
  "PATH",
  "LANG",
  "LC_ALL",
  "TZ",
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "SystemRoot",
];
