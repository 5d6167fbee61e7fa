import { formatCount, plural } from "../format/number.ts";

export interface PageRange {
  /** How many pages come before this one; undefined when the address was opened without its history. */
  readonly pagesBefore: number | undefined;
  readonly limit: number;
  readonly rows: number;
  readonly total: { count: number; atLeast: boolean } | null;
}

/** Where in the list a page is: "51–100 of at least 1,204". */
export function formatRange({ pagesBefore, limit, rows, total }: PageRange): string {
  if (rows === 0) return "No messages";
  const of = total === null ? "" : ` of ${total.atLeast ? "at least " : ""}${formatCount(total.count)}`;
  if (pagesBefore === undefined) return `${plural(rows, "message")}${of}`;
  const first = pagesBefore * limit + 1;
  const last = first + rows - 1;
  return `${formatCount(first)}–${formatCount(last)}${of}`;
}
