import Table from "cli-table3";
import { visible } from "./visible.ts";

/** A column: its heading, and how a row's cell reads. */
export interface Column<R> {
  readonly title: string;
  readonly value: (row: R) => string | number | undefined;
  readonly align?: "left" | "right";
  /** Longest text shown on a terminal; longer ones end with an ellipsis. */
  readonly maxWidth?: number;
}

const borderless = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

/** Rows as a table without lines; unknown values are a dash. */
export function formatTable<R>(
  columns: readonly Column<R>[],
  rows: readonly R[],
  { shorten }: { shorten: boolean },
): string {
  const table = new Table({
    head: columns.map((column) => column.title),
    chars: borderless,
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 0 },
    colAligns: columns.map((column) => column.align ?? "left"),
  });
  for (const row of rows) {
    table.push(
      columns.map(({ value, maxWidth }) => {
        const cell = visible(String(value(row) ?? "-"));
        return shorten && maxWidth !== undefined && cell.length > maxWidth
          ? `${[...cell].slice(0, maxWidth - 1).join("")}…`
          : cell;
      }),
    );
  }
  return `${table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")}\n`;
}
