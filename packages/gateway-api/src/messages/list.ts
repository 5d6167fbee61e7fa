import { type Cluster, mergePages, type NodePage, type NodeResult } from "@mailmux/cluster";
import {
  all,
  condition,
  type Filter,
  formatFilter,
  parseFilter,
  searchBoxToFilter,
} from "../filter/index.ts";
import { type Gateway } from "../gateway/gateway.ts";
import { type GatewayService } from "../generated/service.gen.ts";
import { GatewayApiError } from "../errors.ts";
import { decodeCursor, encodeCursor, type ListPosition, type NodePosition } from "./cursor.ts";
import { type GatewayMessage, toGatewayMessage } from "./message.ts";

/** Which list: messages that wait for delivery, messages in quarantine, or what became of messages. */
export type ListSource = "queue" | "quarantine" | "history";

export interface ListQuery {
  readonly source: ListSource;
  /** A filter, or what a person types into a search box. Default: everything. */
  readonly filter?: string;
  /** Rows on the page. Default 50, at most 10,000. */
  readonly limit?: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string;
  readonly signal?: AbortSignal;
}

export interface ListRow extends GatewayMessage {
  readonly node: string;
}

export interface MessageListPage {
  /** Newest first, over all nodes that answered. */
  readonly rows: readonly ListRow[];
  /** How each node's part ended, in the order of the cluster. */
  readonly nodes: readonly NodeResult<number>[];
  /** For the next page; undefined on the last. */
  readonly nextCursor: string | undefined;
  /** All matches; only on the first page. `atLeast` when a node is missing. */
  readonly total: { readonly count: number; readonly atLeast: boolean } | undefined;
  /** The filter as it was understood. */
  readonly filter: string;
}

interface NodeRows {
  readonly rows: readonly GatewayMessage[];
  readonly more: boolean;
  readonly total: number | undefined;
}

/**
 * One page of a merged list, newest first. Each node is asked from its own position, so that the page stays in
 * place while mail comes and goes. A node that does not answer costs its own rows: they come when it answers again.
 * Throws FilterError for the filter, {@link GatewayApiError} (`bad_cursor`, `invalid_argument`).
 */
export async function listMessages(
  cluster: Cluster<GatewayService, Gateway>,
  query: ListQuery,
): Promise<MessageListPage> {
  const { source, limit = 50, signal } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > 10_000) {
    throw new GatewayApiError("invalid_argument", "the limit must be a whole number from 1 to 10000");
  }
  const filter = parseFilter(searchBoxToFilter(query.filter ?? ""));
  const text = formatFilter(filter);
  const bound = `${source} ${text}`;
  const position: ListPosition = query.cursor === undefined ? new Map() : decodeCursor(bound, query.cursor);
  const firstPage = query.cursor === undefined;
  const run = cluster.run(
    (node, context) =>
      readNode(node, source, filter, {
        limit,
        position: position.get(node.name),
        firstPage,
        signal: context.signal,
      }),
    signal === undefined ? {} : { signal },
  );
  const { results } = await run.get();
  const pages: NodePage<GatewayMessage>[] = results.map((result) => ({
    node: result.node,
    rows: result.status === "ok" ? result.value.rows : [],
    more: result.status === "ok" && result.value.more,
  }));
  const merged = mergePages(pages, limit, newestFirst);
  const next = advance(position, pages, merged.taken);
  return {
    rows: merged.rows.map(({ node, row }) => ({ ...row, node })),
    nodes: results.map((result) =>
      result.status === "ok" ? { ...result, value: merged.taken.get(result.node) ?? 0 } : result,
    ),
    nextCursor: merged.more ? encodeCursor(bound, next) : undefined,
    total: firstPage ? totalOf(results) : undefined,
    filter: text,
  };
}

interface ReadOptions {
  readonly limit: number;
  readonly position: NodePosition | undefined;
  readonly firstPage: boolean;
  readonly signal: AbortSignal;
}

/**
 * The next rows of one node. The API pages by offset, which moves with every arrival; so the position is a place in
 * time instead, and the rows of its second that were shown before are dropped here.
 */
async function readNode(
  { client }: Gateway,
  source: ListSource,
  filter: Filter,
  options: ReadOptions,
): Promise<NodeRows> {
  const { limit, position, firstPage, signal } = options;
  const call = client.future({ signal, timeoutMs: 0x7fffffff });
  const from = position === undefined ? [] : [condition("time", "<", position.receivedAt + 1)];
  const wanted = all(...sourceFilter(source), filter, ...from);
  // One more than fits tells whether there is another page.
  const asked = limit + 1 + (position?.ties ?? 0);
  const args = {
    filter: formatFilter(wanted),
    limit: asked,
    ...(firstPage ? { options: { totalhits: true } } : {}),
  };
  const response = await (source === "history" ? call.mailHistory(args) : call.mailQueue(args)).get();
  const records = response.result.item.map(toGatewayMessage).sort(newestFirst);
  const rows = position === undefined ? records : records.filter((row) => isAfter(row, position));
  return {
    rows,
    more: response.result.item.length >= asked,
    total: response.totalhits === undefined ? undefined : Number(response.totalhits),
  };
}

function sourceFilter(source: ListSource): Filter[] {
  if (source === "history") return [];
  return [condition("action", "=", source === "queue" ? "DELIVER" : "QUARANTINE")];
}

/** Descending by reception time, then by id, as the nodes order them. */
function newestFirst(left: GatewayMessage, right: GatewayMessage): number {
  if (left.receivedAt !== right.receivedAt) return right.receivedAt - left.receivedAt;
  const [a, b] = [BigInt(left.id), BigInt(right.id)];
  return a < b ? 1 : a > b ? -1 : 0;
}

function isAfter(row: GatewayMessage, { receivedAt, id }: NodePosition): boolean {
  return row.receivedAt < receivedAt || (row.receivedAt === receivedAt && BigInt(row.id) < BigInt(id));
}

function advance(
  position: ListPosition,
  pages: readonly NodePage<GatewayMessage>[],
  taken: ReadonlyMap<string, number>,
): ListPosition {
  const next = new Map(position);
  for (const { node, rows } of pages) {
    const count = taken.get(node) ?? 0;
    const last = rows[count - 1];
    if (!last) continue;
    const before = position.get(node);
    const carried = before?.receivedAt === last.receivedAt ? before.ties : 0;
    const ties = rows.slice(0, count).filter((row) => row.receivedAt === last.receivedAt).length + carried;
    next.set(node, { receivedAt: last.receivedAt, id: last.id, ties });
  }
  return next;
}

function totalOf(results: readonly NodeResult<NodeRows>[]): { count: number; atLeast: boolean } {
  let count = 0;
  let atLeast = false;
  for (const result of results) {
    const total = result.status === "ok" ? result.value.total : undefined;
    if (total === undefined) atLeast = true;
    count += total ?? (result.status === "ok" ? result.value.rows.length : 0);
  }
  return { count, atLeast };
}
