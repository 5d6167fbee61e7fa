import { type Contender } from "../benchmark.ts";
import { type BenchNode } from "../nodes.ts";
import { createPeerClient } from "./soap-client.ts";

export function createContender(): Contender {
  let peers: Awaited<ReturnType<typeof createPeerClient>>[] | undefined;
  return {
    name: "soap",
    async measure(_, { nodes }) {
      peers ??= await Promise.all((nodes as BenchNode[]).map((node) => createPeerClient(node)));
      const started = performance.now();
      await Promise.all(peers.map(({ client }) => client.getVersionAsync({})));
      return performance.now() - started;
    },
    close: () => {
      for (const peer of peers ?? []) peer.close();
      return Promise.resolve();
    },
  };
}
