import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cli, password, startNodes, temporaryFolder } from "./fixtures.ts";

interface Row {
  node: string;
  status: string;
  error?: { code: string; message: string };
  queueCount?: number;
}

describe("mailmux status", () => {
  it("lists every node with what it says", async () => {
    const { config, nodes } = await startNodes(["mx1", "mx2"]);
    const { code, out, err } = await cli(["-C", config, "status", "-f", "json"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out)).toEqual(
      nodes.map(({ name, port }) => ({
        node: name,
        address: `127.0.0.1:${port}`,
        status: "ok",
        durationMs: expect.any(Number) as number,
        version: "4.8-p1",
        latencyMs: expect.any(Number) as number,
        uptimeSeconds: expect.any(Number) as number,
        queueCount: 30,
        quarantineCount: 10,
      })),
    );
  });

  it("names the node that is down, shows the others, and exits 99", async () => {
    const { config, nodes } = await startNodes(["mx1", "mx2", "mx3"]);
    await nodes[1]?.close();
    const { code, out, err } = await cli(["status", "-C", config, "-f", "json"]);
    expect(code).toBe(99);
    expect((JSON.parse(out) as Row[]).map(({ node, status, error }) => [node, status, error?.code])).toEqual([
      ["mx1", "ok", undefined],
      ["mx2", "failed", "connect_refused"],
      ["mx3", "ok", undefined],
    ]);
    expect(err).toBe("2 of 3 nodes answered.\nmx2: the connection was refused; is the gateway running?\n");
  });

  it("folds the same reason of several nodes, and exits 3 when none answers", async () => {
    const { config, nodes } = await startNodes(["mx1", "mx2"]);
    for (const node of nodes) await node.close();
    const { code, err } = await cli(["status", "-C", config]);
    expect(code).toBe(3);
    expect(err).toBe(
      "0 of 2 nodes answered.\nmx[1-2]: the connection was refused; is the gateway running?\n",
    );
  });

  it.each([
    ["hang", /timed_out/, /no answer within/],
    ["drop", /failed/, /closed before the answer/],
    ["garbage", /failed/, /not valid HTTP/],
    ["truncate", /failed/, /closed before the answer|was not expected/],
    ["http500", /failed/, /HTTP status 500/],
    ["flood", /timed_out|failed/, /./],
  ] as const)("survives a node that answers with %s", async (fault, status, reason) => {
    const good = await startNodes(["good"]);
    const bad = await startNodes(["bad"], { fault });
    const folder = temporaryFolder();
    writeFileSync(join(folder, "password"), password);
    const entry = ({ url, fingerprint }: { url: string; fingerprint: string }): object => ({
      url,
      username: "admin",
      passwordFile: "password",
      fingerprints: [fingerprint],
    });
    const config = join(folder, "c.json");
    const [one, two] = [good.nodes[0], bad.nodes[0]];
    if (!one || !two) throw new Error("unreachable");
    writeFileSync(config, JSON.stringify({ nodes: { good: entry(one), bad: entry(two) } }));
    const { code, out, err } = await cli(["status", "-C", config, "--timeout", "1", "-f", "csv"]);
    expect(code).toBe(99);
    expect(out).toMatch(/^good,.*,ok,/m);
    expect(out).toMatch(new RegExp(`^bad,.*,(?:${status.source}),`, "m"));
    expect(err).toMatch(reason);
  });

  it("sends nothing to a node with another certificate, and says what it saw", async () => {
    const { nodes, folder } = await startNodes(["mx1"]);
    const pin = `sha256:${"00".repeat(32)}`;
    const config = join(folder, "pin.json");
    writeFileSync(
      config,
      JSON.stringify({
        nodes: {
          mx1: { url: nodes[0]?.url, username: "admin", passwordFile: "password", fingerprints: [pin] },
        },
      }),
    );
    const { code, err } = await cli(["status", "-C", config]);
    expect(code).toBe(3);
    expect(err).toContain(
      `the certificate is not the pinned one: it is ${nodes[0]?.fingerprint}, expected ${pin}; nothing was sent`,
    );
  });

  it("says that a password is wrong, and never shows it", async () => {
    const { nodes, folder } = await startNodes(["mx1"]);
    const config = join(folder, "wrong.json");
    writeFileSync(
      config,
      JSON.stringify({
        nodes: {
          mx1: {
            url: nodes[0]?.url,
            username: "admin",
            password: "wrong-canary",
            fingerprints: [nodes[0]?.fingerprint],
          },
        },
      }),
      { mode: 0o600 },
    );
    const { code, out, err } = await cli(["status", "-C", config, "-f", "json"]);
    expect(code).toBe(3);
    expect(err).toContain("the node refused the user name or password");
    expect(out + err).not.toContain("wrong-canary");
  });

  it("loads a file written for halonctl as it is", async () => {
    const { nodes, folder } = await startNodes(["mx1", "mx2"]);
    const config = join(folder, "halonctl.json");
    const host = (index: number): string => `127.0.0.1:${nodes[index]?.port}`;
    writeFileSync(
      config,
      JSON.stringify({
        nodes: { n1: `https://admin:${password}@${host(0)}`, n2: `https://${host(1)}` },
        clusters: { edge: ["n1", "n2"] },
        verify_ssl: false,
      }),
      { mode: 0o600 },
    );
    const { code, out, err } = await cli(["-C", config, "-c", "edge", "status", "-f", "json"]);
    expect((JSON.parse(out) as Row[]).map(({ status }) => status)).toEqual(["ok", "ok"]);
    expect(code).toBe(0);
    expect(err).toMatch(/warning: n1: the certificate is not verified/);
  });

  it("asks only the nodes that were named", async () => {
    const { config } = await startNodes(["mx1", "mx2", "mx3"]);
    const { out } = await cli(["-C", config, "status", "-n", "mx[2-3]", "-f", "csv"]);
    expect(
      out
        .split("\r\n")
        .join("\n")
        .split("\n")
        .slice(1, -1)
        .map((line) => line.split(",")[0]),
    ).toEqual(["mx2", "mx3"]);
  });

  it("ends with 130 when it is interrupted", async () => {
    const { config } = await startNodes(["mx1"], { fault: "hang" });
    const controller = new AbortController();
    const running = cli(["-C", config, "status"], { signal: controller.signal });
    setImmediate(() => controller.abort());
    expect(await running).toEqual({ code: 130, out: "", err: "" });
  });
});
