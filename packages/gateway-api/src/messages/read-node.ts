import { SoapError } from "@mailmux/soap-future";
import { GatewayApiError } from "../errors.ts";
import { all, condition, type Filter, formatFilter, type MessageSource } from "../filter/index.ts";
import { type Gateway } from "../gateway/gateway.ts";
import { type Message } from "../generated/service.gen.ts";
import { isReceptionTime, type NodePosition } from "./cursor.ts";
import { type GatewayMessage, toGatewayMessage } from "./message.ts";

/** Gateways promise to give that many rows at once, and no more. */
const maxRowsAtOnce = 10_000;
/** Requests to one node for one page. One does it, unless much mail has arrived in the second where the page begins. */
const maxRequests = 16;
/** Rows that are read again with the next request: as many may leave in between without one being missed. */
const overlap = 10;

export interface ReadOptions {
  readonly limit: number;
  readonly position: NodePosition | undefined;
  /** Asks for the number of all matches too. */
  readonly withTotal: boolean;
  readonly signal: AbortSignal;
}

export interface NodeRows {
  /** In order: more than `limit`, or all that the node has. */
  readonly rows: readonly GatewayMessage[];
  readonly more: boolean;
  readonly total: number | undefined;
}

type Place = Pick<GatewayMessage, "receivedAt" | "id">;

/**
 * The next rows of one node. The API pages by offset, which moves with every arrival; so the position is a place in
 * time instead, and the rows of its second that come before it are dropped here: those that were shown, and those
 * that arrived since. When too few are left, the node is asked on by offset. Throws `too_many_rows` when that does
 * not end, SoapError (`decode`) for a row that has no place in time.
 */
export async function readNode(
  { client }: Gateway,
  source: MessageSource,
  filter: Filter,
  { limit, position, withTotal, signal }: ReadOptions,
): Promise<NodeRows> {
  const call = client.future({ signal, timeoutMs: 0x7fffffff });
  const from = position === undefined ? [] : [condition("time", "<", position.receivedAt + 1)];
  const wanted = formatFilter(all(filter, ...from));
  const read = source === "history" ? call.mailHistory : call.mailQueue;
  // One more than fits tells whether there is another page.
  const needed = limit + 1;
  const rows: GatewayMessage[] = [];
  let total: number | undefined;
  let offset = 0;
  let asked = Math.min(maxRowsAtOnce, needed + (position?.ties ?? 0));
  let dropped = 0;
  /** The last row that was read, dropped or not: everything before it is known. */
  let reached: Place | undefined;
  for (let request = 1; request <= maxRequests; request++) {
    const response = await read({
      filter: wanted,
      limit: asked,
      ...(offset === 0 ? {} : { offset }),
      ...(withTotal && request === 1 ? { options: { totalhits: true } } : {}),
    }).get();
    if (request === 1 && response.totalhits !== undefined) total = Number(response.totalhits);
    const records = response.result.item.map((record) => toRow(record, source)).sort(newestFirst);
    const [first] = records;
    if (offset > 0 && reached && (first === undefined || isAfter(first, reached))) {
      // So many rows left meanwhile that some slipped through between the two answers: step back.
      offset = Math.max(0, offset - asked);
      continue;
    }
    const unknown = records.filter((row) => reached === undefined || isAfter(row, reached));
    const fresh = unknown.filter((row) => position === undefined || isAfter(row, position));
    rows.push(...fresh);
    const more = records.length >= asked;
    if (!more || rows.length >= needed) return { rows, more, total };
    reached = unknown.at(-1) ?? reached;
    dropped += records.length - fresh.length;
    offset = Math.max(0, offset + records.length - overlap);
    // Growing, so that a full second is read through in few requests.
    asked = Math.min(maxRowsAtOnce, overlap + Math.max(needed - rows.length, dropped));
  }
  throw new GatewayApiError(
    "too_many_rows",
    `the page is not complete after ${maxRequests} requests: there is more mail in the second in which it begins than they read; begin anew, or search for an earlier time`,
  );
}

/** Descending by reception time, then by id, as the nodes order them. */
export function newestFirst(left: Place, right: Place): number {
  if (left.receivedAt !== right.receivedAt) return right.receivedAt - left.receivedAt;
  const [a, b] = [BigInt(left.id), BigInt(right.id)];
  return a < b ? 1 : a > b ? -1 : 0;
}

function isAfter(row: Place, place: Place): boolean {
  return newestFirst(row, place) > 0;
}

/** A row without a place in time cannot be paged past: it is the node's mistake, and not to be hidden. */
function toRow(record: Message, source: MessageSource): GatewayMessage {
  const row = toGatewayMessage(record);
  if (isReceptionTime(row.receivedAt)) return row;
  throw new SoapError(
    "decode",
    `msgts0 of message ${row.id} is ${record.msgts0}, which is not a reception time`,
    { context: { operation: source === "history" ? "mailHistory" : "mailQueue", path: "msgts0" } },
  );
}
