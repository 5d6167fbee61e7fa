import { stringify } from "csv-stringify/sync";
import { type Column } from "./table.ts";

/** Rows as CSV (RFC 4180) with a heading. A spreadsheet must not take a stranger's subject for a formula. */
export function formatCsv<R>(columns: readonly Column<R>[], rows: readonly R[]): string {
  return stringify(
    rows.map((row) => columns.map(({ value }) => value(row) ?? "")),
    { header: true, columns: columns.map((column) => column.title), escape_formulas: true },
  );
}
