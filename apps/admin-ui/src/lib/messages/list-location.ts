import { messageSources, pageSizes, type MessageSource } from "#shared/api.ts";

/** Everything that says which rows the message list shows; all of it is in the address. */
export interface ListLocation {
  readonly source: MessageSource;
  readonly filter: string;
  readonly limit: number;
  /** Null on the first page. */
  readonly cursor: string | null;
}

export const sourceTitles: Record<MessageSource, string> = {
  queue: "Queue",
  quarantine: "Quarantine",
  history: "History",
};

export const defaultLimit = 50;

/** Reads an address that anybody may have written: what does not fit becomes the default. */
export function parseListLocation(search: URLSearchParams): ListLocation {
  const source = search.get("source");
  const limit = Number(search.get("limit"));
  const cursor = search.get("cursor");
  return {
    source: messageSources.find((known) => known === source) ?? "queue",
    filter: (search.get("filter") ?? "").trim().slice(0, 4096),
    limit: (pageSizes as readonly number[]).includes(limit) ? limit : defaultLimit,
    cursor: cursor === "" ? null : cursor,
  };
}

/** The query of an address, without what is the default, so that plain lists have plain addresses. */
export function formatListLocation(location: Partial<ListLocation>): string {
  const search = new URLSearchParams({ source: location.source ?? "queue" });
  if (location.filter !== undefined && location.filter !== "") search.set("filter", location.filter);
  if (location.limit !== undefined && location.limit !== defaultLimit) {
    search.set("limit", String(location.limit));
  }
  if (location.cursor !== undefined && location.cursor !== null) search.set("cursor", location.cursor);
  return `?${search}`;
}

/** Whether two locations are pages of one list, so that the total and the place in it carry over. */
export function sameList(a: ListLocation, b: ListLocation): boolean {
  return a.source === b.source && a.filter === b.filter && a.limit === b.limit;
}
