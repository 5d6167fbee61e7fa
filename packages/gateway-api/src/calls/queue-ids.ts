import { GatewayApiError } from "../errors.ts";

/** One queue id or several, as text of digits: they have 64 bits. */
export type QueueIds = string | readonly string[];

/** The most ids of one call: each has up to 20 digits, so the request stays well below what a node takes. */
const maxIds = 10_000;

/**
 * The ids as one call takes them. Each is checked alone, so that a text from outside never names a second message.
 * @throws GatewayApiError `invalid_argument`
 */
export function idList(ids: QueueIds): string {
  const list = typeof ids === "string" ? [ids] : ids;
  if (list.length === 0) throw new GatewayApiError("invalid_argument", "no message is named");
  if (list.length > maxIds) {
    throw new GatewayApiError("invalid_argument", `more than ${maxIds} messages are named`);
  }
  if (!list.every((id) => /^\d{1,20}$/.test(id))) {
    throw new GatewayApiError("invalid_argument", "a queue id has 1 to 20 digits");
  }
  return list.join(",");
}
