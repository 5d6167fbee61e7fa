import {
  explainFailure,
  listMessages,
  type ListRow,
  type ListSource,
  parseTimeZone,
  resolveTimes,
  utc,
} from "@mailmux/gateway-api";
import { type CommandContext } from "../context.ts";
import { UserError } from "../errors.ts";
import { exitCodeOf } from "../exit-codes.ts";
import { openCluster, readConfig } from "../nodes.ts";
import { type NodeOptions, type OutputOptions } from "../options.ts";
import { formatCsv } from "../output/csv.ts";
import { describeFailures } from "../output/failures.ts";
import { formatJson, formatSize, formatTime } from "../output/format.ts";
import { type Column, formatTable } from "../output/table.ts";

export interface QueryOptions extends NodeOptions, OutputOptions {
  history?: true;
  quarantine?: true;
  limit?: number;
  after?: string;
  count?: true;
  utc?: true;
  timezone?: string;
}

const detailOf = (row: ListRow): string | undefined => row.error ?? row.description;

const columns: readonly Column<ListRow>[] = [
  { title: "RECEIVED", value: (row) => formatTime(row.receivedAt) },
  { title: "NODE", value: (row) => row.node },
  { title: "ID", value: (row) => row.id },
  { title: "ACTION", value: (row) => row.action },
  { title: "FROM", value: (row) => (row.from === "" ? "<>" : row.from), maxWidth: 30 },
  { title: "TO", value: (row) => row.to, maxWidth: 30 },
  {
    title: "SIZE",
    value: (row) => (row.sizeBytes === undefined ? undefined : formatSize(row.sizeBytes)),
    align: "right",
  },
  { title: "RETRIES", value: (row) => row.retries, align: "right" },
  { title: "SUBJECT", value: (row) => row.subject, maxWidth: 40 },
  { title: "DETAIL", value: detailOf, maxWidth: 40 },
];

const csvColumns: readonly Column<ListRow>[] = [
  { title: "receivedAt", value: (row) => row.receivedAt },
  { title: "node", value: (row) => row.node },
  { title: "id", value: (row) => row.id },
  { title: "messageId", value: (row) => row.messageId },
  { title: "actionId", value: (row) => row.actionId },
  { title: "action", value: (row) => row.action },
  { title: "from", value: (row) => row.from },
  { title: "to", value: (row) => row.to },
  { title: "ip", value: (row) => row.ip },
  { title: "helo", value: (row) => row.helo },
  { title: "sizeBytes", value: (row) => row.sizeBytes },
  { title: "retries", value: (row) => row.retries },
  { title: "quarantine", value: (row) => row.quarantine },
  { title: "subject", value: (row) => row.subject },
  { title: "detail", value: detailOf },
];

/** `mailmux query`: messages of all nodes in one list, newest first. */
export async function query(
  words: readonly string[],
  options: QueryOptions,
  context: CommandContext,
): Promise<number> {
  const source = sourceOf(options);
  const filter = filterOf(words, options);
  const config = readConfig(options, context);
  await using cluster = openCluster(config, options);
  const page = await listMessages(cluster, {
    source,
    filter,
    limit: options.count === true ? 1 : (options.limit ?? 100),
    signal: context.signal,
    ...(options.after === undefined ? {} : { cursor: options.after }),
  });
  context.signal.throwIfAborted();
  const { format = "table" } = options;
  if (options.count === true) {
    if (!page.total) throw new UserError("--count and --after exclude each other");
    const { count, atLeast } = page.total;
    if (format === "json") context.out(formatJson({ count, atLeast }));
    else context.out(`${atLeast ? "at least " : ""}${count}\n`);
  } else if (format === "json") {
    const nodes = page.nodes.map((result) => {
      const error = explainFailure(result);
      return {
        node: result.node,
        status: result.status,
        durationMs: Math.round(result.durationMs),
        ...(result.status === "ok" ? { rows: result.value } : {}),
        ...(error ? { error: { code: error.code, message: error.message } } : {}),
      };
    });
    const { rows, total, nextCursor } = page;
    context.out(formatJson({ messages: rows, nodes, ...(total ? { total } : {}), next: nextCursor ?? null }));
  } else if (format === "csv") context.out(formatCsv(csvColumns, page.rows, context));
  else
    context.out(
      page.rows.length === 0 ? "" : formatTable(columns, page.rows, { shorten: context.isTerminal }),
    );
  const answered = page.nodes.filter((result) => result.status === "ok").length;
  if (format === "table" && options.count !== true && answered > 0)
    context.err(summary(page.rows.length, page.total, page.nextCursor, context));
  context.err(describeFailures(page.nodes));
  return exitCodeOf(answered, page.nodes.length);
}

function summary(
  shown: number,
  total: { count: number; atLeast: boolean } | undefined,
  next: string | undefined,
  { isTerminal }: CommandContext,
): string {
  if (shown === 0) return "No message matches.\n";
  const of = total ? ` of ${total.atLeast ? "at least " : ""}${total.count}` : "";
  const more = next === undefined ? "" : isTerminal ? "; the next: --after with the same filter and" : "";
  return `${shown}${of} messages${more}${next !== undefined && isTerminal ? `\n${next}` : ""}\n`;
}

function sourceOf({ history, quarantine }: QueryOptions): ListSource {
  if (history && quarantine) throw new UserError("--history and --quarantine exclude each other");
  return history ? "history" : quarantine ? "quarantine" : "queue";
}

/** Words become one filter; times in braces need a zone that is said, not guessed. */
function filterOf(words: readonly string[], options: QueryOptions): string {
  const text = words.join(" ");
  if (!text.includes("{")) return text;
  if (options.utc === true) return resolveTimes(text, utc);
  if (options.timezone !== undefined) return resolveTimes(text, parseTimeZone(options.timezone));
  throw new UserError(
    "a time in braces needs a time zone",
    "Say --utc, or --timezone with hours east of UTC, as in --timezone 2.",
  );
}
