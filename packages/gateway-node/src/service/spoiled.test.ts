import { describe, expect, it } from "vitest";
import { clientOf, faultOf } from "../../test/client.ts";
import { VirtualClock } from "../../test/virtual-clock.ts";
import { faultKinds } from "../faults/rules.ts";
import { createGatewayNode } from "../gateway-node.ts";

/** Lets sockets do what they have to do until something holds. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

describe("a node that fails one operation", () => {
  it.each(faultKinds.filter((kind) => !["hang", "slow", "trickle", "flood"].includes(kind)))(
    "%s: fails that one, answers the others, and can be healed",
    async (kind) => {
      await using node = await createGatewayNode({
        faults: [`getVersion:${kind}`],
        messages: 1,
        traffic: false,
      });
      await using client = clientOf(node);
      await expect(client.getVersion()).rejects.toThrow();
      expect((await client.getSerial()).result).toMatch(/^\d{8}$/);
      node.setFaults([`getSerial:${kind}`]);
      expect((await client.getVersion()).result).toBe("4.8-p1");
      await expect(client.getSerial()).rejects.toThrow();
      node.setFaults([]);
      expect((await client.getSerial()).result).toMatch(/^\d{8}$/);
    },
  );

  it.each(["hang", "trickle"] as const)(
    "%s: keeps its caller waiting, whom others do not notice",
    async (kind) => {
      const clock = new VirtualClock(1_700_000_000_000);
      await using node = await createGatewayNode({
        clock,
        faults: [`getVersion:${kind}`],
        messages: 1,
        traffic: false,
      });
      await using client = clientOf(node);
      const idle = clock.pending;
      const call = client.future().getVersion();
      expect((await client.getSerial()).result).toMatch(/^\d{8}$/);
      expect(call.state).toBe("sent");
      call.cancel();
      expect((await call.settled()).status).toBe("cancelled");
      await until(() => clock.pending === idle);
    },
  );

  it("flood: sends more than anybody wants", async () => {
    await using node = await createGatewayNode({ faults: ["mailQueue:flood"], messages: 1, traffic: false });
    await using client = clientOf(node);
    const outcome = await client.future({ timeoutMs: 10_000 }).mailQueue({ filter: "" }).settled();
    expect(outcome.status).not.toBe("ok");
    expect((await client.getVersion()).result).toBe("4.8-p1");
  });

  it("slow: answers late, and rightly", async () => {
    const clock = new VirtualClock(1_700_000_000_000);
    await using node = await createGatewayNode({
      clock,
      faults: ["getVersion:slow"],
      slowMs: 7_000,
      messages: 1,
      traffic: false,
    });
    await using client = clientOf(node);
    const called = clock.now();
    const call = client.future().getVersion();
    await until(() => {
      clock.advance(10);
      return call.state === "done";
    });
    expect((await call).result).toBe("4.8-p1");
    expect(clock.now() - called).toBeGreaterThanOrEqual(7_000);
  });

  it("unauthorized: says so to the right password, as a node whose users are gone does", async () => {
    await using node = await createGatewayNode({
      faults: ["login:unauthorized"],
      messages: 1,
      traffic: false,
    });
    await using client = clientOf(node);
    expect(await faultOf(client.login())).toMatchObject({ httpStatus: 401, faultstring: "Unauthorized" });
  });

  it("refuses rules that are none, and keeps those that it has", async () => {
    await using node = await createGatewayNode({ faults: ["getVersion:fault"], messages: 1, traffic: false });
    await using client = clientOf(node);
    expect(() => node.setFaults(["smoke" as "hang"])).toThrow(/^\[invalid_option\]/);
    expect((await faultOf(client.getVersion())).faultstring).toBe("The node is in trouble");
  });
});
