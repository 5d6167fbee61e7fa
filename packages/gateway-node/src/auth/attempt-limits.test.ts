import { describe, expect, it } from "vitest";
import { VirtualClock } from "../../test/virtual-clock.ts";
import { AttemptLimits, attemptsPerAddress, attemptsPerUser, networkOf } from "./attempt-limits.ts";
import { RecentMap } from "./recent-map.ts";

function useUp(limits: AttemptLimits, address: string, user: string): number {
  let count = 0;
  for (; limits.allows(address, user); count++) limits.take(address, user);
  return count;
}

describe("AttemptLimits", () => {
  it("looks at so many wrong passwords of one address, and at one more each second", () => {
    const clock = new VirtualClock(0);
    const limits = new AttemptLimits(clock);
    expect(useUp(limits, "192.0.2.1", "admin")).toBe(attemptsPerAddress);
    expect(limits.allows("192.0.2.1", "other")).toBe(false);
    clock.advance(2_000);
    expect(useUp(limits, "192.0.2.1", "admin")).toBe(2);
    clock.advance(3_600_000);
    expect(useUp(limits, "192.0.2.1", "admin")).toBe(attemptsPerAddress);
  });

  it("leaves every address one attempt for a name that many others are guessing at", () => {
    const limits = new AttemptLimits(new VirtualClock(0));
    for (let each = 0; each < attemptsPerUser; each++) limits.take(`192.0.2.${each}`, "admin");
    expect(useUp(limits, "198.51.100.1", "admin")).toBe(1);
    expect(limits.allows("198.51.100.1", "other")).toBe(true);
    expect(useUp(limits, "198.51.100.2", "admin")).toBe(1);
  });

  it("does not count attempts that were right", () => {
    const limits = new AttemptLimits(new VirtualClock(0));
    for (let each = 0; each < 1_000; each++) {
      limits.take("192.0.2.1", "admin");
      limits.giveBack("192.0.2.1", "admin");
    }
    expect(useUp(limits, "192.0.2.1", "admin")).toBe(attemptsPerAddress);
  });
});

describe("networkOf", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["", ""],
  ])("is for %s: %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe("RecentMap", () => {
  it("forgets what was used longest ago", () => {
    const map = new RecentMap<string, number>(2);
    map.set("a", 1);
    map.set("b", 2);
    map.get("a");
    map.set("c", 3);
    expect([map.get("a"), map.get("b"), map.get("c"), map.size]).toEqual([1, undefined, 3, 2]);
  });
});
