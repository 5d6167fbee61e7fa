import { expect, it, onTestFinished } from "vitest";
import { TestClient } from "../test/support/client.ts";
import { deadNode, panelNode, startNode } from "../test/support/nodes.ts";
import { startTestPanel } from "../test/support/panel.ts";

const canary = "canary-7f3a9c";

/** Everything a client was sent: heads and bodies. */
class ListeningClient extends TestClient {
  readonly heard: string[] = [];

  override async fetch(path: string, init?: RequestInit): Promise<Response> {
    const response = await super.fetch(path, init);
    this.heard.push(JSON.stringify([...response.headers]));
    if (!path.endsWith("/events")) this.heard.push(await response.clone().text());
    return response;
  }
}

it("sends a password to the nodes and to nobody else", async () => {
  const node = await startNode({ password: canary });
  const broken = await startNode({ name: "mx2", password: canary, fault: "http500" });
  onTestFinished(async () => void (await Promise.all([node.close(), broken.close()])));
  const nodes = [
    // As a loaded configuration has it: with somebody's password, which the panel has no use for.
    { ...panelNode(node), username: "admin", credentials: { reveal: () => `configured ${canary}` } },
    panelNode(broken),
    await deadNode("mx3"),
  ];
  const { panel, log } = await startTestPanel({ nodes, overviewIntervalMs: 10 });
  const client = new ListeningClient(panel.url);
  const credentials = { username: "admin", password: canary };

  await client.postSession({ ...credentials, password: `${canary} wrong` });
  await client.postSession({ ...credentials, [canary]: 1, password: { canary } });
  await client.postSession(`{"password":"${canary}"`);
  await client.signIn(credentials);
  await client.overview();
  await client.messages();
  await client.fetch(`/api/messages?filter=frm%3D1`);
  await client.fetch(`/api/nothing`);
  const events = client.events();
  for (let count = 0; count < 8; count++) client.heard.push(JSON.stringify((await events.next()).value));
  await node.close();
  await client.fetch("/api/messages");
  await client.signOut();

  const words = [
    canary,
    Buffer.from(`admin:${canary}`).toString("base64"),
    Buffer.from(canary).toString("base64url"),
  ];
  const heard = client.heard.join("\n") + JSON.stringify(log);
  expect(heard.length).toBeGreaterThan(2_000);
  expect(log.map(({ message }) => message)).toContain("signed in");
  for (const word of words) expect(heard).not.toContain(word);
});
