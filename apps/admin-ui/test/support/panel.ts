import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { startPanel, type Panel, type PanelLogEntry, type PanelOptions } from "../../server/index.ts";
import { TestClient } from "./client.ts";

export const inlineScript = 'document.title = "inline";';
export const hashedAsset = "/_app/immutable/entry/start.abc123.js";

/** A stand-in for the built page; goes with the test. */
export function createClientRoot(): string {
  const root = mkdtempSync(join(tmpdir(), "mailmux-page-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, "_app/immutable/entry"), { recursive: true });
  writeFileSync(
    join(root, "index.html"),
    `<!doctype html><title>mailmux</title><script>${inlineScript}</script>`,
  );
  writeFileSync(join(root, "theme.js"), "// theme");
  writeFileSync(join(root, hashedAsset), "// asset");
  return root;
}

export interface TestPanel {
  readonly panel: Panel;
  /** Somebody who has not signed in. */
  readonly client: TestClient;
  readonly log: readonly PanelLogEntry[];
}

/** Starts a panel that goes with the test. */
export async function startTestPanel(options: PanelOptions): Promise<TestPanel> {
  const log: PanelLogEntry[] = [];
  const panel = await startPanel({
    clientRoot: createClientRoot(),
    logger: (entry) => log.push(entry),
    ...options,
  });
  onTestFinished(() => panel.close());
  return { panel, client: new TestClient(panel.url), log };
}
