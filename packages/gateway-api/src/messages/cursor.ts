import { createHash } from "node:crypto";
import { z } from "zod";
import { GatewayApiError } from "../errors.ts";
import { type MessageSource } from "../filter/index.ts";

/** Where one node's part of a list goes on. */
export interface NodePosition {
  /** Reception time and id of the last row that was shown. */
  readonly receivedAt: number;
  readonly id: string;
  /** How many rows of that second have been shown, about: as many more are asked for. */
  readonly ties: number;
}

/** Where a merged list goes on, by {@link placeOf}; what is not in it begins at its newest row. */
export type ListPosition = ReadonlyMap<string, NodePosition>;

/** The key of one operation of one node in a position. */
export function placeOf(part: MessageSource, node: string): string {
  return `${part}:${node}`;
}

/** The last second that a Date can hold. */
const maxReceptionTime = 8_640_000_000_000;

/** Whether a position can hold a time, in Unix seconds. Rows at other times cannot be paged past. */
export function isReceptionTime(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 0 && seconds <= maxReceptionTime;
}

const cursorSchema = z.strictObject({
  v: z.literal(2),
  q: z.string(),
  n: z.array(
    z.tuple([
      z.string(),
      z.number().refine(isReceptionTime),
      z.string().regex(/^-?[0-9]{1,20}$/),
      z.number().int().min(1).max(1_000_000),
    ]),
  ),
});

/** Writes a position as text, bound to the query that it belongs to. */
export function encodeCursor(query: string, position: ListPosition): string {
  const places = [...position].map(([place, { receivedAt, id, ties }]) => [place, receivedAt, id, ties]);
  return Buffer.from(JSON.stringify({ v: 2, q: digest(query), n: places })).toString("base64url");
}

/** Reads it back. Throws `bad_cursor` for anything else than a cursor of this query. */
export function decodeCursor(query: string, cursor: string): ListPosition {
  let data: unknown;
  try {
    data = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch (cause) {
    throw new GatewayApiError("bad_cursor", "this is not a position in a list", { cause });
  }
  const parsed = cursorSchema.safeParse(data);
  if (!parsed.success) throw new GatewayApiError("bad_cursor", "this is not a position in a list");
  if (parsed.data.q !== digest(query))
    throw new GatewayApiError("bad_cursor", "this position belongs to another search");
  return new Map(parsed.data.n.map(([place, receivedAt, id, ties]) => [place, { receivedAt, id, ties }]));
}

function digest(query: string): string {
  return createHash("sha256").update(query).digest("base64url").slice(0, 16);
}
