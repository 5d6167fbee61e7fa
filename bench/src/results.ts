import { type CpuUnit, ratio, type Summary, type Unit } from "./statistics.ts";

/** What one contender did in one case. */
export interface Row extends Summary {
  readonly case: string;
  readonly contender: string;
  readonly unit: Unit;
  /** Processor time of the contender's process alone, where it was measured. */
  readonly cpu?: Summary & { readonly unit: CpuUnit };
}

/** `"case vs peer"`: above 1 we are better. */
export type Ratios = Readonly<Record<string, number>>;

/** What is written to `bench/results/NAME.json`. */
export interface Results {
  readonly benchmark: string;
  readonly node: string;
  readonly note?: string;
  readonly rounds: number;
  readonly rows: readonly Row[];
  /** Above 1 we are faster. */
  readonly ratios: Ratios;
  /** Above 1 we need less processor time. */
  readonly cpuRatios: Ratios;
}

/** Under which name a row's ratios stand. */
export function ratioName(row: Row): string {
  return `${row.case} vs ${row.contender}`;
}

/** Compares every row with the row of the same case that belongs to us: to the contender of the first row. */
export function ratiosOf(rows: readonly Row[]): { ratios: Ratios; cpuRatios: Ratios } {
  const ratios: Record<string, number> = {};
  const cpuRatios: Record<string, number> = {};
  for (const row of rows) {
    const own = rows.find((each) => each.case === row.case && each.contender === rows[0]?.contender);
    if (!own || row === own) continue;
    ratios[ratioName(row)] = rounded(ratio(own.median, row.median, row.unit));
    if (own.cpu && row.cpu)
      cpuRatios[ratioName(row)] = rounded(ratio(own.cpu.median, row.cpu.median, row.cpu.unit));
  }
  return { ratios, cpuRatios };
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}
