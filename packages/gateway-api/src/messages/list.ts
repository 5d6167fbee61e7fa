import { type Cluster, mergePages, type NodePage, type NodeResult } from "@mailmux/cluster";
import { formatFilter, parseFilter, searchBoxToFilter } from "../filter/index.ts";
import { type Gateway } from "../gateway/gateway.ts";
import { type GatewayService } from "../generated/service.gen.ts";
import { GatewayApiError } from "../errors.ts";
import { decodeCursor, encodeCursor, type ListPosition } from "./cursor.ts";
import { type GatewayMessage } from "./message.ts";
import { newestFirst, type NodeRows, readNode } from "./read-node.ts";

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
  /** For the next page; undefined when no node that answered has more. */
  readonly nextCursor: string | undefined;
  /** All matches; only on the first page. `atLeast` when a node is missing. */
  readonly total: { readonly count: number; readonly atLeast: boolean } | undefined;
  /** The filter as it was understood. */
  readonly filter: string;
}

/**
 * One page of a merged list, newest first. Each node is asked from its own position, so that the page stays XX * Throws FilterError for the filter, {@link GatewayApiError} (`bad_cursor`, `invalid_argument`).
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
        withTotal: firstPage,
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
    // Those of that second: not an exact number (rows leave), but how many to ask for beside the page's own.
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
