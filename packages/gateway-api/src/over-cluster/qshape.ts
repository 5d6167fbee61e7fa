import { type Cluster, type NodeResult, type RunOptions } from "@mailmux/cluster";
import { GatewayApiError } from "../errors.ts";
import { condition, type Filter } from "../filter/index.ts";
import { type Gateway } from "../gateway/gateway.ts";
import { type GatewayService } from "../generated/service.gen.ts";
import { readNode } from "../messages/read-node.ts";
import { type NodePosition } from "../messages/cursor.ts";
import { createQshape, type QshapeOptions, type QshapeTable } from "../report/index.ts";

/** Options of {@link clusterQshape}. */
export interface ClusterQshapeOptions extends QshapeOptions, RunOptions {
  /** The most messages that are read of one node, 1 to 1,000,000. Default 100,000. */
  readonly maxMessages?: number;
}

/** How old the messages of a cluster are. */
export interface ClusterQshape {
  readonly table: QshapeTable;
  /** How many messages were read of each node, in the order of the cluster. */
  readonly nodes: readonly NodeResult<{ readonly messages: number; readonly more: boolean }>[];
  /** True when every node answered and all of its messages are in the table. */
  readonly complete: boolean;
}

const mostMessages = 1_000_000;

/** Messages of one request. */
const rowsAtOnce = 5_000;

/**
 * Reads the queues of all nodes and counts their messages by age and domain or address. What one node gives is counted
 * as it comes; nothing is kept of a message.
 * @throws ReportError as {@link createQshape}; GatewayApiError `invalid_argument` for `maxMessages`
 */
export async function clusterQshape(
  cluster: Cluster<GatewayService, Gateway>,
  options: ClusterQshapeOptions,
): Promise<ClusterQshape> {
  const { maxMessages = 100_000, filter = condition("action", "=", "DELIVER"), ...rest } = options;
  if (!Number.isInteger(maxMessages) || maxMessages < 1 || maxMessages > mostMessages) {
    throw new GatewayApiError(
      "invalid_argument",
      `maxMessages must be a whole number from 1 to ${mostMessages}`,
    );
  }
  const shape = createQshape({ ...rest, filter });
  const { results } = await cluster
    .run(
      async (node, { signal }) => {
        // Counted apart, and added when the node has told all: a node that fails half way is not in the table by half.
        const own: { msgts0: number; msgfrom: string; msgto: string }[] = [];
        const more = await eachMessage(node, filter, maxMessages, signal, (message) => own.push(message));
        return { own, more };
      },
      { effect: "none", ...runOptions(options) },
    )
    .get();
  const nodes = results.map((result): ClusterQshape["nodes"][number] => {
    if (result.status !== "ok") return result;
    shape.add(result.value.own);
    return { ...result, value: { messages: result.value.own.length, more: result.value.more } };
  });
  const complete = nodes.every((node) => node.status === "ok" && !node.value.more);
  return { table: shape.table(), nodes, complete };
}

/** Calls back for each message of a node; returns whether there are more than were read. */
async function eachMessage(
  gateway: Gateway,
  filter: Filter,
  maxMessages: number,
  signal: AbortSignal,
  found: (message: { msgts0: number; msgfrom: string; msgto: string }) => void,
): Promise<boolean> {
  let position: NodePosition | undefined;
  let count = 0;
  for (;;) {
    const limit = Math.min(rowsAtOnce, maxMessages - count);
    const { rows, more } = await readNode(gateway, "queue", filter, {
      limit,
      position,
      withTotal: false,
      signal,
    });
    const page = rows.slice(0, limit);
    for (const { receivedAt, from, to } of page) found({ msgts0: receivedAt, msgfrom: from, msgto: to });
    count += page.length;
    const last = page.at(-1);
    if (last === undefined || (!more && rows.length <= limit)) return false;
    if (count >= maxMessages) return true;
    const ties = page.filter((row) => row.receivedAt === last.receivedAt).length;
    const carried = position?.receivedAt === last.receivedAt ? position.ties : 0;
    position = { receivedAt: last.receivedAt, id: last.id, ties: ties + carried };
  }
}

function runOptions({ fanout, operationTimeoutMs, deadlineMs, signal }: RunOptions): RunOptions {
  return {
    ...(fanout === undefined ? {} : { fanout }),
    ...(operationTimeoutMs === undefined ? {} : { operationTimeoutMs }),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...(signal === undefined ? {} : { signal }),
  };
}
