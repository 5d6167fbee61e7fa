import { type Cluster, type ClusterRun, type OperationContext, type RunOptions } from "@mailmux/cluster";
import { SoapFault } from "@mailmux/soap-future";
import { type GatewayService } from "../generated/service.gen.ts";
import { type Gateway } from "./gateway.ts";

/** How one node is, at a glance. What the user may not ask for is absent. */
export interface NodeOverview {
  readonly version: string;
  readonly uptimeSeconds?: number;
  /** Messages that wait for delivery. */
  readonly queueCount?: number;
  readonly quarantineCount?: number;
  /** Milliseconds from the version request to the head of its answer. */
  readonly latencyMs: number;
}

/** Asks every node how it is: version, uptime, queue and quarantine, in parallel on each. */
export function overview(
  cluster: Cluster<GatewayService, Gateway>,
  options?: RunOptions,
): ClusterRun<NodeOverview> {
  return cluster.run(nodeOverview, options);
}

async function nodeOverview({ client }: Gateway, { signal }: OperationContext): Promise<NodeOverview> {
  const call = client.future({ signal, timeoutMs: 0x7fffffff });
  const version = call.getVersion();
  const [{ result }, uptime, queue, quarantine] = await Promise.all([
    version.get(),
    permitted(call.getUptime()),
    permitted(call.mailQueue({ filter: "action=DELIVER", limit: 1, options: { totalhits: true } })),
    permitted(call.mailQueue({ filter: "action=QUARANTINE", limit: 1, options: { totalhits: true } })),
  ]);
  return {
    version: result,
    latencyMs: version.meta.headersMs ?? 0,
    ...(uptime === undefined ? {} : { uptimeSeconds: Number(uptime.result) }),
    ...(queue?.totalhits === undefined ? {} : { queueCount: Number(queue.totalhits) }),
    ...(quarantine?.totalhits === undefined ? {} : { quarantineCount: Number(quarantine.totalhits) }),
  };
}

/** A user may be allowed less than everything (status 403): that costs one value, not the row. */
async function permitted<T>(call: PromiseLike<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof SoapFault && error.httpStatus === 403) return undefined;
    throw error;
  }
}
