import { spawn, type ChildProcessByStdio } from "node:child_process";
import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { TestClient } from "../support/client.ts";
import { panelNode, startNode, user } from "../support/nodes.ts";

const distFolder = join(import.meta.dirname, "../../dist");
const needsNetPermission = process.allowedNodeEnvironmentFlags.has("--allow-net");

type Program = ChildProcessByStdio<Writable, Readable, Readable>;

/** The built files alone, in a folder without a `node_modules` above it. */
let folder: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "mailmux-built-")));
  cpSync(distFolder, folder, { recursive: true });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts the program as `mailmux ui` does: it may read its own folder and reach the network. */
function start(input: string): Program {
  const permissions = [
    "--permission",
    `--allow-fs-read=${folder}`,
    ...(needsNetPermission ? ["--allow-net"] : []),
  ];
  const program = spawn(process.execPath, [...permissions, join(folder, "server/main.js")], { cwd: "/" });
  onTestFinished(() => void program.kill("SIGKILL"));
  program.stdin.end(input);
  return program;
}

async function readyUrl(program: Program): Promise<string> {
  for await (const chunk of program.stdout.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
    const match = /^mailmux panel ready: (http:\S+)\n$/.exec(String(chunk));
    if (match?.[1] !== undefined) return match[1];
  }
  throw new Error(`not ready: ${await text(program.stderr)}`);
}

const exitOf = (program: Program): Promise<number | null> =>
  new Promise((resolve) => program.once("exit", (code) => resolve(code)));

describe("the built program", () => {
  it("serves people and page with no permission but to read its own folder", async () => {
    const node = await startNode({ messages: 20 });
    onTestFinished(() => node.close());
    const program = start(JSON.stringify({ nodes: [panelNode(node)], host: "127.0.0.1", port: 0 }));
    const client = new TestClient(await readyUrl(program));
    await client.signIn(user);
    expect((await client.overview()).nodes).toMatchObject([{ node: "mx1", state: "ok" }]);
    expect((await client.messages({ source: "history" })).rows.length).toBeGreaterThan(0);
    const events = client.events();
    expect((await events.next()).value).toMatchObject({ event: "node" });
    const page = await (await client.fetch("/", { headers: { accept: "text/html" } })).text();
    const script = /\/_app\/immutable\/entry\/start\.[\w-]+\.js/.exec(page)?.[0] ?? "";
    expect((await client.fetch(script)).headers.get("content-type")).toContain("javascript");

    const exit = exitOf(program);
    const errors = text(program.stderr);
    program.kill("SIGTERM");
    expect((await Array.fromAsync(events)).at(-1)?.event).toBe("signed_out");
    expect(await exit).toBe(0);
    expect((await errors).trim().split("\n")).toEqual([expect.stringContaining('"message":"signed in"')]);
  });

  it.each([
    ["no JSON", "nodes", "mailmux panel: standard input is not a JSON document\n"],
    ["no nodes", "{}", "mailmux panel: nodes: "],
  ])("ends with one line when it is given %s", async (_what, input, message) => {
    const program = start(input);
    const exit = exitOf(program);
    expect(await text(program.stderr)).toContain(message);
    expect(await exit).toBe(1);
  });
});
