import { describe, expect, it } from "vitest";
import { arrival } from "../../test/arrival.ts";
import { VirtualClock } from "../../test/virtual-clock.ts";
import { createSqliteStore } from "../store/sqlite-store.ts";
import { createLiveCounters, liveCounters } from "./live.ts";
import { machineReadings, type MachineReadings } from "./machine-readings.ts";
import { NetworkTotals } from "./network-totals.ts";

function create(machine: MachineReadings = machineReadings) {
  const clock = new VirtualClock(1_790_000_000_000);
  const store = createSqliteStore();
  const network = new NetworkTotals();
  const live = createLiveCounters(liveCounters({ clock, store, network, machine, licensed: 100 }));
  return { clock, store, network, live };
}

describe("live counters", () => {
  it("measure this machine", () => {
    const { live, clock } = create();
    clock.advance(5_000);
    const names = live.names();
    expect(names).toEqual(names.toSorted());
    for (const name of names) {
      const values = live.read(name);
      expect(values.length).toBeGreaterThan(0);
      for (const [key, value] of values) {
        expect(key).toMatch(/^[a-z0-9-]+$/);
        // As statd prints it: digits, at most two of them after a dot.
        expect(String(value)).toMatch(/^\d+(\.\d{1,2})?$/);
      }
    }
    const [[, memory] = ["", 0]] = live.read("system-mem-usage");
    expect(memory).toBeGreaterThan(0);
    expect(memory).toBeLessThan(100);
    expect(live.read("nothing")).toEqual([]);
  });

  it("tell how fast totals rose since they were asked last", () => {
    let user = 0;
    let reads = 10;
    const machine = {
      ...machineReadings,
      cpuTimes: () => ({ user, system: user / 2, interrupt: 0, idle: user / 2 }),
      storageIo: () => ({ read: reads, write: 0 }),
    };
    const { live, clock } = create(machine);
    expect(live.read("system-cpu-usage").at(-1)).toEqual(["idle", 100]);
    user = 100;
    reads = 30;
    clock.advance(4_000);
    expect(live.read("system-cpu-usage").map(([, value]) => value)).toEqual([50, 25, 0, 25]);
    expect(live.read("system-storage-iops")).toEqual([
      ["read", 5],
      ["write", 0],
    ]);
    clock.advance(500);
    expect(live.read("system-storage-iops")[0]).toEqual(["read", 5]);
  });

  it("count queue and quarantine, and what mail moves on the network", () => {
    const { live, store, clock, network } = create();
    store.enqueue(arrival());
    store.enqueue(arrival(), { quarantine: "mailquarantine:1" });
    store.enqueue(arrival());
    expect(live.read("mail-queue-count")).toEqual([["mail-queue-count", 2]]);
    expect(live.read("mail-quarantine-count")).toEqual([["mail-quarantine-count", 1]]);
    network.note("queued", 100_000);
    clock.advance(1_000);
    const [[, bytesIn] = ["", 0], [, bytesOut] = ["", 0]] = live.read("interface-ether1-bandwidth");
    expect(bytesIn).toBeGreaterThan(100_000);
    expect(bytesOut).toBeLessThan(20_000);
    const [[, packetsIn] = ["", 0]] = live.read("interface-ether1-packets");
    expect(packetsIn).toBeGreaterThan(70);
  });
});
