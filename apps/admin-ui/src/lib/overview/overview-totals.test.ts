import { describe, expect, it } from "vitest";
import type { NodeOverview } from "#shared/api.ts";
import { commonVersion, overviewTotals } from "./overview-totals.ts";

const up = (node: string, more: Partial<NodeOverview> = {}): NodeOverview => ({
  node,
  address: `${node}:443`,
  state: "ok",
  ...more,
});

describe("the totals of a cluster", () => {
  it("are sums when every node said its part", () => {
    const rows = [
      up("a", { queueCount: 3, quarantineCount: 0 }),
      up("b", { queueCount: 4, quarantineCount: 1 }),
    ];
    expect(overviewTotals(rows)).toEqual({
      total: 2,
      answered: 2,
      waiting: 0,
      queue: { count: 7, atLeast: false },
      quarantine: { count: 1, atLeast: false },
    });
  });

  it("are at least what was said when a node is missing", () => {
    const totals = overviewTotals([up("a", { queueCount: 3 }), { ...up("b"), state: "failed" }]);
    expect(totals).toMatchObject({ answered: 1, queue: { count: 3, atLeast: true }, quarantine: null });
  });

  it("are unknown, not zero, before any node has answered", () => {
    const waiting = { ...up("a"), state: "pending" as const };
    expect(overviewTotals([waiting])).toMatchObject({
      answered: 0,
      waiting: 1,
      queue: null,
      quarantine: null,
    });
  });
});

describe("the common version", () => {
  const versions = (...list: (string | undefined)[]) =>
    commonVersion(list.map((version, index) => up(`n${index}`, version === undefined ? {} : { version })));

  it("matters only when nodes differ", () => {
    expect(versions("5.6.1", "5.6.1", undefined)).toBeUndefined();
    expect(versions()).toBeUndefined();
  });

  it("is the one that most nodes run, and the higher one of two that are as common", () => {
    expect(versions("5.6.1", "5.5.2", "5.5.2")).toBe("5.5.2");
    expect(versions("5.9", "5.10")).toBe("5.10");
  });
});
