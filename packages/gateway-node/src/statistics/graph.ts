import { writeRrd } from "@mailmux/gateway-api";

/** Seconds between two measurements. */
export const graphStep = 60;

/** Rows of the archives, and how many measurements are in one: a day of minutes, a month of half hours, a year of days. */
const archiveShapes = [
  { pdpPerRow: 1, rows: 1_440 },
  { pdpPerRow: 30, rows: 1_488 },
  { pdpPerRow: 1_440, rows: 365 },
] as const;

interface Archive {
  readonly pdpPerRow: number;
  readonly rows: number;
  readonly step: number;
  /** A ring: the row that ends at time t is at `t / step` modulo the number of rows. */
  readonly values: Float32Array;
  /** Sums of the row under way. */
  readonly sums: Float64Array;
  known: number;
}

/** What a measurement was at a time, per second, for each data source; undefined where nothing was measured. */
export type Measured = (at: number) => readonly number[] | undefined;

/** One graph: rates per second of some data sources over a year, in less than 100 KB for each of them. */
export class Graph {
  readonly #sources: readonly string[];
  readonly #archives: readonly Archive[];
  readonly #totals: number[];
  #lastUpdate: number;

  /** @param start time of the newest measurement; what was before is unknown until {@link fill} says it */
  constructor(sources: readonly string[], start: number) {
    this.#sources = sources;
    this.#totals = sources.map(() => 0);
    this.#lastUpdate = start - (start % graphStep);
    this.#archives = archiveShapes.map(({ pdpPerRow, rows }) => ({
      pdpPerRow,
      rows,
      step: pdpPerRow * graphStep,
      values: new Float32Array(rows * sources.length).fill(Number.NaN),
      sums: new Float64Array(sources.length),
      known: 0,
    }));
  }

  get lastUpdate(): number {
    return this.#lastUpdate;
  }

  /** Fills the past from what is known of it. */
  fill(measured: Measured): void {
    for (const archive of this.#archives) {
      const newest = this.#lastUpdate - (this.#lastUpdate % archive.step);
      for (let row = 0; row < archive.rows; row++) {
        const at = newest - row * archive.step;
        const values = measured(at - archive.step / 2);
        if (values !== undefined) this.#write(archive, at, (index) => values[index] ?? 0);
      }
    }
  }

  /** Takes the measurement of the next step: what was counted in it. */
  update(counts: readonly number[]): void {
    this.#lastUpdate += graphStep;
    for (const [index, count] of counts.entries()) this.#totals[index] = (this.#totals[index] ?? 0) + count;
    for (const archive of this.#archives) {
      for (const [index, count] of counts.entries()) {
        archive.sums[index] = (archive.sums[index] ?? 0) + count / graphStep;
      }
      archive.known++;
      if (this.#lastUpdate % archive.step !== 0) continue;
      // A row of which less than half was measured is unknown, as its xff says.
      const { known, sums } = archive;
      const enough = known * 2 >= archive.pdpPerRow;
      this.#write(archive, this.#lastUpdate, (index) => (enough ? (sums[index] ?? 0) / known : Number.NaN));
      sums.fill(0);
      archive.known = 0;
    }
  }

  /** The file of rrdtool. */
  file(): Uint8Array {
    const width = this.#sources.length;
    return writeRrd({
      step: graphStep,
      lastUpdate: this.#lastUpdate,
      microseconds: 0,
      dataSources: this.#sources.map((name, index) => ({
        name,
        type: "COUNTER",
        heartbeat: graphStep * 2,
        min: 0,
        max: 1_000_000,
        lastValue: String(this.#totals[index] ?? 0),
      })),
      archives: this.#archives.map(({ pdpPerRow, rows, step, values }) => {
        const end = this.#lastUpdate - (this.#lastUpdate % step);
        const ordered = new Float64Array(rows * width);
        for (let row = 0; row < rows; row++) {
          const at = ringPlace(end - (rows - 1 - row) * step, step, rows) * width;
          for (let index = 0; index < width; index++)
            ordered[row * width + index] = values[at + index] ?? Number.NaN;
        }
        return { consolidation: "AVERAGE", xff: 0.5, pdpPerRow, step, rows, end, values: ordered };
      }),
    });
  }

  #write({ step, rows, values }: Archive, at: number, value: (index: number) => number): void {
    const place = ringPlace(at, step, rows) * this.#sources.length;
    for (let index = 0; index < this.#sources.length; index++) values[place + index] = value(index);
  }
}

function ringPlace(at: number, step: number, rows: number): number {
  return Math.floor(at / step) % rows;
}
