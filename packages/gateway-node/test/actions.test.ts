import {
  actOnMessages,
  type BulkPreview,
  type BulkReport,
  type BulkRequest,
  condition,
  createGatewayCluster,
  Credentials,
  listMessages,
  type ListRow,
  parseFilter,
  previewBulk,
  runBulk,
  type SelectedMessage,
} from "@mailmux/gateway-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createGatewayNode } from "../src/index.ts";
import { arrival } from "./arrival.ts";
import { configOf, type RunningNodes, startNodes } from "./start-nodes.ts";

const names = ["mx1", "mx2", "mx3"];
let running: RunningNodes;
beforeEach(async () => {
  running = await startNodes(names, { messages: 40 }, { operationTimeoutMs: 5_000 });
});
afterEach(() => running[Symbol.asyncDispose]());

async function rowsOf(source: "queue" | "quarantine"): Promise<readonly ListRow[]> {
  return (await listMessages(running.cluster, { source, limit: 1_000 })).rows;
}

function countOf(name: string, filter = ""): number {
  return running.node(name).store.count("queue", parseFilter(filter));
}

function isThere({ node, id }: SelectedMessage): boolean {
  return running.node(node).store.find(BigInt(id)) !== undefined;
}

describe("actOnMessages", () => {
  it("does to each selected message what was asked for, and to no other", async () => {
    const rows = await rowsOf("queue");
    const selected = rows.filter((_, index) => index % 3 === 0);
    expect(new Set(selected.map(({ node }) => node)).size).toBe(3);
    const report = await actOnMessages(running.cluster, selected, "delete");
    expect(report.messages).toEqual(selected.map(({ node, id }) => ({ node, id, outcome: "done" })));
    expect(selected.filter(isThere)).toEqual([]);
    expect(await rowsOf("queue")).toEqual(rows.filter((row) => !selected.includes(row)));
    expect(report.nodes.map(({ node }) => node)).toEqual(names);
  });

  it("leaves alone what is gone, what may not be seen, and what the action is not for", async () => {
    const waiting = await rowsOf("queue");
    const held = await rowsOf("quarantine");
    const [gone, hidden, kept] = waiting;
    const [quarantined] = held;
    if (!gone || !hidden || !kept || !quarantined) throw new Error("too few messages");
    await actOnMessages(running.cluster, [gone], "delete");
    const restriction = parseFilter(`not queueid=${hidden.id}`);
    const rows = [gone, hidden, kept, quarantined];
    const deleted = await actOnMessages(running.cluster.select(hidden.node), [hidden], "delete", {
      restriction,
    });
    expect(deleted.messages).toEqual([{ node: hidden.node, id: hidden.id, outcome: "gone" }]);
    expect(isThere(hidden)).toBe(true);
    const retried = await actOnMessages(running.cluster, rows, "retry");
    expect(retried.messages.map(({ outcome }) => outcome)).toEqual(["gone", "done", "done", "gone"]);
    const released = await actOnMessages(running.cluster, rows, "release");
    expect(released.messages.map(({ outcome }) => outcome)).toEqual(["gone", "gone", "gone", "done"]);
    expect((await rowsOf("quarantine")).length).toBe(held.length - 1);
  });

  it("delivers copies, and returns messages to their senders", async () => {
    const [row] = await rowsOf("quarantine");
    if (!row) throw new Error("no message");
    const before = countOf(row.node);
    await actOnMessages(running.cluster, [row], "duplicate");
    expect(countOf(row.node)).toBe(before + 1);
    expect(isThere(row)).toBe(true);
    const waiting = (await rowsOf("queue")).find(({ from }) => from !== "");
    if (!waiting) throw new Error("no message");
    expect((await actOnMessages(running.cluster, [waiting], "bounce")).messages).toMatchObject([
      { outcome: "done" },
    ]);
    expect(isThere(waiting)).toBe(false);
    const report = (await rowsOf("queue")).find(({ from, to }) => from === "" && to === waiting.from);
    expect(report?.node).toBe(waiting.node);
  });

  it("says of each message of a node that fails whether it was tried", async () => {
    const selected = await rowsOf("queue");
    running.node("mx1").setFaults(["mailQueue:drop"]);
    running.node("mx2").setFaults(["mailQueueDelete:reset"]);
    running.node("mx3").setFaults(["mailQueueDelete:fault"]);
    const { messages, nodes } = await actOnMessages(running.cluster, selected, "delete");
    const outcomes = (name: string): unknown[] => [
      ...new Set(messages.filter(({ node }) => node === name).map(({ outcome }) => outcome)),
    ];
    expect(names.map(outcomes)).toEqual([["not_tried"], ["unknown"], ["failed"]]);
    expect(nodes.map(({ status }) => status)).toEqual(["failed", "unknown", "failed"]);
    expect(messages.every(({ failure }) => failure !== undefined)).toBe(true);
    expect(messages.find(({ node }) => node === "mx3")?.failure?.message).toBe("The node is in trouble");
    expect(selected.every(isThere)).toBe(true);
  });

  it("says what was done of many before a node failed, and goes no further there", async () => {
    const called: string[] = [];
    await using node = await createGatewayNode({
      messages: 0,
      traffic: false,
      authenticateCall({ soapcall }) {
        called.push(soapcall);
        // The answer to the second deletion is lost.
        if (called.filter((name) => name === "mailQueueDelete").length === 2)
          node.setFaults(["mailQueueDelete:drop"]);
        return { allow: true };
      },
    });
    const selected = Array.from({ length: 2_500 }, () => {
      return { node: node.name, id: String(node.store.enqueue(arrival())) };
    });
    const credentials = new Credentials("somebody", "any");
    await using cluster = createGatewayCluster({ nodes: [{ ...configOf(node), credentials }] });
    const { messages } = await actOnMessages(cluster, selected, "delete");
    const outcomes = messages.map(({ outcome }) => outcome);
    expect(new Set(outcomes.slice(0, 1_000))).toEqual(new Set(["done"]));
    expect(new Set(outcomes.slice(1_000, 2_000))).toEqual(new Set(["unknown"]));
    expect(new Set(outcomes.slice(2_000))).toEqual(new Set(["not_tried"]));
    expect(called).toEqual(["mailQueue", "mailQueueDelete", "mailQueue", "mailQueueDelete"]);
    expect(node.store.count("queue", parseFilter(""))).toBe(1_500);
  });

  it("takes a message that is named twice for one, and none for nothing to do", async () => {
    const [row] = await rowsOf("queue");
    if (!row) throw new Error("no message");
    const { messages, nodes } = await actOnMessages(running.cluster, [row, row], "duplicate");
    expect(messages.map(({ outcome }) => outcome)).toEqual(["done", "done"]);
    expect(nodes).toMatchObject([{ value: { done: 1, gone: 0 } }]);
    expect(await actOnMessages(running.cluster, [], "delete")).toEqual({ messages: [], nodes: [] });
  });

  it("refuses rows of the history, ids that are none, and unknown nodes, before anything is sent", async () => {
    const [row] = await rowsOf("queue");
    if (!row) throw new Error("no message");
    for (const wrong of [
      { ...row, source: "history" as const },
      { ...row, id: "1,2" },
      { ...row, node: "mx9" },
    ]) {
      const acting = actOnMessages(running.cluster, [row, wrong], "delete");
      await expect(acting).rejects.toMatchObject({ code: "invalid_argument" });
    }
    expect(isThere(row)).toBe(true);
  });
});

describe("a bulk action", () => {
  const request: BulkRequest = { action: "delete", filter: condition("from", "=", "bulk@example.com") };
  const filter = "from=bulk@example.com";

  /** Puts messages in the queue of a node that the request matches. */
  function add(name: string, count: number): void {
    for (let index = 0; index < count; index++) {
      running.node(name).store.enqueue(arrival({ from: "bulk@example.com" }));
    }
  }

  beforeEach(() => {
    add("mx1", 3);
    add("mx2", 5);
  });

  /** As it is when somebody has stored it meanwhile. */
  function stored<T extends BulkPreview | BulkReport>(data: T): T {
    return JSON.parse(JSON.stringify(data)) as T;
  }

  it("does what was counted", async () => {
    const preview = await previewBulk(running.cluster, request);
    expect(preview.nodes).toEqual([
      { node: "mx1", count: 3 },
      { node: "mx2", count: 5 },
      { node: "mx3", count: 0 },
    ]);
    expect(preview.total).toEqual({ count: 8, atLeast: false });
    expect(names.map((name) => countOf(name, filter))).toEqual([3, 5, 0]);
    const others = names.map((name) => countOf(name) - countOf(name, filter));
    const report = await runBulk(running.cluster, stored(preview));
    expect(report).toEqual({
      nodes: [
        { node: "mx1", outcome: "done", counted: 3, affected: 3 },
        { node: "mx2", outcome: "done", counted: 5, affected: 5 },
        { node: "mx3", outcome: "done", counted: 0, affected: 0 },
      ],
      affected: { count: 8, atLeast: false },
      complete: true,
    });
    expect(names.map((name) => countOf(name))).toEqual(others);
  });

  it("stops on a node where more match than were counted, and nowhere else", async () => {
    const preview = await previewBulk(running.cluster, request);
    add("mx2", 1);
    const report = await runBulk(running.cluster, preview);
    expect(report.nodes).toMatchObject([
      { node: "mx1", outcome: "done", affected: 3 },
      { node: "mx2", outcome: "refused", counted: 5, now: 6 },
      { node: "mx3", outcome: "done", affected: 0 },
    ]);
    expect(report.complete).toBe(false);
    expect(names.map((name) => countOf(name, filter))).toEqual([0, 6, 0]);
  });

  it("goes on where fewer match", async () => {
    const preview = await previewBulk(running.cluster, request);
    const { store } = running.node("mx2");
    for (const { id } of store.matching(parseFilter(filter), undefined, 2)) store.finish(id, "DELETE", "");
    const report = await runBulk(running.cluster, preview);
    expect(report.nodes[1]).toEqual({ node: "mx2", outcome: "done", counted: 5, affected: 3 });
  });

  it("says at least how many there are when a node is missing, and leaves that node alone", async () => {
    running.node("mx2").setFaults(["reset"]);
    const preview = await previewBulk(running.cluster, request);
    expect(preview.total).toEqual({ count: 3, atLeast: true });
    expect(preview.nodes[1]).toMatchObject({ node: "mx2", failure: { code: expect.any(String) } });
    running.node("mx2").setFaults([]);
    const report = await runBulk(running.cluster, stored(preview));
    expect(report.nodes[1]).toMatchObject({ node: "mx2", outcome: "not_tried" });
    expect(countOf("mx2", filter)).toBe(5);
  });

  it("does not repeat what has been done, or may have been", async () => {
    const copies: BulkRequest = { ...request, action: "duplicate" };
    add("mx3", 2);
    const preview = await previewBulk(running.cluster, copies);
    running.node("mx2").setFaults(["mailQueueRetryBulk:drop"]);
    running.node("mx3").setFaults(["mailQueueRetryBulk:fault"]);
    const first = await runBulk(running.cluster, preview);
    expect(first.nodes.map(({ outcome }) => outcome)).toEqual(["done", "unknown", "failed"]);
    expect(first.affected).toEqual({ count: 3, atLeast: true });
    running.nodes.forEach((node) => node.setFaults([]));
    const second = await runBulk(running.cluster, preview, { after: stored(first) });
    expect(second.nodes.map(({ outcome }) => outcome)).toEqual(["done", "unknown", "done"]);
    expect(names.map((name) => countOf(name, filter))).toEqual([6, 5, 4]);
    expect(second.affected).toEqual({ count: 5, atLeast: true });
  });

  it.each([
    "mailQueueDeleteBulk:hang",
    "mailQueueDeleteBulk:http500",
    "mailQueueDeleteBulk:garbage",
  ] as const)("is unknown where a node does %s", async (fault) => {
    const preview = await previewBulk(running.cluster, request);
    running.node("mx1").setFaults([fault]);
    const report = await runBulk(running.cluster, preview, { operationTimeoutMs: 500 });
    expect(report.nodes.map(({ outcome }) => outcome)).toEqual(["unknown", "done", "done"]);
  });

  it("is not tried where a node does not count again", async () => {
    const preview = await previewBulk(running.cluster, request);
    running.node("mx1").setFaults(["mailQueue:hang"]);
    running.node("mx2").setFaults(["mailQueue:drop"]);
    const report = await runBulk(running.cluster, preview, { operationTimeoutMs: 500 });
    expect(report.nodes.map(({ outcome }) => outcome)).toEqual(["not_tried", "not_tried", "done"]);
    expect(report.nodes[0]).toMatchObject({ failure: { code: "timed_out" } });
  });

  it("ends with its signal, and says what was not tried", async () => {
    const preview = await previewBulk(running.cluster, request);
    const signal = AbortSignal.abort();
    const report = await runBulk(running.cluster, preview, { signal });
    expect(report.nodes.map(({ outcome }) => outcome)).toEqual(["not_tried", "not_tried", "not_tried"]);
    expect(countOf("mx1", filter)).toBe(3);
  });

  it("retries what waits, releases what is held, and changes fields", async () => {
    const held = countOf("mx1", "action=QUARANTINE");
    const waiting = countOf("mx1", "action=DELIVER");
    const one = running.cluster.select("mx1");
    const everything = { filter: "", everything: true } as const;
    const move: BulkRequest = { ...everything, action: "update", fields: { quarantine: "mailquarantine:9" } };
    expect((await previewBulk(one, move)).total.count).toBe(held + waiting);
    const moving: BulkRequest = { ...move, filter: "action=QUARANTINE" };
    await runBulk(one, await previewBulk(one, moving));
    expect(countOf("mx1", "quarantine=mailquarantine:9")).toBe(held);
    const retry = await runBulk(one, await previewBulk(one, { ...everything, action: "retry" }));
    expect(retry.affected.count).toBe(waiting);
    expect(countOf("mx1", "action=QUARANTINE")).toBe(held);
    const release = await runBulk(one, await previewBulk(one, { ...everything, action: "release" }));
    expect(release.affected.count).toBe(held);
    expect(countOf("mx1", "action=QUARANTINE")).toBe(0);
  });

  it("refuses all mail that is not meant, and what cannot be sent, before anything is sent", async () => {
    const refused: unknown[] = [
      { action: "delete", filter: "" },
      { action: "release", filter: "" },
      { action: "retry", filter: "size>0", retryAt: -1 },
      { action: "update", filter: "size>0", fields: {} },
      { action: "explode", filter: "size>0" },
    ];
    for (const wrong of refused as BulkRequest[]) {
      await expect(previewBulk(running.cluster, wrong)).rejects.toMatchObject({ code: "invalid_argument" });
      const preview = { request: wrong, nodes: [{ node: "mx1", count: 1_000 }] };
      await expect(runBulk(running.cluster, preview)).rejects.toMatchObject({ code: "invalid_argument" });
    }
    await expect(previewBulk(running.cluster, { ...request, filter: "form=x" })).rejects.toMatchObject({
      code: "unknown_field",
    });
  });

  it("refuses a preview of other nodes, and an earlier report of another preview", async () => {
    const preview = await previewBulk(running.cluster, request);
    const smaller = running.cluster.select("mx1");
    await expect(runBulk(smaller, preview)).rejects.toMatchObject({ code: "invalid_argument" });
    const after = await runBulk(smaller, await previewBulk(smaller, request));
    await expect(runBulk(running.cluster, preview, { after })).rejects.toMatchObject({
      code: "invalid_argument",
    });
    const odd = { ...preview, nodes: [{ node: "mx2", count: Number.NaN }] };
    await expect(runBulk(running.cluster, odd)).rejects.toMatchObject({ code: "invalid_argument" });
    expect(countOf("mx2", filter)).toBe(5);
  });
});
