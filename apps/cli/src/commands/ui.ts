import { type CommandContext } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { readConfig, selectNodes } from "../nodes.ts";
import { openInBrowser } from "../open-browser.ts";
import { type NodeOptions } from "../options.ts";
import { startPanelProcess } from "../panel.ts";

export interface UiOptions extends NodeOptions {
  host?: string;
  port?: number;
  open?: true;
}

export const defaultPanelPort = 8025;

/** `mailmux ui`: serves the panel until it is told to stop. */
export async function ui(options: UiOptions, context: CommandContext): Promise<number> {
  const config = readConfig(options, context);
  const panel = await startPanelProcess({
    nodes: selectNodes(config, options),
    host: options.host ?? "127.0.0.1",
    port: options.port ?? defaultPanelPort,
    onTalk: (line) => context.err(`${line}\n`),
    ...((options.fanout ?? config.fanout) === undefined
      ? {}
      : { fanout: options.fanout ?? config.fanout ?? 0 }),
    ...((options.timeout ?? config.operationTimeoutMs) === undefined
      ? {}
      : { operationTimeoutMs: options.timeout ?? config.operationTimeoutMs ?? 0 }),
  });
  const url = panel.ready.groups?.["url"] ?? "";
  context.out(`mailmux panel ready: ${url}\n`);
  if (options.open === true) await openInBrowser(url, context);
  const stopped = new Promise<void>((resolve) => {
    context.signal.addEventListener("abort", () => resolve(), { once: true });
    if (context.signal.aborted) resolve();
  });
  const ended = await Promise.race([stopped, panel.ended]);
  if (ended) {
    context.err(`mailmux: the panel ended by itself (${ended.signal ?? `exit code ${ended.code}`})\n`);
    return exitCodes.usage;
  }
  await panel.stop();
  return exitCodes.ok;
}
