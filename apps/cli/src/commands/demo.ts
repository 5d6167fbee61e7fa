import { join, relative, resolve } from "node:path";
import { loadConfig } from "@mailmux/gateway-api";
import { type Child, startChild } from "../child.ts";
import { type CommandContext } from "../context.ts";
import { type DemoNode, openDemoFolder, writeDemoConfig } from "../demo/folder.ts";
import { UserError } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { nodeProgram } from "../locations.ts";
import { openInBrowser } from "../open-browser.ts";
import { startPanelProcess } from "../panel.ts";
import { defaultPanelPort } from "./ui.ts";

export interface DemoOptions {
  nodes?: number;
  port?: number;
  folder?: string;
  messages?: number;
  open?: true;
}

const user = "admin";
const maxNodes = 64;

/** `mailmux demo`: a cluster of real nodes on this machine, and the panel on it, until Ctrl-C. */
export async function demo(options: DemoOptions, context: CommandContext): Promise<number> {
  const { nodes: count = 4, port = defaultPanelPort, messages = 200 } = options;
  if (count < 1 || count > maxNodes) throw new UserError(`--nodes takes a number from 1 to ${maxNodes}`);
  const folder = openDemoFolder(resolve(options.folder ?? ".demo"));
  const children: Child[] = [];
  try {
    context.err(`starting ${count} ${count === 1 ? "node" : "nodes"}\n`);
    const names = Array.from({ length: count }, (_, index) => `mx${index + 1}`);
    // All of them are waited for, also when one fails: none may stay behind.
    const attempts = await Promise.allSettled(
      names.map(async (name, index) => {
        const child = await startNode(name, index + 1, messages, folder, context);
        children.push(child);
        return { child, node: toNode(name, child) };
      }),
    );
    const failed = attempts.find((attempt) => attempt.status === "rejected");
    if (failed) throw failed.reason;
    const started = attempts.flatMap((attempt) => (attempt.status === "fulfilled" ? [attempt.value] : []));
    context.signal.throwIfAborted();
    for (const { child, node } of started) context.err(`  ${node.name}  ${node.url}  pid ${child.pid}\n`);
    writeDemoConfig(
      folder,
      user,
      started.map(({ node }) => node),
    );
    const panel = await startPanelProcess({
      nodes: loadConfig(folder.configFile).nodes,
      host: "127.0.0.1",
      port,
      onTalk: (line) => context.err(`${line}\n`),
    });
    children.push(panel);
    const url = panel.ready.groups?.["url"] ?? "";
    const shown = relative(process.cwd(), folder.configFile);
    context.out(
      `mailmux demo ready: ${url}  user: ${user}  password: ${folder.password}  config: ${shown.startsWith("..") ? folder.configFile : shown}\n`,
    );
    context.err(
      `Ctrl-C ends it. Meanwhile: mailmux -C ${shown.startsWith("..") ? folder.configFile : shown} status\n`,
    );
    for (const child of children) {
      void child.ended.then(({ code, signal }) => {
        if (!context.signal.aborted)
          context.err(`${child.name} has ended (${signal ?? `exit code ${code}`})\n`);
      });
    }
    if (options.open === true) await openInBrowser(url, context);
    await untilAborted(context.signal);
    return exitCodes.ok;
  } finally {
    await Promise.all(children.map((child) => child.stop()));
  }
}

function startNode(
  name: string,
  seed: number,
  messages: number,
  folder: { path: string; passwordFile: string },
  { err }: CommandContext,
): Promise<Child> {
  return startChild({
    name,
    args: [
      nodeProgram,
      ...["--name", name, "--user", user, "--password-file", folder.passwordFile],
      ...["--data", join(folder.path, "nodes", name), "--seed", String(seed), "--messages", String(messages)],
      "--exit-with-stdin",
    ],
    ready: /^mailmux-node ready: (?<url>\S+) .*fingerprint: (?<fingerprint>\S+)/,
    readyTimeoutMs: 60_000,
    onTalk: (line) => err(`${name}: ${line}\n`),
  });
}

function toNode(name: string, { ready }: Child): DemoNode {
  return { name, url: ready.groups?.["url"] ?? "", fingerprint: ready.groups?.["fingerprint"] ?? "" };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
    if (signal.aborted) resolve();
  });
}
