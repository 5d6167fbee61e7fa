import { type Cluster, mergePages, type NodePage, type NodeResult } from "@mailmux/cluster";
import { all, formatFilter, type MessageSource, parseFilter, searchBoxToFilter } from "../filter/index.ts";
import { type Gateway } from "../gateway/gateway.ts";
import { type GatewayService } from "../generated/service.gen.ts";
import { GatewayApiError } from "../errors.ts";
import { decodeCursor, encodeCursor, type ListPosition, placeOf } from "./cursor.ts";
import { type GatewayMessage } from "./message.ts";
import { newestFirst, type NodeRows, readNode } from "./read-node.ts";
import { type ListSource, partsOf, sourceOf } from "./sources.ts";

export interface ListQuery {
  /** One list, or several as one: all of them is everything that the nodes know of. */
  readonly source: ListSource | readonly ListSource[];
  /** A filter, or what a person types into a search box. Default: everything. */
  readonly filter?: string;
  /** Rows on the page. Default 50, at most 10,000. */
  readonly limit?: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string;
  /**
   * Quarantine profiles, such as `mailquarantine:3`, that hold an archive. What is in them is in the source `archive`
   * and not in `quarantine`. Default: none, and the archive is empty.
   */
  readonly archives?: readonly string[];
  readonly signal?: AbortSignal;
}

export interface ListRow extends GatewayMessage {
  readonly node: string;
  readonly source: ListSource;
}

export interface MessageListPage {
  /** Newest first, over all nodes that answered. One message may be in the queue and in the history. */
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

/** What one node gave of one operation. */
interface PartRows extends NodeRows {
  readonly part: MessageSource;
}

/**
 * One page of a merged list, newest first. Each node is asked from its own position, so that the page stays the same
 * while mail moves.
 *
 * Throws FilterError for the filter, {@link GatewayApiError} (`bad_cursor`, `invalid_argument`).
 */
export async function listMessages(
  cluster: Cluster<GatewayService, Gateway>,
  query: ListQuery,
): Promise<MessageListPage> {
  const { limit = 50, archives = [], signal } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > 10_000) {
    throw new GatewayApiError("invalid_argument", "the limit must be a whole number from 1 to 10000");
  }
  const sources = typeof query.source === "string" ? [query.source] : query.source;
  if (sources.length === 0) throw new GatewayApiError("invalid_argument", "no list is named");
  const parts = partsOf(sources, archives);
  const filter = parseFilter(searchBoxToFilter(query.filter ?? ""));
  const text = formatFilter(filter);
  const bound = JSON.stringify([[...new Set(sources)].sort(), archives, text]);
  const position: ListPosition = query.cursor === undefined ? new Map() : decodeCursor(bound, query.cursor);
  const firstPage = query.cursor === undefined;
  const run = cluster.run(
    (node, context) =>
      Promise.all(
        parts.map(async ({ part, filter: own }): Promise<PartRows> => {
          const rows = await readNode(node, part, all(own, filter), {
            limit,
            position: position.get(placeOf(part, node.name)),
            withTotal: firstPage,
            signal: context.signal,
          });
          return { ...rows, part };
        }),
      ),
    { effect: "none", ...(signal === undefined ? {} : { signal }) },
  );
  const { results } = await run.get();
  const places = new Map<string, { node: string; part: MessageSource }>();
  const pages: NodePage<GatewayMessage>[] = results.flatMap((result) =>
    (result.status === "ok" ? result.value : []).map(({ part, rows, more }) => {
      const place = placeOf(part, result.node);
      places.set(place, { node: result.node, part });
      return { node: place, rows, more };
    }),
  );
  const merged = mergePages(pages, limit, newestFirst);
  const next = advance(position, pages, merged.taken);
  const shown = (node: string): number =>
    parts.reduce((sum, { part }) => sum + (merged.taken.get(placeOf(part, node)) ?? 0), 0);
  return {
    rows: merged.rows.flatMap(({ node: place, row }) => {
      const found = places.get(place);
      return found === undefined
        ? []
        : [{ ...row, node: found.node, source: sourceOf(found.part, row, archives) }];
    }),
    nodes: results.map((result) =>
      result.status === "ok" ? { ...result, value: shown(result.node) } : result,
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

function totalOf(results: readonly NodeResult<readonly PartRows[]>[]): { count: number; atLeast: boolean } {
  let count = 0;
  let atLeast = false;
  for (const result of results) {
    if (result.status !== "ok") {
      atLeast = true;
      continue;
    }
    for (const { total, rows } of result.value) {
      if (total === undefined) atLeast = true;
      count += total ?? rows.length;
    }
  }
  return { count, atLeast };
}
