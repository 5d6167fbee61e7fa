import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  applyChanges,
  compareKeyNames,
  type ConfigKey,
  diffKeys,
  findDrift,
  type MergeConflict,
  mergeKeys,
  privateKeysSince4,
} from "../index.ts";
import { keyList, threeConfigurations } from "../../../test/configuration-arbitrary.ts";

const sorted = (keys: readonly ConfigKey[]): ConfigKey[] =>
  keys.toSorted((a, b) => compareKeyNames(a.name, b.name));
const key = (name: string, ...params: string[]): ConfigKey => ({ name, params });

describe("diffKeys", () => {
  it("tells what came, went and changed, by parameter", () => {
    const before = [key("file__1", "a", "text/plain", ""), key("file__2", "b"), key("x", "1")];
    const after = [key("file__10", "n"), key("file__1", "a", "text/csv", "YQ=="), key("x", "1", "2")];
    expect(diffKeys(before, after)).toEqual([
      {
        kind: "changed",
        key: "file__1",
        before: before[0],
        after: after[1],
        params: [
          { index: 1, name: "type", before: "text/plain", after: "text/csv" },
          { index: 2, name: "data", before: "", after: "YQ==" },
        ],
      },
      { kind: "removed", key: "file__2", before: before[1] },
      { kind: "added", key: "file__10", after: after[0] },
      {
        kind: "changed",
        key: "x",
        before: before[2],
        after: after[2],
        params: [{ index: 1, before: undefined, after: "2" }],
      },
    ]);
  });

  it("applied to the one gives the other", () => {
    fc.assert(
      fc.property(threeConfigurations, ([, a, b]) => {
        expect(applyChanges(a, diffKeys(a, b))).toEqual(sorted(b));
        expect(diffKeys(a, a.toReversed())).toEqual([]);
      }),
    );
  });
});

describe("mergeKeys", () => {
  it("merges parameters of one key and tells the ones that both changed", () => {
    const base = [key("acl_flow__1", "A", "1", "x"), key("b", "1")];
    const ours = [key("acl_flow__1", "B", "1", "y"), key("b", "2")];
    const theirs = [key("acl_flow__1", "A", "5", "z")];
    expect(mergeKeys(base, ours, theirs)).toEqual({
      keys: [key("acl_flow__1", "B", "5", "x"), key("b", "1")],
      conflicts: [
        { kind: "parameter", key: "acl_flow__1", index: 2, name: "flow", base: "x", ours: "y", theirs: "z" },
        { kind: "key", key: "b", base: base[1], ours: ours[1], theirs: undefined },
      ],
    });
  });

  it("takes the side that changed, and agrees with itself", () => {
    fc.assert(
      fc.property(threeConfigurations, ([a, b]) => {
        for (const merged of [mergeKeys(a, a, b), mergeKeys(a, b, a), mergeKeys(a, b, b)])
          expect(merged).toEqual({ keys: sorted(b), conflicts: [] });
      }),
    );
  });

  it("treats both sides alike", () => {
    const swap = (conflict: MergeConflict): MergeConflict =>
      ({ ...conflict, ours: conflict.theirs, theirs: conflict.ours }) as MergeConflict;
    fc.assert(
      fc.property(threeConfigurations, ([base, ours, theirs]) => {
        const one = mergeKeys(base, ours, theirs);
        const other = mergeKeys(base, theirs, ours);
        expect(other).toEqual({ keys: one.keys, conflicts: one.conflicts.map(swap) });
      }),
    );
  });

  it("without conflicts has every change of both sides", () => {
    fc.assert(
      fc.property(threeConfigurations, ([base, ours, theirs]) => {
        const { keys, conflicts } = mergeKeys(base, ours, theirs);
        fc.pre(conflicts.length === 0);
        // What is left to change towards one side is just what the other side did.
        expect(mergeKeys(ours, keys, ours).keys).toEqual(keys);
        for (const change of diffKeys(base, ours))
          if (change.kind !== "changed")
            expect(diffKeys(keys, ours).some((each) => each.key === change.key)).toBe(false);
      }),
    );
  });
});

describe("findDrift", () => {
  it("tells what differs where, the most common value first", () => {
    const nodes = [
      { node: "mx1", keys: [key("a", "1", "x"), key("b", "1"), key("remote_system__1", "mx2")] },
      { node: "mx2", keys: [key("a", "2", "x"), key("netaddr__1", "10.0.0.2")] },
      { node: "mx3", keys: [key("a", "2", "x"), key("b", "1")] },
    ];
    expect(findDrift(nodes)).toEqual([
      {
        kind: "parameter",
        key: "a",
        index: 0,
        variants: [
          { value: "2", nodes: ["mx2", "mx3"] },
          { value: "1", nodes: ["mx1"] },
        ],
      },
      {
        kind: "key",
        key: "b",
        variants: [
          { value: key("b", "1"), nodes: ["mx1", "mx3"] },
          { value: undefined, nodes: ["mx2"] },
        ],
      },
    ]);
  });

  it("leaves private keys and parameters out", () => {
    const of = (name: string): ConfigKey[] => [
      key("system_user__1", name),
      key("file__1", name, "text/plain", ""),
    ];
    const nodes = [
      { node: "mx1", keys: of("a") },
      { node: "mx2", keys: of("b") },
    ];
    const hidden = [...privateKeysSince4, { key: "file__", param: "name" }];
    expect(findDrift(nodes).map((each) => each.key)).toEqual(["file__1", "system_user__1"]);
    expect(findDrift(nodes, { private: hidden })).toEqual([]);
    expect(findDrift(nodes, { private: [{ key: "file__1", param: 0 }] }).map((each) => each.key)).toEqual([
      "system_user__1",
    ]);
  });

  it("finds nothing between equals, and nothing in nothing", () => {
    fc.assert(
      fc.property(keyList, (keys) => {
        expect(findDrift(["a", "b", "c"].map((node) => ({ node, keys })))).toEqual([]);
      }),
    );
    expect(findDrift([])).toEqual([]);
  });
});
