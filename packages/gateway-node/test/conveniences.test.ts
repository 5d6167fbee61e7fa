import {
  createGateway,
  downloadMessage,
  findMessage,
  type Gateway,
  type GatewayMessage,
  listMessages,
  type ListRow,
  openCommand,
  parseFilter,
  preview,
  readFile,
  searchLog,
  statdNames,
  statdValues,
} from "@mailmux/gateway-api";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createGatewayNode, type GatewayNode } from "../src/index.ts";
import { configOf, type RunningNodes, startNodes } from "./start-nodes.ts";

/** All bytes of something that is read in pieces. */
async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(pieces));
}

describe("what one node is asked for", () => {
  let node: GatewayNode;
  let gateway: Gateway;
  /** From outside: the gateway has added header fields. */
  let changed: ListRow;
  let log: Buffer;
  beforeAll(async () => {
    // On the clock on the wall: the output of commands is waited for.
    node = await createGatewayNode({ messages: 60, traffic: false });
    gateway = createGateway(configOf(node));
    const { messages } = await gateway.calls().mailQueue({ filter: "", limit: 1_000 });
    const found = messages.find(({ deltaPath }) => deltaPath !== undefined);
    if (found === undefined) throw new Error("no message has been changed");
    changed = { ...found, node: node.name, source: "queue" };
    log = Buffer.from((await gateway.calls().fileRead("/storage/log/mail.log", { sizeBytes: 1e7 })).data);
  });
  afterEach(() => node.setFaults([]));
  afterAll(async () => {
    await gateway.close();
    await node.close();
  });

  /** How many programs run on the node: one more than it takes is refused. */
  async function freeCommands(): Promise<number> {
    const open = [];
    for (;;) {
      const command = await openCommand(gateway, ["hsh"]).catch(() => undefined);
      if (command === undefined) break;
      open.push(command);
    }
    await Promise.all(open.map((command) => command.stop()));
    return open.length;
  }

  it("shows a message with its header before and after, its body and attachments", async () => {
    const shown = await preview(gateway, changed);
    const subject = shown.headers.find(({ name }) => name.toLowerCase() === "subject");
    expect(subject).toBeDefined();
    expect(shown.headersAfter?.length).toBeGreaterThan(shown.headers.length);
    expect(shown.text ?? shown.html).toMatch(/\S/);
    const plain = await preview(gateway, changed, { plainText: true, original: true });
    expect(plain.headersAfter).toBeUndefined();
    expect(plain.headers).toEqual(shown.headers);
  });

  it("shows every message of the queue, whatever is in it", async () => {
    const { messages } = await gateway.calls().mailQueue({ filter: "", limit: 1_000 });
    for (const message of messages) {
      const shown = await preview(gateway, message, { plainText: true });
      expect(shown.headers.some(({ name }) => name.toLowerCase() === "from")).toBe(true);
      expect(shown.cut).toBe(false);
    }
  });

  it("says that a message cannot be shown: no file, a file that is gone, one too large", async () => {
    await expect(preview(gateway, {})).rejects.toMatchObject({ code: "invalid_argument" });
    const gone = { path: changed.path?.replace(/^.*\//, "/storage/mail/processed/0") ?? "" };
    await expect(preview(gateway, gone)).rejects.toMatchObject({ code: "not_found" });
    await expect(preview(gateway, changed, { maxBytes: 100 })).rejects.toMatchObject({ code: "too_large" });
    await expect(preview(gateway, { path: "/etc/passwd" })).rejects.toMatchObject({
      name: "GatewayApiError",
    });
  });

  it("finds the log lines of a message, and stops the search for whoever leaves", async () => {
    const question = { messageId: changed.messageId, time: changed.receivedAtLocal };
    const lines = await Array.fromAsync(searchLog(gateway, question));
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.every(({ text }) => text.includes(changed.messageId))).toBe(true);
    const free = await freeCommands();
    for await (const line of searchLog(gateway, question)) {
      expect(line).toEqual(lines[0]);
      break;
    }
    const controller = new AbortController();
    const reading = (async () => {
      for await (const _ of searchLog(gateway, question, { signal: controller.signal }))
        controller.abort(new Error("enough"));
    })();
    await expect(reading).rejects.toThrow("enough");
    expect(await freeCommands()).toBe(free);
    await expect(Array.fromAsync(searchLog(gateway, { ...question, messageId: "-x" }))).rejects.toMatchObject(
      { code: "invalid_argument" },
    );
  });

  it("tells the live counters and their values", async () => {
    const names = await statdNames(gateway);
    expect(names.length).toBeGreaterThan(2);
    for (const name of names) {
      const values = await statdValues(gateway, name);
      expect(values.length).toBeGreaterThan(0);
      expect(values.every(({ value }) => value !== undefined)).toBe(true);
    }
    expect(await statdValues(gateway, "no-such-counter")).toEqual([]);
    await expect(statdValues(gateway, "-l")).rejects.toMatchObject({ code: "invalid_argument" });
  });

  it.each([1_000, 4_096, 262_144])("reads a file in pieces of %i bytes", async (pieceBytes) => {
    const pieces = await Array.fromAsync(readFile(gateway, "/storage/log/mail.log", { pieceBytes }));
    expect(Buffer.concat(pieces).equals(log)).toBe(true);
    expect(pieces).toHaveLength(Math.ceil(log.length / pieceBytes));
  });

  it("reads a file whose length is a multiple of the piece's, and one that is just as long as allowed", async () => {
    const exact = { pieceBytes: log.length, maxBytes: log.length };
    const read = await bytesOf(readFile(gateway, "/storage/log/mail.log", exact));
    expect(read.equals(log)).toBe(true);
  });

  it("stops at a limit, and for files that are none", async () => {
    const limited = bytesOf(readFile(gateway, "/storage/log/mail.log", { maxBytes: log.length - 1 }));
    await expect(limited).rejects.toMatchObject({ code: "too_large" });
    await expect(bytesOf(readFile(gateway, "/storage/log/none"))).rejects.toThrow("file not found");
    for (const pieceBytes of [0, 1.5, 16_777_217]) {
      const reading = bytesOf(readFile(gateway, "/storage/log/mail.log", { pieceBytes }));
      await expect(reading).rejects.toMatchObject({ code: "invalid_argument" });
    }
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(bytesOf(readFile(gateway, "/storage/log/mail.log", { signal }))).rejects.toThrow("enough");
  });

  it("downloads a message as it came, and as the gateway changed it", async () => {
    const original = await bytesOf(downloadMessage(gateway, changed, { original: true, pieceBytes: 777 }));
    expect(original.length).toBe(changed.sizeBytes);
    expect(original.equals(await bytesOf(readFile(gateway, changed.path ?? "")))).toBe(true);
    const after = await bytesOf(downloadMessage(gateway, changed));
    expect(after.subarray(-original.length).equals(original)).toBe(true);
    expect(after.length).toBeGreaterThan(original.length);
    const historical = { id: "1", source: "history", queueId: changed.id } as const;
    expect((await bytesOf(downloadMessage(gateway, historical))).equals(after)).toBe(true);
    expect(() => downloadMessage(gateway, { id: "1", source: "history" })).toThrow("does not say which");
    const gone = bytesOf(downloadMessage(gateway, { id: "999999", source: "queue" }));
    await expect(gone).rejects.toThrow("queueid not found");
  });
});

describe("findMessage", () => {
  let running: RunningNodes;
  let row: ListRow;
  beforeAll(async () => {
    running = await startNodes(["mx1", "mx2"], {}, { operationTimeoutMs: 5_000 });
    const page = await listMessages(running.cluster, { source: "queue", limit: 1 });
    const [first] = page.rows;
    if (first === undefined) throw new Error("no message");
    row = first;
  });
  afterEach(() => running.nodes.forEach((node) => node.setFaults([])));
  afterAll(() => running[Symbol.asyncDispose]());

  it("finds the one message of all nodes", async () => {
    const found = await findMessage(running.cluster, { messageId: row.messageId, actionId: row.actionId });
    expect(found).toMatchObject({ status: "found", row });
    const byId = await findMessage(running.cluster.select(row.node), { queueId: row.id });
    expect(byId.row).toEqual(row);
  });

  it("does not take one for the only one when there are two, or when a node is silent", async () => {
    const same = await findMessage(running.cluster, { historyId: "7" });
    expect(same).toMatchObject({ status: "ambiguous", row: undefined });
    expect(same.rows.map(({ node, source }) => [node, source])).toEqual([
      ["mx1", "history"],
      ["mx2", "history"],
    ]);
    running.nodes.filter(({ name }) => name !== row.node).forEach((node) => node.setFaults(["drop"]));
    const { messageId, actionId } = row;
    const incomplete = await findMessage(running.cluster, { messageId, actionId });
    expect(incomplete).toMatchObject({ status: "incomplete", row: undefined, rows: [row] });
  });

  it("finds nothing that is not there, or may not be seen, and refuses what is no id", async () => {
    const none = { messageId: "00000000-0000-0000-0000-000000000000" };
    expect((await findMessage(running.cluster, none)).status).toBe("not_found");
    const restriction = parseFilter("to=nobody@example.com");
    const hidden = await findMessage(running.cluster, { messageId: row.messageId }, { restriction });
    expect(hidden.status).toBe("not_found");
    for (const question of [{ queueId: "1 or size>0" }, { historyId: "" }, { messageId: "%" }]) {
      await expect(findMessage(running.cluster, question)).rejects.toMatchObject({
        code: "invalid_argument",
      });
    }
  });

  it("finds a message in the history that has just left the queue", async () => {
    const [own] = running.cluster.nodes;
    if (own === undefined) throw new Error("no node");
    const [held] = (await own.calls().mailQueue({ filter: "action=QUARANTINE", limit: 1 })).messages as [
      GatewayMessage,
    ];
    await own.calls().mailQueueDelete(held.id);
    const found = await findMessage(running.cluster.select("mx1"), {
      messageId: held.messageId,
      actionId: held.actionId,
    });
    expect(found.rows.length).toBeGreaterThan(0);
    expect(found.rows.every(({ source }) => source === "history")).toBe(true);
  });
});
