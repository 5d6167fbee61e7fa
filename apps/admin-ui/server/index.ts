import type { FastifyInstance } from "fastify";
import type { AddressInfo } from "node:net";
import { createApp } from "./app.ts";
import { PanelError } from "./errors.ts";
import { resolvePanelOptions, type Panel, type PanelOptions } from "./options.ts";
import { SessionStore } from "./session-store.ts";

export { PanelError, panelErrorCodes } from "./errors.ts";
export type { PanelErrorCode } from "./errors.ts";
export type { Panel, PanelLogEntry, PanelLogger, PanelNode, PanelNodeTls, PanelOptions } from "./options.ts";

/**
 * Starts the panel; it answers when the promise resolves.
 * Throws {@link PanelError}. A node that cannot be asked as it is configured costs its own row.
 */
export async function startPanel(input: PanelOptions): Promise<Panel> {
  const options = resolvePanelOptions(input);
  const sessions = new SessionStore();
  let app: FastifyInstance | undefined;
  try {
    app = await createApp(options, sessions);
    await listen(app, options);
  } catch (error) {
    sessions.close();
    await app?.close();
    throw error;
  }
  const { port } = app.server.address() as AddressInfo;
  const running = app;
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    sessions.close();
    return (closing ??= running.close());
  };
  return { url: `http://${urlHost(options.host)}:${port}/`, port, close, [Symbol.asyncDispose]: close };
}

async function listen(app: FastifyInstance, { host, port }: { host: string; port: number }): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined || !/^E[A-Z]+$/.test(code)) throw cause;
    const reason = code === "EADDRINUSE" ? "the port is taken" : code;
    throw new PanelError("listen", `cannot listen on ${host}:${port}: ${reason}`, { cause });
  }
}

/** The host under which this machine reaches the panel. */
function urlHost(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
