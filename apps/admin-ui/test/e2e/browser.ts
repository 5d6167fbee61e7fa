import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { PanelNode, PanelOptions } from "../../server/index.ts";
import { user } from "../support/nodes.ts";
import { startTestPanel } from "../support/panel.ts";

/** Empty where there is no browser: the run of the whole says so. */
export const chromiumPath = process.env["MAILMUX_CHROMIUM"] || undefined;

const clientRoot = join(import.meta.dirname, "../../dist/client");

/** A browser with a profile of its own, which goes with it. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export interface OpenPanel {
  readonly page: Page;
  readonly url: string;
  /** What the console called an error, violations of the content security policy among them, and what was thrown. */
  readonly complaints: string[];
}

/** Opens the built page of a panel of its own; both go with the test. */
export async function openPanel(
  browser: Browser,
  nodes: readonly PanelNode[],
  options: { panel?: Partial<PanelOptions>; context?: BrowserContextOptions } = {},
): Promise<OpenPanel> {
  const { panel } = await startTestPanel({ nodes, clientRoot, overviewIntervalMs: 100, ...options.panel });
  const context = await browser.newContext({
    locale: "en-GB",
    timezoneId: "UTC",
    viewport: { width: 1280, height: 800 },
    ...options.context,
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(`thrown: ${error.message}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      reportError(new Error(`violation of ${event.violatedDirective} by ${event.blockedURI}`));
    });
  });
  await page.goto(panel.url);
  return { page, url: panel.url, complaints };
}

/** Fills the form in and sends it. */
export async function signIn(
  page: Page,
  { username, password } = user as { username: string; password: string },
) {
  await page.getByRole("textbox", { name: "Username" }).fill(username);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** What the browser itself logs about an answer that is no success. */
export const failedToLoad = (status: number): string =>
  `Failed to load resource: the server responded with a status of ${status}`;
