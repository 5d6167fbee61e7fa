import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { onCleanup, startNodes, temporaryFolder, writeConfig } from "./fixtures.ts";

const bin = join(import.meta.dirname, "../bin/mailmux.js");

/** The built command as a program of its own. */
function mailmux(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}

/** Starts it and waits for a line on standard output. */
async function start(
  ready: RegExp,
  ...args: string[]
): Promise<{ match: RegExpExecArray; child: ChildProcess; talk: () => string }> {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  onCleanup(() => child.kill("SIGKILL"));
  let talk = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (talk += text));
  for await (const line of createInterface({ input: child.stdout })) {
    const match = ready.exec(line);
    if (match) return { match, child, talk: () => talk };
  }
  throw new Error(`it ended before it was ready: ${talk}`);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const readyLine =
  /^mailmux demo ready: (?<url>http:\/\/127\.0\.0\.1:\d+\/) {2}user: admin {2}password: (?<password>\S+) {2}config: (?<config>.+)$/;

describe("the built command", () => {
  it("says its version and its help, and refuses what it does not know", () => {
    expect(mailmux("--version").out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(mailmux("--help")).toMatchObject({ code: 0, err: "" });
    expect(mailmux("nonsense")).toMatchObject({ code: 1, out: "" });
  });

  it("asks real nodes, and exits as documented", async () => {
    // The nodes live in this process, which spawnSync would block: the command runs beside it.
    const { config, nodes } = await startNodes(["mx1", "mx2"]);
    const run = async (...args: string[]): Promise<{ code: number; out: string }> => {
      const child = spawn(process.execPath, [bin, ...args], { stdio: ["ignore", "pipe", "ignore"] });
      let out = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
      const [code] = (await once(child, "close")) as [number];
      return { code, out };
    };
    expect((await run("-C", config, "status")).code).toBe(0);
    expect(
      (await run("-C", config, "query", "-l", "3", "-f", "csv")).out.split("\n").filter(Boolean),
    ).toHaveLength(4);
    await nodes[0]?.close();
    expect((await run("-C", config, "status")).code).toBe(99);
    await nodes[1]?.close();
    expect((await run("-C", config, "status")).code).toBe(3);
  });

  it("does not mind a reader that hangs up", async () => {
    const { config } = await startNodes(["mx1"], { messages: 2000 });
    const child = spawn(process.execPath, [bin, "-C", config, "query", "-l", "1500"], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let err = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    child.stdout.once("data", () => child.stdout.destroy());
    await once(child, "close");
    expect(err).not.toMatch(/EPIPE|should not have happened/);
  });
});

describe("mailmux demo", () => {
  it("starts nodes and the panel, answers for a node that is killed, and ends with all of it on Ctrl-C", async () => {
    const folder = join(temporaryFolder(), "demo");
    const { match, child, talk } = await start(
      readyLine,
      "demo",
      "--nodes",
      "3",
      "--port",
      "0",
      "--messages",
      "20",
      "--folder",
      folder,
    );
    const { url = "", password = "", config = "" } = match.groups ?? {};
    expect(config).toBe(join(folder, "mailmux.json"));
    expect(statSync(config).mode & 0o077).toBe(0);
    expect(readFileSync(config, "utf8")).not.toContain(password);

    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("<title>");

    const before = mailmux("-C", config, "status", "-f", "json");
    expect(before.code).toBe(0);
    expect((JSON.parse(before.out) as { status: string }[]).map(({ status }) => status)).toEqual([
      "ok",
      "ok",
      "ok",
    ]);

    const pid = Number(/mx2 .* pid (\d+)/.exec(talk())?.[1]);
    process.kill(pid, "SIGKILL");
    await expect.poll(talk).toContain("mx2 has ended");
    const after = mailmux("-C", config, "status", "-f", "json");
    expect(after.code).toBe(99);
    expect(
      (JSON.parse(after.out) as { node: string; status: string }[]).map(
        ({ node, status }) => `${node} ${status}`,
      ),
    ).toEqual(["mx1 ok", "mx2 failed", "mx3 ok"]);

    const pids = [...talk().matchAll(/pid (\d+)/g)].map((found) => Number(found[1]));
    child.kill("SIGINT");
    const [code] = (await once(child, "close")) as [number];
    expect(code).toBe(0);
    for (const each of pids) expect(() => process.kill(each, 0), `pid ${each}`).toThrowError(/ESRCH/);
    await expect(fetch(url)).rejects.toThrowError();
  });

  it("leaves nothing behind, not even when it is killed", async () => {
    const folder = join(temporaryFolder(), "demo");
    const { match, child, talk } = await start(
      readyLine,
      ...["demo", "--nodes", "1", "--port", "0", "--messages", "5", "--folder", folder],
    );
    const url = match.groups?.["url"] ?? "";
    const pid = Number(/pid (\d+)/.exec(talk())?.[1]);
    child.kill("SIGKILL");
    await once(child, "close");
    await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
    await expect
      .poll(
        () =>
          fetch(url).then(
            () => "answers",
            () => "gone",
          ),
        { timeout: 10_000 },
      )
      .toBe("gone");
  });

  it("keeps certificates and password from start to start", async () => {
    const folder = join(temporaryFolder(), "demo");
    const seen: { password: string | undefined; pins: string[] }[] = [];
    for (let round = 0; round < 2; round++) {
      const { match, child } = await start(
        readyLine,
        "demo",
        "--nodes",
        "1",
        "--port",
        "0",
        "--messages",
        "5",
        "--folder",
        folder,
      );
      const config = JSON.parse(readFileSync(join(folder, "mailmux.json"), "utf8")) as {
        nodes: Record<string, { fingerprints: string[] }>;
      };
      seen.push({ password: match.groups?.["password"], pins: config.nodes["mx1"]?.fingerprints ?? [] });
      child.kill("SIGTERM");
      await once(child, "close");
    }
    expect(seen[1]).toEqual(seen[0]);
  });

  it("leaves nothing running when its port is taken, and says what to do", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    onCleanup(() => taken.close());
    const { port } = taken.address() as AddressInfo;
    const folder = join(temporaryFolder(), "demo");
    const child = spawn(process.execPath, [
      bin,
      "demo",
      "--nodes",
      "1",
      "--messages",
      "5",
      "--port",
      String(port),
      "--folder",
      folder,
    ]);
    let err = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    const [code] = (await once(child, "close")) as [number];
    expect(code).toBe(1);
    expect(err).toMatch(new RegExp(`${port}`));
    expect(err).toMatch(/is taken by another program[\s\S]*--port 0/);
    const pid = Number(/pid (\d+)/.exec(err)?.[1]);
    expect(() => process.kill(pid, 0)).toThrowError(/ESRCH/);
  });

  it("refuses a number of nodes that cannot be meant", () => {
    expect(mailmux("demo", "--nodes", "0")).toMatchObject({
      code: 1,
      err: expect.stringMatching(/1 to 64/) as string,
    });
  });
});

describe("mailmux ui", () => {
  it("serves the panel for a configuration, under Node's permission model", async () => {
    const { nodes } = await startNodes(["mx1"]);
    const config = writeConfig(temporaryFolder(), nodes);
    const { match, child } = await start(
      /^mailmux panel ready: (?<url>\S+)$/,
      "ui",
      "-C",
      config,
      "--port",
      "0",
    );
    const url = match.groups?.["url"] ?? "";
    expect((await fetch(url)).status).toBe(200);
    const session = await fetch(new URL("/api/session", url));
    expect(await session.json()).toMatchObject({ user: null });
    const children = spawnSync("ps", ["--ppid", String(child.pid), "-o", "args="], {
      encoding: "utf8",
    }).stdout;
    if (existsSync("/proc")) expect(children).toMatch(/--permission --allow-fs-read=.*\/dist\/panel\//);
    child.kill("SIGINT");
    const [code] = (await once(child, "close")) as [number];
    expect(code).toBe(0);
  });
});
