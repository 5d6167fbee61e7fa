import { join } from "node:path";

/** An RRD file and the arguments with which rrdtool makes it. */
export interface Sample {
  readonly name: string;
  readonly create: readonly string[];
  /** Arguments of `rrdtool update`, one text a measurement. */
  readonly updates: readonly string[];
}

/** When the samples begin; no multiple of any step. */
export const sampleStart = 1_700_000_000;

/** A file of the repository that rrdtool made from a sample. */
export function samplePath(name: string): string {
  return join(import.meta.dirname, `${name}.rrd`);
}

const minutes = (count: number, values: (minute: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => `${sampleStart + (index + 1) * 60}:${values(index + 1)}`);

/** The samples: version 3 with a full ring, a fresh file, version 4 with forecasts, version 5. */
export const samples: readonly Sample[] = [
  {
    name: "mail",
    create: [
      "--step=60",
      "DS:reject:COUNTER:120:0:1000000",
      "DS:deliver:COUNTER:120:0:1000000",
      "DS:in:GAUGE:120:U:U",
      "RRA:AVERAGE:0.5:1:12",
      "RRA:AVERAGE:0.5:5:8",
      "RRA:MAX:0.5:5:8",
      "RRA:AVERAGE:0.5:15:4",
    ],
    // Gaps longer than the heartbeat, unknown values and values past the maximum become NaN.
    updates: minutes(47, (minute) => {
      const reject = minute % 11 === 0 ? "U" : String(minute * minute * 7);
      return `${reject}:${minute * 240}:${(minute * 0.37 - 3).toFixed(3)}`;
    }).filter((_, index) => index < 20 || index > 23),
  },
  {
    name: "fresh",
    create: ["--step=300", "DS:deliver:DERIVE:600:U:U", "RRA:LAST:0.5:1:3", "RRA:MIN:0.25:2:3"],
    updates: [],
  },
  {
    name: "forecast",
    create: ["--step=60", "DS:queue:GAUGE:120:0:U", "RRA:AVERAGE:0.5:1:6", "RRA:MHWPREDICT:8:0.1:0.0035:4"],
    updates: minutes(14, (minute) => String((minute % 4) * 10 + minute)),
  },
  {
    name: "version-5",
    create: [
      "--step=60",
      "DS:bytes:DCOUNTER:120:0:U",
      "DS:double:COMPUTE:bytes,2,*",
      "RRA:AVERAGE:0.5:1:5",
      "RRA:LAST:0.5:3:3",
    ],
    updates: minutes(9, (minute) => (minute * 12.5).toFixed(2)),
  },
];
