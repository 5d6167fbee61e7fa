import { GatewayApiError } from "../errors.ts";
import { type Filter, FilterError, formatFilter, parseFilter } from "../filter/index.ts";

/**
 * A filter as text, as data, or as text that is sent as it is. Text is read first, so that what is no filter never
 * leaves; `raw` is for fields that a newer gateway has and this package does not know.
 */
export type FilterArgument = string | Filter | { readonly raw: string };

/** What is sent. @throws FilterError */
export function filterText(filter: FilterArgument): string {
  if (typeof filter === "string") return formatFilter(parseFilter(filter));
  return "raw" in filter ? filter.raw : formatFilter(filter);
}

/** Whether a filter is one that every message matches: it has no condition. */
export function matchesEverything(filter: FilterArgument): boolean {
  if (typeof filter === "object" && "groups" in filter) return filter.groups.length === 0;
  try {
    return parseFilter(typeof filter === "string" ? filter : filter.raw).groups.length === 0;
  } catch (error) {
    if (error instanceof FilterError) return false;
    throw error;
  }
}

/** For operations that change whatever matches: all mail of a node only to those who say that they mean it. */
export interface EverythingOption {
  /** Allows a filter without conditions, which is every message. */
  readonly everything?: boolean | undefined;
}

/** The filter of a change. @throws FilterError, GatewayApiError `invalid_argument` for all mail without `everything` */
export function changeFilterText(filter: FilterArgument, { everything = false }: EverythingOption): string {
  if (!everything && matchesEverything(filter)) {
    throw new GatewayApiError(
      "invalid_argument",
      "the filter is empty, which is every message; say so with `everything: true`",
    );
  }
  return filterText(filter);
}
