import { type Contender } from "../benchmark.ts";
import { type BenchNode } from "../nodes.ts";
import { atOnceOf, callsPerSecond } from "./calls.ts";
import { createPeerClient } from "./soap-client.ts";

export function createContender(): Contender {
  let peer: Awaited<ReturnType<typeof createPeerClient>> | undefined;
  return {
    name: "soap",
    async measure(caseName, { nodes }) {
      const [node] = nodes as BenchNode[];
      if (!node) throw new Error("there is no node");
      peer ??= await createPeerClient(node);
      const { client } = peer;
      return callsPerSecond(() => client.getVersionAsync({}), atOnceOf(caseName));
    },
    close: () => Promise.resolve(peer?.close()),
  };
}
