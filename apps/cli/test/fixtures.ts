import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGatewayNode, type GatewayNode, type GatewayNodeOptions } from "@mailmux/gateway-node";
import { afterEach } from "vitest";
import { type CommandContext } from "../src/context.ts";
import { runCli } from "../src/run-cli.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

export function onCleanup(cleanup: () => unknown): void {
  cleanups.push(cleanup);
}

/** A folder whose name has a space in it, as people's folders do. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "mailmux cli "));
  onCleanup(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const password = "hunter2-canary";

/** Real nodes and a configuration for them. Each node is deterministic and at rest. */
export async function startNodes(
  names: readonly string[],
  options: GatewayNodeOptions = {},
): Promise<{ nodes: GatewayNode[]; config: string; folder: string }> {
  const nodes: GatewayNode[] = [];
  for (const [index, name] of names.entries()) {
    const node = await createGatewayNode({
      name,
      seed: index + 1,
      messages: 40,
      traffic: false,
      password,
      ...options,
    });
    onCleanup(() => node.close());
    nodes.push(node);
  }
  const folder = temporaryFolder();
  return { nodes, folder, config: writeConfig(folder, nodes) };
}

export function writeConfig(folder: string, nodes: readonly GatewayNode[], more: object = {}): string {
  const config = join(folder, "mailmux.json");
  const entries = nodes.map(({ name, url, user, fingerprint }) => [
    name,
    { url, username: user, passwordFile: "password", fingerprints: [fingerprint] },
  ]);
  writeFileSync(join(folder, "password"), `${password}\n`, { mode: 0o600 });
  writeFileSync(config, JSON.stringify({ nodes: Object.fromEntries(entries), ...more }), { mode: 0o600 });
  return config;
}

export interface CliResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, as if on a pipe. */
export async function cli(
  argv: readonly string[],
  overrides: Partial<CommandContext> = {},
): Promise<CliResult> {
  let out = "";
  let err = "";
  const code = await runCli(argv, {
    env: {},
    out: (text) => (out += text),
    err: (text) => (err += text),
    isTerminal: false,
    columns: 100,
    signal: new AbortController().signal,
    ...overrides,
  });
  return { code, out, err };
}
