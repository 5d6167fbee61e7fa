import { type Benchmark } from "../benchmark.ts";
import { startNodes } from "../nodes.ts";

/** One call on 20 nodes, each of which takes 50 ms to answer: a page can be no faster than that. */
export const benchmark: Benchmark = {
  name: "fanout",
  cases: [{ name: "getVersion on 20 nodes of 50 ms", unit: "ms" }],
  contenders: ["mailmux-fanout", "soap-fanout"],
  async start() {
    const { nodes, close } = await startNodes(20, ["--messages", "0", "--delay-ms", "50"]);
    return { surroundings: { nodes }, close };
  },
};
