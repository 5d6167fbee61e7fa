import { type Benchmark } from "../benchmark.ts";
import { startNodes } from "../nodes.ts";

/** Small calls over kept TLS connections to one node: what a page that refreshes itself is made of. */
export const benchmark: Benchmark = {
  name: "soap-call",
  cases: [
    { name: "getVersion, one after another", unit: "calls/s" },
    { name: "getVersion, 20 at once", unit: "calls/s" },
  ],
  contenders: ["mailmux-calls", "soap-calls"],
  async start() {
    const { nodes, close } = await startNodes(1, ["--messages", "0"]);
    return { surroundings: { nodes }, close };
  },
};
