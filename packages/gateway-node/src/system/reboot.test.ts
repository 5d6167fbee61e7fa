import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { clientOf, faultOf } from "../../test/client.ts";
import { VirtualClock } from "../../test/virtual-clock.ts";
import { connectTo } from "../../test/wire.ts";
import { createGatewayNode, type GatewayNode } from "../gateway-node.ts";
import { formatLicence } from "./licence.ts";

const start = 1_700_000_000_000;

async function isReachable({ port }: GatewayNode): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const [outcome] = await Promise.race([
    once(socket, "connect").then(() => [true]),
    once(socket, "close").then(() => [false]),
  ]).catch(() => [false]);
  socket.destroy();
  return outcome === true;
}

describe("a node that is updated", () => {
  it("cannot be reached for a while, and comes back at the same port as the new version", async () => {
    const clock = new VirtualClock(start);
    await using node = await createGatewayNode({ clock, messages: 5, traffic: false });
    await using client = clientOf(node);
    const uptime = Number((await client.getUptime()).result);
    expect(uptime).toBeGreaterThan(3_600);
    expect(await faultOf(client.updateDownloadStatus())).toMatchObject({
      httpStatus: 500,
      faultstring: "No pending update",
    });
    await client.updateDownloadStart();
    clock.advance(10_000);
    expect((await client.updateDownloadStatus()).result).toBe(50);
    clock.advance(13_000);
    expect((await client.updateDownloadStatus()).result).toBe(102);
    await client.updateInstall();
    expect((await client.updateDownloadStatus()).result).toBe(103);
    using idle = await connectTo(node);
    const argv = { item: [new TextEncoder().encode("hsh")] };
    const { result: commandid } = await client.commandRun({ argv });
    await client.commandPoll({ commandid });
    clock.advance(10_000);
    await idle.rest();
    await expect(client.getVersion()).rejects.toMatchObject({ name: "SoapError" });
    expect(await isReachable(node)).toBe(false);
    clock.advance(30_000);
    while (!(await isReachable(node)));
    expect(await client.getVersion()).toEqual({ result: "4.8-p2" });
    expect((await client.getUptime()).result).toBe(0);
    expect((await faultOf(client.commandPoll({ commandid }))).faultstring).toBe("there is no such command");
    clock.advance(61_000);
    expect((await client.getUptime()).result).toBe(61);
    await faultOf(client.updateDownloadStatus());
  });

  it("waits for its port when somebody else has taken it meanwhile", async () => {
    const clock = new VirtualClock(start);
    const errors: unknown[] = [];
    const onError = (error: unknown): void => void errors.push(error);
    const timing = { downloadMs: 0, verifyMs: 0, installMs: 0, rebootMs: 1_000 };
    await using node = await createGatewayNode({
      clock,
      onError,
      updateTiming: timing,
      messages: 1,
      traffic: false,
    });
    await using client = clientOf(node);
    await client.updateDownloadStart();
    clock.advance(0);
    await client.updateInstall();
    clock.advance(0);
    while (await isReachable(node));
    const away = clock.pending;
    const thief = await createGatewayNode({ port: node.port, messages: 1, traffic: false });
    clock.advance(1_000);
    while (errors.length === 0) await new Promise((resolve) => setImmediate(resolve));
    // The next attempt waits in place of the reboot.
    expect(String(errors[0])).toContain("[listen] Cannot listen on");
    await thief.close();
    while (clock.pending < away) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(1_000);
    while (!(await isReachable(node)));
    expect((await client.getVersion()).result).toBe("4.8-p2");
  });

  it("can be closed while it is away", async () => {
    const clock = new VirtualClock(start);
    const timing = { downloadMs: 0, verifyMs: 0, installMs: 0, rebootMs: 1_000 };
    const node = await createGatewayNode({ clock, updateTiming: timing, messages: 1, traffic: false });
    await using client = clientOf(node);
    await client.updateDownloadStart();
    clock.advance(0);
    await client.updateInstall();
    clock.advance(0);
    await node.close();
    expect(clock.pending).toBe(0);
    clock.advance(5_000);
    expect(await isReachable(node)).toBe(false);
  });
});

describe("a node's clock and licence", () => {
  it("tells local time as msgts has it, and UTC when asked", async () => {
    const clock = new VirtualClock(start);
    await using node = await createGatewayNode({
      clock,
      localOffsetSeconds: -19_800,
      messages: 5,
      traffic: false,
    });
    await using client = clientOf(node);
    expect(await client.getTime({ utc: true })).toEqual({ result: start / 1_000 });
    expect(await client.getTime({})).toEqual({ result: start / 1_000 - 19_800 });
    expect(await client.getTime({ utc: false })).toEqual({ result: start / 1_000 - 19_800 });
    const { item } = (await client.mailHistory({ filter: "" })).result;
    expect(item.length).toBeGreaterThan(0);
    for (const { msgts, msgts0 } of item) expect(Number(msgts) - Number(msgts0)).toBe(-19_800);
  });

  it("takes the serial number of a licence, and no other data", async () => {
    await using node = await createGatewayNode({ messages: 1, traffic: false });
    await using client = clientOf(node);
    const before = await client.getSerial();
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    expect((await faultOf(client.licenseImport({ data: bytes("no licence") }))).faultstring).toBe(
      "The data is no licence",
    );
    expect(await client.getSerial()).toEqual(before);
    await client.licenseImport({ data: bytes(formatLicence({ serial: "25945435", until: "2999-12-31" })) });
    expect(await client.getSerial()).toEqual({ result: "25945435" });
  });
});
