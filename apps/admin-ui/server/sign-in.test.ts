import { describe, expect, it, onTestFinished } from "vitest";
import { panelNode, startNode, user } from "../test/support/nodes.ts";
import { createUserCluster } from "./login.ts";
import { resolvePanelOptions } from "./options.ts";
import { askNodes } from "./sign-in.ts";

async function clusterOf(...options: Parameters<typeof startNode>[0][]) {
  const nodes = await Promise.all(
    options.map((each, index) => startNode({ name: `mx${index + 1}`, ...each })),
  );
  const resolved = resolvePanelOptions({ nodes: nodes.map(panelNode) });
  const cluster = createUserCluster(resolved, user.username, user.password);
  onTestFinished(
    async () => void (await Promise.all([cluster.close(), ...nodes.map((node) => node.close())])),
  );
  return cluster;
}

const { signal } = new AbortController();

describe("asking the nodes who somebody is", () => {
  it("does not wait for a node that hangs", async () => {
    const cluster = await clusterOf({ fault: "hang" }, {});
    expect(await askNodes(cluster, { signal, patienceMs: 10 })).toEqual({
      status: "accepted",
      fullname: "admin",
    });
  });

  it("ends, and names every node, when all of them hang or break", async () => {
    const cluster = await clusterOf({ fault: "hang" }, { fault: "drop" }, { fault: "garbage" });
    const outcome = await askNodes(cluster, { signal, patienceMs: 10, timeoutMs: 200 });
    expect(outcome).toMatchObject({
      status: "no_answer",
      nodes: [
        { node: "mx1", state: "timed_out", error: { code: "timed_out" } },
        { node: "mx2", state: "failed" },
        { node: "mx3", state: "failed", error: { code: "protocol" } },
      ],
    });
  });

  it("asks one after the other while they answer", async () => {
    const cluster = await clusterOf({}, { password: "of another node" });
    expect(await askNodes(cluster, { signal })).toMatchObject({ status: "accepted" });
  });

  it("lets a refusal decide as well", async () => {
    const cluster = await clusterOf({ password: "another" }, {});
    expect(await askNodes(cluster, { signal })).toEqual({ status: "refused" });
  });
});
