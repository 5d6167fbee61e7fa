import type { GatewayNode, GatewayNodeOptions } from "@mailmux/gateway-node";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { arrival, panelNode, startNode, user } from "../support/nodes.ts";
import { chromiumPath, failedToLoad, launchBrowser, openPanel, signIn } from "./browser.ts";

const waiting = { timeout: 10_000, interval: 20 } as const;

async function startNodes(...all: GatewayNodeOptions[]): Promise<GatewayNode[]> {
  const nodes = await Promise.all(all.map((options) => startNode(options)));
  onTestFinished(async () => void (await Promise.all(nodes.map((node) => node.close()))));
  return nodes;
}

const startFour = () => startNodes(...["mx1", "mx2", "mx3", "mx4"].map((name) => ({ name, messages: 30 })));

const nodeRow = (page: Page, name: string): Locator =>
  page
    .getByRole("table", { name: "Nodes" })
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name }) });

const stateOf = (page: Page, name: string): Promise<string> =>
  nodeRow(page, name).getByTestId("node-state").innerText();

const statesOf = (page: Page): Promise<string[]> => page.getByTestId("node-state").allInnerTexts();

const messageRows = (page: Page): Locator =>
  page.getByRole("table", { name: "Messages" }).locator("tbody tr.row");

/** The text of one column. */
const cells = (page: Page, name: string): Promise<string[]> =>
  messageRows(page).locator(`td.${name}`).allInnerTexts();

const timesOf = (page: Page): Promise<string[]> =>
  messageRows(page)
    .locator("time")
    .evaluateAll((times) => times.map((time) => time.getAttribute("datetime") ?? ""));

async function openMessages(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Messages" }).click();
  await messageRows(page).first().waitFor();
}

async function search(page: Page, text: string): Promise<void> {
  await page.getByRole("searchbox", { name: "Search messages" }).fill(text);
  await page.getByRole("button", { name: "Search", exact: true }).click();
}

describe.skipIf(chromiumPath === undefined)("the panel in a browser", () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
  });

  afterAll(() => browser.close());

  it("lets nobody in with a wrong password, shows every node after the right one, and lets go", async () => {
    const nodes = await startFour();
    const { page, url, complaints } = await openPanel(browser, nodes.map(panelNode));
    await page.waitForURL(/\/sign-in/);
    await signIn(page, { ...user, password: "wrong" });
    await page.getByRole("alert").filter({ hasText: "The username or the password is wrong." }).waitFor();
    expect(await page.getByLabel("Password").inputValue()).toBe("");
    await signIn(page);
    await expect.poll(() => statesOf(page), waiting).toEqual(["Up", "Up", "Up", "Up"]);
    expect(await page.getByRole("rowheader").allInnerTexts()).toEqual(
      nodes.map(({ name, port }) => `${name}\n127.0.0.1:${port}`),
    );

    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(/\/sign-in/);
    await page.goto(`${url}messages`);
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    expect(complaints).toEqual([`${failedToLoad(401)} (Unauthorized)`]);
  });

  it("shows that one node went down, why, and that the others did not", async () => {
    const nodes = await startFour();
    const { page, complaints } = await openPanel(browser, nodes.map(panelNode));
    await signIn(page);
    await expect.poll(() => statesOf(page), waiting).toEqual(["Up", "Up", "Up", "Up"]);
    await nodes[2]?.close();
    await expect.poll(() => stateOf(page, "mx3"), waiting).toBe("Down");
    await nodeRow(page, "mx3").getByText("the connection was refused; is the gateway running?").waitFor();
    expect(await statesOf(page)).toEqual(["Up", "Up", "Down", "Up"]);
    await page.getByText("3 of 4 nodes answer").waitFor();

    await openMessages(page);
    const banner = page.getByRole("status", { name: "Partial results" });
    expect(await banner.innerText()).toContain("3 of 4 nodes answered");
    expect(await banner.innerText()).toContain("the connection was refused");
    expect(new Set(await cells(page, "node"))).toEqual(new Set(["mx1", "mx2", "mx4"]));
    await page.getByText(/^at least \d+ messages$/).waitFor();
    expect(complaints).toEqual([]);
  });

  it("merges the messages of all nodes, newest first, page by page there and back", async () => {
    const nodes = await startFour();
    const { page, complaints } = await openPanel(browser, nodes.map(panelNode));
    await signIn(page);
    await openMessages(page);
    await page.getByRole("link", { name: "History" }).click();
    await page.getByRole("combobox", { name: "Per page" }).selectOption("25");
    await expect.poll(() => messageRows(page).count(), waiting).toBe(25);
    const first = await timesOf(page);
    expect(first).toEqual(first.toSorted().reverse());
    expect(new Set(await cells(page, "node")).size).toBeGreaterThan(1);
    const firstSubjects = await cells(page, "subject");
    expect(await page.getByRole("button", { name: "Newer" }).isDisabled()).toBe(true);

    await page.getByRole("button", { name: "Older" }).click();
    await page.waitForURL(/cursor=/);
    await expect.poll(() => cells(page, "subject"), waiting).not.toEqual(firstSubjects);
    const second = await timesOf(page);
    expect((first.at(-1) ?? "") >= (second[0] ?? "")).toBe(true);
    const secondSubjects = await cells(page, "subject");

    // A place in the list has an address of its own.
    await page.reload();
    await expect.poll(() => cells(page, "subject"), waiting).toEqual(secondSubjects);

    await page.getByRole("button", { name: "Newer" }).click();
    await expect.poll(() => cells(page, "subject"), waiting).toEqual(firstSubjects);
    expect(complaints).toEqual([]);
  });

  it("pages to the end", async () => {
    const [node] = await startNodes({});
    for (let second = 0; second < 60; second++)
      node?.store.enqueue(arrival({ receivedAt: 1_700_000_000 + second }));
    const { page, complaints } = await openPanel(browser, node ? [panelNode(node)] : []);
    await signIn(page);
    await openMessages(page);
    await page.getByRole("combobox", { name: "Per page" }).selectOption("25");
    for (const count of [25, 25, 10]) {
      await expect.poll(() => messageRows(page).count(), waiting).toBe(count);
      const older = page.getByRole("button", { name: "Older" });
      expect(await older.isDisabled()).toBe(count === 10);
      if (count === 10) break;
      const before = page.url();
      await older.click();
      await page.waitForURL((url) => url.href !== before);
      await expect.poll(() => page.locator("[aria-busy=true]").count(), waiting).toBe(0);
    }
    expect(complaints).toEqual([]);
  });

  it("narrows a list by a search, and shows a mistake in a filter where it is", async () => {
    const [node, other] = await startNodes({ name: "mx1" }, { name: "mx2" });
    node?.store.enqueue(arrival({ subject: "Invoice 7" }));
    other?.store.enqueue(arrival({ subject: "Greetings" }));
    const { page, complaints } = await openPanel(browser, node && other ? [node, other].map(panelNode) : []);
    await signIn(page);
    await openMessages(page);
    await search(page, "invoice");
    await expect.poll(() => cells(page, "subject"), waiting).toEqual(["Invoice 7"]);
    await page.getByText("Understood as subject~invoice").waitFor();

    await search(page, "size>1 and frm=anna");
    const problem = page.locator("#filter-problem");
    await problem.waitFor();
    expect(await problem.locator("mark").innerText()).toBe("frm");
    expect(await problem.innerText()).toContain("from");
    const box = page.getByRole("searchbox");
    expect(await box.getAttribute("aria-describedby")).toBe("filter-problem");
    const selected = await box.evaluate((input: HTMLInputElement) => [
      input.selectionStart,
      input.selectionEnd,
    ]);
    expect(selected).toEqual([11, 14]);

    await search(page, "");
    await expect.poll(() => messageRows(page).count(), waiting).toBe(2);
    expect(complaints).toEqual([`${failedToLoad(400)} (Bad Request)`]);
  });

  it("shows what strangers write as text, and runs none of it", async () => {
    const hostile = [
      `<img src=x onerror="window.hacked=1">`,
      `<script>window.hacked=1</script>`,
      `</td></tr></table><h1>Session expired</h1><a href="javascript:window.hacked=1">sign in</a>`,
      `{@html "<b>x</b>"} \${window.hacked=1} {{constructor.constructor("window.hacked=1")()}}`,
    ];
    const [node] = await startNodes({});
    for (const [second, text] of hostile.entries()) {
      node?.store.enqueue(
        arrival({
          receivedAt: 1_700_000_000 - second,
          subject: text,
          helo: text,
          from: `"${text}"@evil.example`,
        }),
        { error: `451 ${text}`, retries: 1 },
      );
    }
    const { page, complaints } = await openPanel(browser, node ? [panelNode(node)] : []);
    await signIn(page);
    await openMessages(page);
    expect(await cells(page, "subject")).toEqual(hostile);
    for (const button of await messageRows(page).getByRole("button").all()) await button.click();
    expect(await page.locator("dl dd").filter({ hasText: "<script>" }).count()).toBeGreaterThan(0);
    const table = page.getByRole("table", { name: "Messages" });
    expect(await table.locator("img, script, h1, b, a[href^='javascript']").count()).toBe(0);
    expect(await page.evaluate(() => "hacked" in window)).toBe(false);
    expect(complaints).toEqual([]);
  });

  it("goes back to the sign-in when the session ends elsewhere", async () => {
    const [node] = await startNodes({ messages: 10 });
    const { page, url, complaints } = await openPanel(browser, node ? [panelNode(node)] : []);
    await signIn(page);
    await expect.poll(() => statesOf(page), waiting).toEqual(["Up"]);
    const other = await page.context().newPage();
    await other.goto(`${url}messages`);
    await other.getByRole("button", { name: "Sign out" }).click();
    await other.waitForURL(/\/sign-in/);
    await page.bringToFront();
    await page.waitForURL(/\/sign-in/);
    expect(complaints).toEqual([]);
  });
});
