import type { GatewayNode } from "@mailmux/gateway-node";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { NodeOverview } from "../../shared/api.ts";
import type { StreamEvent } from "../../test/support/client.ts";
import { arrival, deadNode, panelNode, startNode, user } from "../../test/support/nodes.ts";
import { startTestPanel } from "../../test/support/panel.ts";

async function startNodes(...options: Parameters<typeof startNode>): Promise<GatewayNode> {
  const node = await startNode(...options);
  onTestFinished(() => node.close());
  return node;
}

const rowOf = ({ data }: StreamEvent) => data as NodeOverview;

async function nextRound(events: AsyncGenerator<StreamEvent>): Promise<StreamEvent[]> {
  const round: StreamEvent[] = [];
  for (;;) {
    const { value } = await events.next();
    if (value === undefined) throw new Error("the stream ended");
    round.push(value);
    if (value.event === "round") return round;
  }
}

describe("the overview", () => {
  it("has a row for every node in the order of the configuration, whoever answers", async () => {
    const node = await startNodes({ name: "mx2" });
    node.store.enqueue(arrival());
    node.store.enqueue(arrival(), { quarantine: "mailquarantine:1" });
    node.store.enqueue(arrival(), { quarantine: "mailquarantine:1" });
    const { client } = await startTestPanel({ nodes: [await deadNode("mx1"), panelNode(node)] });
    await client.signIn(user);
    const [dead, alive] = (await client.overview()).nodes;
    expect(dead).toMatchObject({ node: "mx1", state: "failed", error: { code: "connect_refused" } });
    expect(dead).not.toHaveProperty("queueCount");
    expect(alive).toMatchObject({
      node: "mx2",
      state: "ok",
      version: "4.8-p1",
      queueCount: 1,
      quarantineCount: 2,
    });
    expect(alive?.latencyMs).toBeGreaterThan(0);
  });

  it("warns of how a node is reached", async () => {
    const node = await startNodes();
    const dead = await deadNode("mx2");
    const { client } = await startTestPanel({
      nodes: [
        { ...panelNode(node), tls: { insecure: true } },
        { ...dead, tls: { fingerprints: [`sha1:${"00".repeat(20)}`] } },
        {
          ...dead,
          name: "mx3",
          endpoint: dead.endpoint.replace("https", "http"),
          tls: {},
          allowPlaintextAuth: true,
        },
      ],
    });
    await client.signIn(user);
    expect((await client.overview()).nodes.map(({ warning }) => warning)).toEqual([
      "The certificate is not verified.",
      "Pinned by a SHA-1 fingerprint, which is weak.",
      "Plain http: everybody on the way can read what is said.",
    ]);
  });

  it("is for people who are signed in", async () => {
    const { client } = await startTestPanel({ nodes: [await deadNode("mx1")] });
    expect((await client.problem("/api/overview")).code).toBe("not_signed_in");
    expect((await client.problem("/api/overview/events")).code).toBe("not_signed_in");
  });
});

describe("the overview's events", () => {
  it("begin with every node, tell each as it settles, and end every round", async () => {
    const nodes = [await startNodes({ name: "mx1" }), await startNodes({ name: "mx2" })];
    const { client } = await startTestPanel({ nodes: nodes.map(panelNode), overviewIntervalMs: 10 });
    await client.signIn(user);
    const events = client.events();
    const first = await nextRound(events);
    expect(first.slice(0, 2).map((event) => [event.event, rowOf(event).node, rowOf(event).state])).toEqual([
      ["node", "mx1", "pending"],
      ["node", "mx2", "pending"],
    ]);
    expect(new Set(first.slice(2, 4).map((event) => `${rowOf(event).node} ${rowOf(event).state}`))).toEqual(
      new Set(["mx1 ok", "mx2 ok"]),
    );
    expect(first[4]).toMatchObject({ event: "round", data: { answered: 2, total: 2, nextInMs: 10 } });
    const second = await nextRound(events);
    expect(second.map(({ event }) => event)).toEqual(["node", "node", "round"]);
  });

  it("show that a node went away, and that the others did not", async () => {
    const [one, two] = [await startNodes({ name: "mx1" }), await startNodes({ name: "mx2" })];
    const { client } = await startTestPanel({ nodes: [one, two].map(panelNode), overviewIntervalMs: 10 });
    await client.signIn(user);
    const events = client.events();
    await nextRound(events);
    await two.close();
    let round = await nextRound(events);
    while (round.every((event) => rowOf(event).state !== "failed")) round = await nextRound(events);
    expect(
      round
        .slice(0, -1)
        .map((event) => `${rowOf(event).node} ${rowOf(event).state}`)
        .sort(),
    ).toEqual(["mx1 ok", "mx2 failed"]);
    expect(round.at(-1)).toMatchObject({ data: { answered: 1, total: 2 } });
  });

  it("wait no longer for a node that hangs than the time limit", async () => {
    const [one, two] = [await startNodes({ name: "mx1" }), await startNodes({ name: "mx2", fault: "hang" })];
    const { client } = await startTestPanel({ nodes: [one, two].map(panelNode), operationTimeoutMs: 300 });
    await client.signIn(user);
    const round = await nextRound(client.events());
    expect(round.slice(2, 4).map((event) => [rowOf(event).node, rowOf(event).state])).toEqual([
      ["mx1", "ok"],
      ["mx2", "timed_out"],
    ]);
    expect(rowOf(round[3] as StreamEvent).error?.message).toMatch(/^no answer within [23]\d\d ms$/);
  });

  it("go on without a node that hangs", async () => {
    const [one, two] = [await startNodes({ name: "mx1" }), await startNodes({ name: "mx2", fault: "hang" })];
    const { client } = await startTestPanel({ nodes: [one, two].map(panelNode), overviewIntervalMs: 10 });
    await client.signIn(user);
    const events = client.events();
    for (let round = 0; round < 3; round++) {
      const settled = (await nextRound(events)).filter((event) => rowOf(event).state !== "pending");
      expect(settled.map((event) => rowOf(event).node ?? event.event)).toEqual(["mx1", "round"]);
      expect(settled.at(-1)).toMatchObject({ data: { answered: 1, total: 2 } });
    }
  });

  it("tell whoever comes later what is known already", async () => {
    const node = await startNodes();
    const { client } = await startTestPanel({ nodes: [panelNode(node)], overviewIntervalMs: 60_000 });
    await client.signIn(user);
    await nextRound(client.events());
    const { value } = await client.events().next();
    expect(value).toMatchObject({ event: "node", data: { state: "ok" } });
  });

  it("are not asked for without anybody to listen", async () => {
    const node = await startNodes();
    const { client } = await startTestPanel({ nodes: [panelNode(node)], overviewIntervalMs: 10 });
    await client.signIn(user);
    const events = client.events();
    await nextRound(events);
    await events.return(undefined);
    const again = await nextRound(client.events());
    expect(rowOf(again[0] as StreamEvent).state).toBe("ok");
  });

  it("come to eight pages of a session at most", async () => {
    const node = await startNodes();
    const { client } = await startTestPanel({ nodes: [panelNode(node)] });
    await client.signIn(user);
    for (let page = 0; page < 8; page++) await client.events().next();
    expect(await client.problem("/api/overview/events")).toMatchObject({
      status: 429,
      code: "too_many_attempts",
    });
  });

  it("say that the session is over when every node refuses the password", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mailmux-node-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const before = await startNodes({ folder });
    const { client } = await startTestPanel({ nodes: [panelNode(before)], overviewIntervalMs: 10 });
    await client.signIn(user);
    const events = client.events();
    await nextRound(events);
    await before.close();
    await startNodes({ folder, port: before.port, password: "another" });
    const rest = await Array.fromAsync(events);
    expect(rest.at(-1)).toEqual({
      event: "signed_out",
      data: { reason: "The nodes no longer accept this user name and password." },
    });
    expect(await client.session()).toMatchObject({ user: null });
  });

  it("end with the panel", async () => {
    const node = await startNodes();
    const { client, panel } = await startTestPanel({ nodes: [panelNode(node)] });
    await client.signIn(user);
    const events = client.events();
    await events.next();
    await panel.close();
    const rest = await Array.fromAsync(events);
    expect(rest.at(-1)).toEqual({ event: "signed_out", data: { reason: "The panel was stopped." } });
  });
});
