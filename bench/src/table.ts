import Table from "cli-table3";
import { ratioName, type Results, type Row } from "./results.ts";

interface Column {
  readonly head: string;
  readonly align: "left" | "right";
  cell(row: Row): string;
}

/** The figures as a table, with the ratio to ours in each row of a peer. */
export function formatResults({ benchmark, node, note, rounds, rows, ratios, cpuRatios }: Results): string {
  const times = (value: number | undefined): string => (value === undefined ? "" : `${value.toFixed(2)}x`);
  const number = (head: string, cell: (row: Row) => string): Column => ({ head, align: "right", cell });
  const text = (head: string, cell: (row: Row) => string): Column => ({ head, align: "left", cell });
  const columns: Column[] = [
    text("case", (row) => row.case),
    text("contender", (row) => row.contender),
    number("median", (row) => row.median.toFixed(1)),
    number("min", (row) => row.min.toFixed(1)),
    number("max", (row) => row.max.toFixed(1)),
    text("unit", (row) => row.unit),
    number("ratio", (row) => times(ratios[ratioName(row)])),
  ];
  if (rows.some(({ cpu }) => cpu)) {
    columns.push(
      number("cpu", (row) => row.cpu?.median.toFixed(1) ?? ""),
      text("unit", (row) => row.cpu?.unit ?? ""),
      number("cpu ratio", (row) => times(cpuRatios[ratioName(row)])),
    );
  }
  const table = new Table({
    head: columns.map(({ head }) => head),
    style: { head: [], border: [] },
    colAligns: columns.map(({ align }) => align),
  });
  for (const row of rows) table.push(columns.map(({ cell }) => cell(row)));
  const server = note === undefined ? "" : `, ${note}`;
  return `${benchmark}, ${rounds} rounds, Node ${node}${server}\n${table.toString()}\n`;
}
