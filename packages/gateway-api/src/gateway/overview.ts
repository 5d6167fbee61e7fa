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
  /** Milliseconds from a request to the head of its answer, the quickest of the round. */
  readonly latencyMs: number;
}

/** Asks every node how it is: version, uptime, queue and quarantine, in parallel on each. */
export function overview(
  cluster: Cluster<GatewayService, Gateway>,
  options?: RunOptions,
): ClusterRun<NodeOverview> {
  return cluster.run(nodeOverview, { effect: "none", ...options });
}

async function nodeOverview({ client }: Gateway, { signal }: OperationContext): Promise<NodeOverview> {
  const call = client.future({ signal, timeoutMs: 0x7fffffff });
  const calls = {
    version: call.getVersion(),
    uptime: call.getUptime(),
    queue: call.mailQueue({ filter: "action=DELIVER", limit: 1, options: { totalhits: true } }),
    quarantine: call.mailQueue({ filter: "action=QUARANTINE", limit: 1, options: { totalhits: true } }),
  };
  const [{ result }, uptime, queue, quarantine] = await Promise.all([
    calls.version.get(),
    permitted(calls.uptime),
    permitted(calls.queue),
    permitted(calls.quarantine),
  ]);
  return {
    version: result,
    latencyMs: Math.min(...Object.values(calls).map((each) => each.meta.headersMs ?? Infinity)),
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
