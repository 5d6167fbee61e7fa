import { describe, expect, expectTypeOf, it } from "vitest";
import { createCluster } from "./cluster.ts";
import { clusterErrorCodes, ClusterError } from "./errors.ts";
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
