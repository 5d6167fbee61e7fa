import { stringify } from "csv-stringify/sync";
import { type Column } from "./table.ts";
import { visible } from "./visible.ts";

/**
 * Rows as CSV (RFC 4180) with a heading. A spreadsheet must not take a stranger's subject for a formula; on a
 * terminal it must not be a control sequence either. A pipe gets the text as it is.
 */
export function formatCsv<R>(
  columns: readonly Column<R>[],
  rows: readonly R[],
  { isTerminal }: { isTerminal: boolean },
): string {
  const cell = (value: string | number | undefined): string | number =>
    isTerminal && typeof value === "string" ? visible(value) : (value ?? "");
  return stringify(
    rows.map((row) => columns.map(({ value }) => cell(value(row)))),
    { header: true, columns: columns.map((column) => column.title), escape_formulas: true },
  );
}
