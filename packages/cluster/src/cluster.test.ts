import { describe, expect, expectTypeOf, it } from "vitest";
import { createCluster } from "./cluster.ts";
import { clusterErrorCodes, ClusterError } from "./errors.ts";
import { mergePages } from "./merge-pages.ts";
import { type ClusterRun } from "./run/cluster-run.ts";

const nodes = ["mx1", "mx2", "mx10"].map((name) => ({ name }));
type Service = { greet: { input: { who?: string }; output: { text: string } } };

describe("createCluster", () => {
  const cluster = createCluster<Service>({
    nodes,
    operations: ["greet"],
    call: ({ name }, operation, args) =>
      Promise.resolve({ text: `${name} ${operation} ${JSON.stringify(args)}` }),
  });

  it("has one method per operation, which asks every node", async () => {
    expectTypeOf(cluster.future().greet).returns.toEqualTypeOf<ClusterRun<{ text: string }>>();
    const report = await cluster.future().greet({ who: "x" }).get();
    expect(report.values.map((value) => value.text)).toEqual(
      nodes.map(({ name }) => `${name} greet {"who":"x"}`),
    );
  });

  it("selects nodes by a node set, and names those that it does not have", async () => {
    expect(cluster.select("mx[1-2]").nodes).toEqual(nodes.slice(0, 2));
    expect((await cluster.select("mx10").future().greet().get()).values).toEqual([{ text: "mx10 greet {}" }]);
    expect(() => cluster.select("mx[1-3]")).toThrowError(
      /\[unknown_node\] there is no node mx3; there is mx1, mx2, mx10/,
    );
  });

  it("refuses two nodes of one name", () => {
    expect(() => createCluster({ nodes: [...nodes, { name: "mx1" }] })).toThrowError(ClusterError);
  });
});

describe("ClusterError", () => {
  it.each(clusterErrorCodes)("carries %s in its name, message and JSON form", (code) => {
    const error = new ClusterError(code, "x", { context: { nodes: ["mx1"] } });
    expect(error.name).toBe("ClusterError");
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: "ClusterError",
      code,
      message: `[${code}] x`,
      context: { nodes: ["mx1"] },
    });
  });
});

describe("mergePages", () => {
  const newestFirst = (left: number, right: number): number => right - left;

  it("merges rows in order, says how many of each node were taken, and whether there are more", () => {
    const merged = mergePages(
      [
        { node: "a", rows: [9, 5, 1], more: true },
        { node: "b", rows: [8, 7], more: false },
        { node: "c", rows: [], more: false },
      ],
      4,
      newestFirst,
    );
    expect(merged.rows.map(({ node, row }) => `${node}${row}`)).toEqual(["a9", "b8", "b7", "a5"]);
    expect([...merged.taken]).toEqual([
      ["a", 2],
      ["b", 2],
      ["c", 0],
    ]);
    expect(merged.more).toBe(true);
  });

  it("keeps the order of the nodes for equal rows, and knows the end", () => {
    const merged = mergePages(
      [
        { node: "b", rows: [1], more: false },
        { node: "a", rows: [1], more: false },
      ],
      5,
      newestFirst,
    );
    expect(merged.rows.map(({ node }) => node)).toEqual(["b", "a"]);
    expect(merged.more).toBe(false);
  });
});
