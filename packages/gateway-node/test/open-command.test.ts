import {
  createGateway,
  createSearchLogParser,
  Credentials,
  openCommand,
  parseOutput,
  searchLogArguments,
  updateState,
  type Gateway,
} from "@mailmux/gateway-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGatewayNode, type GatewayNode } from "../src/index.ts";

describe("a command of a running node", () => {
  let node: GatewayNode;
  let gateway: Gateway;
  beforeAll(async () => {
    node = await createGatewayNode({ messages: 40, traffic: false });
    gateway = createGateway({
      name: node.name,
      endpoint: node.url,
      address: `127.0.0.1:${node.port}`,
      credentials: new Credentials(node.user, node.password),
      tls: { fingerprints: [node.fingerprint] },
      allowPlaintextAuth: false,
    });
  });
  afterAll(async () => {
    await gateway.close();
    await node.close();
  });

  it("is read to its end", async () => {
    const [row] = (await gateway.calls().mailQueue({ filter: "action=DELIVER", limit: 1 })).messages;
    if (row === undefined) throw new Error("no message");
    const command = await openCommand(
      gateway,
      searchLogArguments({ messageId: row.messageId, time: row.receivedAt }),
    );
    const lines = await Array.fromAsync(parseOutput(command, createSearchLogParser()));
    expect(lines.length).toBeGreaterThan(3);
    await command.stop();
  });

  it("takes what is typed, and is stopped when its reader leaves", async () => {
    const command = await openCommand(gateway, ["hsh"], { cols: 100, rows: 30 });
    void command.write("40 + 2\n");
    await command.resize(80, 24);
    let output = "";
    for await (const chunk of command) {
      output += Buffer.from(chunk).toString("utf8");
      if (/^42\r?$/m.test(output)) break;
    }
    await expect(gateway.calls().commandPoll(command.id)).rejects.toThrow("there is no such command");
    expect(() => command[Symbol.asyncIterator]()).toThrow("read once");
  });

  it("ends with its signal, which its reader gets", async () => {
    const controller = new AbortController();
    const command = await openCommand(gateway, ["hsh"], { signal: controller.signal });
    const reading = (async () => {
      for await (const _ of command) controller.abort(new Error("enough"));
    })();
    await expect(reading).rejects.toThrow("enough");
    await expect(gateway.calls().commandPoll(command.id)).rejects.toThrow("there is no such command");
  });

  it("tells refusals and lost nodes from an end", async () => {
    await expect(openCommand(gateway, ["rm"])).rejects.toMatchObject({
      faultstring: expect.stringContaining("not allowed"),
    });
    const command = await openCommand(gateway, ["hsh"]);
    node.setFaults(["commandPoll:drop"]);
    await expect(Array.fromAsync(command)).rejects.toMatchObject({ code: "transport" });
    node.setFaults([]);
    await expect(gateway.calls().commandPoll(command.id)).rejects.toThrow("there is no such command");
  });

  it("says how far an update is, also when there is none", async () => {
    expect(await updateState(gateway)).toEqual({ state: "idle" });
    await gateway.calls().updateDownloadStart();
    expect(await updateState(gateway)).toMatchObject({ state: "downloading" });
    await gateway.calls().updateDownloadCancel();
    expect(await updateState(gateway)).toEqual({ state: "idle" });
  });
});
