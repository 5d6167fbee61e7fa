import { type CommandContext } from "./context.ts";

/** Opens a page in the person's browser. Where there is none, it says so and goes on. */
export async function openInBrowser(url: string, { err }: Pick<CommandContext, "err">): Promise<void> {
  const { default: open } = await import("open");
  try {
    const child = await open(url);
    child.on("error", () => err(`mailmux: no browser could be opened; go to ${url}\n`));
  } catch {
    err(`mailmux: no browser could be opened; go to ${url}\n`);
  }
}
