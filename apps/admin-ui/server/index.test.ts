import { describe, expect, it } from "vitest";
import { deadNode } from "../test/support/nodes.ts";
import { createClientRoot, startTestPanel } from "../test/support/panel.ts";
import { startPanel, type PanelOptions } from "./index.ts";

describe("a panel", () => {
  it("says where it is, and frees the port when it is closed", async () => {
    const { panel } = await startTestPanel({ nodes: [await deadNode("mx1")] });
    expect(panel.url).toBe(`http://127.0.0.1:${panel.port}/`);
    await panel.close();
    await panel.close();
    const again = await startTestPanel({ nodes: [await deadNode("mx1")], port: panel.port });
    expect(again.panel.port).toBe(panel.port);
  });

  it("names its cookie after its port, so that two of them on one machine do not disturb each other", async () => {
    const { panel } = await startTestPanel({ nodes: [await deadNode("mx1")] });
    await panel.close();
    const { client } = await startTestPanel({ nodes: [await deadNode("mx1")], port: panel.port });
    await client.session();
    expect(client.cookie).toMatch(new RegExp(`^mailmux_session_${panel.port}=`));
  });

  it("closes at the end of its scope", async () => {
    const node = await deadNode("mx1");
    let url: string;
    {
      await using panel = await startPanel({ nodes: [node], clientRoot: createClientRoot() });
      ({ url } = panel);
    }
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });

  it.each<[string, Partial<PanelOptions>, string]>([
    ["without nodes", { nodes: [] }, "invalid_option"],
    ["with a port that is none", { port: 65_536 }, "invalid_option"],
    ["with an interval that is none", { overviewIntervalMs: 0 }, "invalid_option"],
    ["without a host", { host: "" }, "invalid_option"],
    ["without a page", { clientRoot: "/nonexistent" }, "page_missing"],
    ["on an address of somebody else", { host: "192.0.2.1" }, "listen"],
  ])("does not start %s", async (_what, options, code) => {
    const nodes = [await deadNode("mx1")];
    await expect(startPanel({ nodes, clientRoot: createClientRoot(), ...options })).rejects.toMatchObject({
      code,
    });
  });

  it("does not start on a port that is taken", async () => {
    const { panel } = await startTestPanel({ nodes: [await deadNode("mx1")] });
    const nodes = [await deadNode("mx1")];
    const starting = startPanel({ nodes, clientRoot: createClientRoot(), port: panel.port });
    await expect(starting).rejects.toThrow("the port is taken");
  });

  it("does not start with two nodes of one name, and does with a node that can never be asked", async () => {
    const node = await deadNode("mx1");
    const start = (nodes: PanelOptions["nodes"]) => startPanel({ nodes, clientRoot: createClientRoot() });
    await expect(start([node, node])).rejects.toMatchObject({ code: "invalid_option" });
    await using panel = await start([{ ...node, endpoint: "http://127.0.0.1/remote/", tls: {} }]);
    expect(panel.port).toBeGreaterThan(0);
  });
});
