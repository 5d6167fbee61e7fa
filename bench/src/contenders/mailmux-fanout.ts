import { createSoapCluster } from "@mailmux/cluster/soap";
import { type Gateway, gatewayDescriptor, type GatewayService } from "@mailmux/gateway-api";
import { type Contender } from "../benchmark.ts";
import { type BenchNode } from "../nodes.ts";
import { toGateway } from "./mailmux-calls.ts";

export function createContender(): Contender {
  let gateways: Gateway[] | undefined;
  return {
    name: "mailmux",
    async measure(_, { nodes }) {
      gateways ??= (nodes as BenchNode[]).map((node, index) => toGateway(`mx${index + 1}`, node));
      const cluster = createSoapCluster<GatewayService, Gateway>({
        nodes: gateways,
        descriptor: gatewayDescriptor,
      });
      const started = performance.now();
      const report = await cluster.future().getVersion().get();
      const elapsed = performance.now() - started;
      report.unwrap();
      return elapsed;
    },
    close: async () => {
      await Promise.all((gateways ?? []).map((gateway) => gateway.close()));
    },
  };
}
