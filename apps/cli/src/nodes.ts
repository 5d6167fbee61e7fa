import { existsSync } from "node:fs";
import { parseNodeSet } from "@mailmux/cluster";
import {
  configPlaces,
  createGatewayCluster,
  type GatewayCluster,
  type GatewayConfig,
  type GatewayNodeConfig,
  loadConfig,
} from "@mailmux/gateway-api";
import { type CommandContext } from "./context.ts";
import { UserError } from "./errors.ts";
import { type NodeOptions } from "./options.ts";
import { visible } from "./output/visible.ts";

/** Loads the configuration that the options name, or the first that is found, and tells its warnings. */
export function readConfig(
  options: Pick<NodeOptions, "config">,
  { env, err }: CommandContext,
): GatewayConfig {
  const config = loadConfig(options.config ?? findConfig(env), env);
  for (const warning of config.warnings) err(`warning: ${visible(warning)}\n`);
  return config;
}

function findConfig(env: CommandContext["env"]): string {
  const named = env["MAILMUX_CONFIG"];
  if (named !== undefined && named !== "") return named;
  const places = configPlaces(env);
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new UserError(
    "there is no configuration",
    `Name one with -C FILE, or put it in one of these places:\n${places.map((place) => `  ${place}\n`).join("")}To see mailmux without one: mailmux demo`,
  );
}

/** The nodes that `--node` and `--cluster` leave, in the order of the configuration. */
export function selectNodes(
  config: GatewayConfig,
  options: Pick<NodeOptions, "node" | "cluster">,
): readonly GatewayNodeConfig[] {
  let { nodes } = config;
  if (nodes.length === 0) throw new UserError(`${config.file} has no nodes`, 'Add them under "nodes".');
  if (options.cluster !== undefined) {
    const wanted = options.cluster.split(",").map((name) => name.trim());
    const members = new Set(
      wanted.flatMap((name) => {
        const cluster = config.clusters.find((each) => each.name === name);
        if (!cluster)
          throw unknown(
            "cluster",
            name,
            config.clusters.map((each) => each.name),
          );
        return cluster.nodes;
      }),
    );
    nodes = nodes.filter((node) => members.has(node.name));
  }
  if (options.node !== undefined) {
    const wanted = new Set(parseNodeSet(options.node));
    for (const name of wanted) {
      if (!config.nodes.some((node) => node.name === name))
        throw unknown(
          "node",
          name,
          config.nodes.map((node) => node.name),
        );
    }
    nodes = nodes.filter((node) => wanted.has(node.name));
  }
  if (nodes.length === 0) throw new UserError("these options leave no node", "Look at --node and --cluster.");
  return nodes;
}

function unknown(kind: string, name: string, known: readonly string[]): UserError {
  const list = known.length === 0 ? "There is none." : `There is: ${known.slice(0, 30).join(", ")}`;
  return new UserError(`there is no ${kind} ${JSON.stringify(name)}`, list);
}

/** A cluster of the selected nodes. The caller closes it. */
export function openCluster(config: GatewayConfig, options: NodeOptions): GatewayCluster {
  const { fanout, timeout, connectTimeout } = options;
  return createGatewayCluster(
    { ...config, nodes: selectNodes(config, options) },
    {
      ...(fanout === undefined ? {} : { fanout }),
      ...(timeout === undefined ? {} : { operationTimeoutMs: timeout }),
      ...(connectTimeout === undefined ? {} : { connectTimeoutMs: connectTimeout }),
    },
  );
}
