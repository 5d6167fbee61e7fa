import { describe, expect, it } from "vitest";
import { VirtualClock } from "../../test/virtual-clock.ts";
import { nextVersion, Updates } from "./updates.ts";

function start(): { clock: VirtualClock; updates: Updates; events: string[] } {
  const clock = new VirtualClock(0);
  const events: string[] = [];
  const updates = new Updates({
    clock,
    timing: { downloadMs: 1_000, verifyMs: 100, installMs: 200, rebootMs: 300 },
    shutDown: () => events.push(`down at ${clock.now()}`),
    boot: () => events.push(`up at ${clock.now()}`),
  });
  return { clock, updates, events };
}

describe("Updates", () => {
  it("goes from the download to the reboot", () => {
    const { clock, updates, events } = start();
    updates.start();
    const seen: number[] = [];
    for (let step = 0; step <= 10; step++) {
      seen.push(updates.status());
      clock.advance(step < 9 ? 100 : 99);
    }
    expect(seen.slice(0, 10)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect(seen[10]).toBe(99);
    expect(updates.status()).toBe(101);
    clock.advance(100);
    expect(updates.status()).toBe(102);
    clock.advance(1_000_000);
    expect(updates.status()).toBe(102);
    updates.install();
    expect(updates.status()).toBe(103);
    const installed = clock.now();
    clock.advance(200);
    expect(events).toEqual([`down at ${installed + 200}`]);
    clock.advance(300);
    expect(events).toEqual([`down at ${installed + 200}`, `up at ${installed + 500}`]);
    expect(() => updates.status()).toThrow("No pending update");
    expect(clock.pending).toBe(0);
  });

  it("can be cancelled until it is installed, and started again", () => {
    const { clock, updates } = start();
    for (const wait of [0, 500, 1_050, 1_200]) {
      updates.start();
      clock.advance(wait);
      updates.cancel();
      expect(() => updates.status()).toThrow("No pending update");
      expect(clock.pending).toBe(0);
    }
  });

  it("refuses what is out of turn", () => {
    const { clock, updates } = start();
    expect(() => updates.cancel()).toThrow("No pending update");
    expect(() => updates.install()).toThrow("No pending update");
    updates.start();
    expect(() => updates.start()).toThrow("An update is already pending");
    expect(() => updates.install()).toThrow("The update is not ready to be installed");
    clock.advance(1_050);
    expect(() => updates.install()).toThrow("The update is not ready to be installed");
    clock.advance(50);
    expect(() => updates.start()).toThrow("An update is already pending");
    updates.install();
    expect(() => updates.start()).toThrow("An update is already pending");
    expect(() => updates.cancel()).toThrow("An installation cannot be cancelled");
    expect(() => updates.install()).toThrow("The update is already being installed");
  });

  it("does nothing any more once it is stopped", () => {
    const { clock, updates, events } = start();
    updates.start();
    clock.advance(1_100);
    updates.install();
    updates.stop();
    clock.advance(10_000);
    expect(events).toEqual([]);
  });
});

describe("nextVersion", () => {
  it.each([
    ["4.8-p1", "4.8-p2"],
    ["3.5-r5p1", "3.5-r5p2"],
    ["4.9", "4.10"],
    ["4.9-beta", "4.10-beta"],
    ["current", "current-p1"],
  ])("is after %s: %s", (version, next) => {
    expect(nextVersion(version)).toBe(next);
  });
});
