import { createGateway, Credentials, type Gateway } from "@mailmux/gateway-api";
import { type Contender } from "../benchmark.ts";
import { type BenchNode } from "../nodes.ts";
import { atOnceOf, callsPerSecond } from "./calls.ts";

export function createContender(): Contender {
  let gateway: Gateway | undefined;
  return {
    name: "mailmux",
    measure(caseName, { nodes }) {
      const [node] = nodes as BenchNode[];
      if (!node) throw new Error("there is no node");
      gateway ??= toGateway("mx1", node);
      const { client } = gateway;
      return callsPerSecond(() => client.getVersion(), atOnceOf(caseName));
    },
    close: async () => gateway?.close(),
  };
}

export function toGateway(name: string, { url, user, password, fingerprint }: BenchNode): Gateway {
  const tls = { fingerprints: [fingerprint] };
  return createGateway(
    {
      name,
      endpoint: url,
      address: name,
      credentials: new Credentials(user, password),
      tls,
      allowPlaintextAuth: false,
    },
    { maxConnections: 20 },
  );
}
