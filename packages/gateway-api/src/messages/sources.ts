import { all, any, condition, everything, type Filter, type MessageSource, not } from "../filter/index.ts";
import { type GatewayMessage } from "./message.ts";

/**
 * Which list: messages that wait for delivery, messages in quarantine, messages in those quarantines that are
 * archives, or what became of messages.
 */
export const listSources = ["queue", "quarantine", "archive", "history"] as const;

/** One of {@link listSources}. */
export type ListSource = (typeof listSources)[number];

/** One operation of a node, and what it is to be asked for. */
export interface ListPart {
  /** `queue` is the operation `mailQueue`, which has everything but the history. */
  readonly part: MessageSource;
  /** What makes its rows those of the wanted sources. */
  readonly filter: Filter;
}

/** The operations that give these sources: as few as possible, so that a page costs one call of each. */
export function partsOf(sources: readonly ListSource[], archives: readonly string[]): ListPart[] {
  const wanted = new Set(sources);
  const inArchive = (): Filter => any(...archives.map((name) => condition("quarantine", "=", name)));
  const held = condition("action", "=", "QUARANTINE");
  const kept: Filter[] = [];
  if (wanted.has("queue")) kept.push(condition("action", "=", "DELIVER"));
  if (archives.length === 0) {
    if (wanted.has("quarantine")) kept.push(held);
  } else {
    if (wanted.has("quarantine") && wanted.has("archive")) kept.push(held);
    else if (wanted.has("quarantine")) kept.push(all(held, not(inArchive())));
    else if (wanted.has("archive")) kept.push(all(held, inArchive()));
  }
  const parts: ListPart[] = [];
  if (kept.length > 0) parts.push({ part: "queue", filter: any(...kept) });
  if (wanted.has("history")) parts.push({ part: "history", filter: everything });
  return parts;
}

/** Which source a row of a part belongs to. */
export function sourceOf(part: MessageSource, row: GatewayMessage, archives: readonly string[]): ListSource {
  if (part === "history") return "history";
  if (row.action !== "QUARANTINE") return "queue";
  return row.quarantine !== undefined && archives.includes(row.quarantine) ? "archive" : "quarantine";
}
