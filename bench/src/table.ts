import Table from "cli-table3";
import { type Results } from "./run.ts";

/** The figures as a table, and under it the ratios. */
export function formatResults({ benchmark, node, rounds, rows, ratios }: Results): string {
  const table = new Table({
    head: ["case", "contender", "median", "min", "max", "unit"],
    style: { head: [], border: [] },
    colAligns: ["left", "left", "right", "right", "right", "left"],
  });
  for (const row of rows)
    table.push([
      row.case,
      row.contender,
      row.median.toFixed(1),
      row.min.toFixed(1),
      row.max.toFixed(1),
      row.unit,
    ]);
  const lines = Object.entries(ratios).map(([name, value]) => `${name}: ${value.toFixed(2)}x`);
  return `${benchmark}, ${rounds} rounds, Node ${node}\n${table.toString()}\n${lines.join("\n")}\n`;
}
