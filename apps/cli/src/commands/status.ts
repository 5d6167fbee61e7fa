import { explainFailure, type NodeOverview, overview } from "@mailmux/gateway-api";
import { type CommandContext } from "../context.ts";
import { exitCodeOf } from "../exit-codes.ts";
import { openCluster, readConfig } from "../nodes.ts";
import { type NodeOptions, type OutputOptions } from "../options.ts";
import { formatCsv } from "../output/csv.ts";
import { describeFailures } from "../output/failures.ts";
import { formatDuration, formatJson } from "../output/format.ts";
import { type Column, formatTable } from "../output/table.ts";

/** One node as `mailmux status -f json` writes it. */
interface StatusRow extends Partial<NodeOverview> {
  readonly node: string;
  readonly cluster?: string;
  readonly address: string;
  readonly status: string;
  readonly durationMs: number;
  readonly error?: { readonly code: string; readonly message: string };
}

const columns: readonly Column<StatusRow>[] = [
  { title: "NODE", value: (row) => row.node },
  { title: "ADDRESS", value: (row) => row.address },
  { title: "STATUS", value: (row) => row.status },
  { title: "VERSION", value: (row) => row.version },
  {
    title: "UPTIME",
    value: (row) => (row.uptimeSeconds === undefined ? undefined : formatDuration(row.uptimeSeconds)),
  },
  { title: "QUEUE", value: (row) => row.queueCount, align: "right" },
  { title: "QUARANTINE", value: (row) => row.quarantineCount, align: "right" },
  {
    title: "LATENCY",
    value: (row) => (row.latencyMs === undefined ? undefined : `${Math.round(row.latencyMs)} ms`),
    align: "right",
  },
];

const csvColumns: readonly Column<StatusRow>[] = [
  { title: "node", value: (row) => row.node },
  { title: "cluster", value: (row) => row.cluster },
  { title: "address", value: (row) => row.address },
  { title: "status", value: (row) => row.status },
  { title: "version", value: (row) => row.version },
  { title: "uptimeSeconds", value: (row) => row.uptimeSeconds },
  { title: "queueCount", value: (row) => row.queueCount },
  { title: "quarantineCount", value: (row) => row.quarantineCount },
  { title: "latencyMs", value: (row) => row.latencyMs },
  { title: "errorCode", value: (row) => row.error?.code },
  { title: "errorMessage", value: (row) => row.error?.message },
];

/** `mailmux status`: every node of the cluster, at a glance. */
export async function status(options: NodeOptions & OutputOptions, context: CommandContext): Promise<number> {
  const config = readConfig(options, context);
  await using cluster = openCluster(config, options);
  const { results } = await overview(cluster, { signal: context.signal }).get();
  context.signal.throwIfAborted();
  const rows = results.map((result): StatusRow => {
    const node = config.nodes.find((each) => each.name === result.node);
    const error = explainFailure(result);
    return {
      node: result.node,
      ...(node?.cluster === undefined ? {} : { cluster: node.cluster }),
      address: node?.address ?? "",
      status: result.status,
      durationMs: Math.round(result.durationMs),
      ...(result.status === "ok"
        ? { ...result.value, latencyMs: Math.round(result.value.latencyMs * 10) / 10 }
        : {}),
      ...(error ? { error: { code: error.code, message: error.message } } : {}),
    };
  });
  const { format = "table" } = options;
  if (format === "json") context.out(formatJson(rows));
  else if (format === "csv") context.out(formatCsv(csvColumns, rows, context));
  else context.out(formatTable(columns, rows, { shorten: context.isTerminal }));
  context.err(describeFailures(results));
  return exitCodeOf(results.filter((result) => result.status === "ok").length, results.length);
}
