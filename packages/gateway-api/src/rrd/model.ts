/** How a data source's updates become rates. */
export const rrdDataSourceTypes = [
  "GAUGE",
  "COUNTER",
  "DERIVE",
  "ABSOLUTE",
  "COMPUTE",
  "DCOUNTER",
  "DDERIVE",
] as const;
export type RrdDataSourceType = (typeof rrdDataSourceTypes)[number];

/** How several measurements become one row: the four plain ones, and those of forecasts (Holt-Winters). */
export const rrdConsolidations = [
  "AVERAGE",
  "MIN",
  "MAX",
  "LAST",
  "HWPREDICT",
  "MHWPREDICT",
  "SEASONAL",
  "DEVSEASONAL",
  "DEVPREDICT",
  "FAILURES",
] as const;
export type RrdConsolidation = (typeof rrdConsolidations)[number];

/** The consolidations that any archive with one measurement per row can answer for. */
export function isPlainConsolidation(name: RrdConsolidation): boolean {
  return name === "AVERAGE" || name === "MIN" || name === "MAX" || name === "LAST";
}

/** One measured thing, such as `reject`. */
export interface RrdDataSource {
  /** 1 to 19 letters, digits, `_` and `-`. Unique in its file. */
  readonly name: string;
  readonly type: RrdDataSourceType;
  /** Longest time between two updates before the value counts as unknown, in seconds. A `COMPUTE` source has none. */
  readonly heartbeat: number | undefined;
  /** Values below are unknown; undefined where there is no bound. */
  readonly min: number | undefined;
  /** Values above are unknown; undefined where there is no bound. */
  readonly max: number | undefined;
  /** The value of the last update as it was written, at most 29 characters; `U` for unknown. */
  readonly lastValue: string;
}

/** Rows of one length of time, oldest first. */
export interface RrdArchive {
  readonly consolidation: RrdConsolidation;
  /** Which part of a row's measurements may be unknown, 0 to 1; undefined for the archives of forecasts. */
  readonly xff: number | undefined;
  /** Measurements in a row. */
  readonly pdpPerRow: number;
  /** Seconds in a row: `pdpPerRow` times the file's step. */
  readonly step: number;
  readonly rows: number;
  /** The end of the newest row's time, in Unix seconds; a row's time is that at which it ends. */
  readonly end: number;
  /** Row after row, the data sources in their order. `NaN` is unknown. */
  readonly values: Float64Array;
}

/** The file of one graph, as plain data. */
export interface RrdFile {
  /** The version of the format, 1 to 5. */
  readonly version: number;
  /** The machine that wrote it: size of its integers, and for 32 bits how its doubles are aligned. */
  readonly layout: "64-bit" | "32-bit" | "32-bit aligned to 8";
  /** Seconds between two measurements. */
  readonly step: number;
  /** Time of the last update in Unix seconds, without its microseconds. */
  readonly lastUpdate: number;
  readonly microseconds: number;
  readonly dataSources: readonly RrdDataSource[];
  readonly archives: readonly RrdArchive[];
}
