import type { RrdArchive } from "@mailmux/gateway-api";
import type { Past } from "./past.ts";

/** Seconds between two measurements. */
export const graphStep = 60;

/** Rows of the archives, and how many measurements are in one: a day of minutes, a month of half hours, a year of days. */
const shapes = [
  { pdpPerRow: 1, rows: 1_440 },
  { pdpPerRow: 30, rows: 1_488 },
  { pdpPerRow: 1_440, rows: 365 },
] as const;

/** The part of a row's measurements that may be unknown. */
const xff = 0.5;

/** Rows of one length, in a ring: the row that ends at time t is at `t / step` modulo the number of rows. */
export class Archive {
  readonly pdpPerRow: number;
  readonly rows: number;
  readonly step: number;
  readonly #width: number;
  /** Single precision is enough for rates, and half the memory. */
  readonly #values: Float32Array;
  /** Of the row under way, by source: the sum and the number of what is known. */
  readonly #sums: Float64Array;
  readonly #known: Uint16Array;

  private constructor({ pdpPerRow, rows }: { pdpPerRow: number; rows: number }, width: number) {
    this.pdpPerRow = pdpPerRow;
    this.rows = rows;
    this.step = pdpPerRow * graphStep;
    this.#width = width;
    this.#values = new Float32Array(rows * width).fill(Number.NaN);
    this.#sums = new Float64Array(width);
    this.#known = new Uint16Array(width);
  }

  /** The archives of a graph with so many sources, the finest first; with a past, they are full of it. */
  static forGraph(width: number, lastUpdate: number, past: Past | undefined): readonly Archive[] {
    const archives = shapes.map((shape) => new Archive(shape, width));
    if (past === undefined) return archives;
    let finer: Archive | undefined;
    for (const archive of archives) {
      archive.#fill(lastUpdate, past, finer);
      finer = archive;
    }
    return archives;
  }

  /** Takes the measurement of the step that ends at `at`; NaN is unknown. */
  take(at: number, values: readonly number[]): void {
    this.#add(values);
    if (at % this.step !== 0) return;
    this.#write(
      at,
      values.map((_, index) => {
        const known = this.#known[index] ?? 0;
        return known >= this.pdpPerRow * (1 - xff) ? (this.#sums[index] ?? 0) / known : Number.NaN;
      }),
    );
    this.#sums.fill(0);
    this.#known.fill(0);
  }

  /** As a file has it. */
  toRrd(lastUpdate: number): RrdArchive {
    const { pdpPerRow, step, rows } = this;
    const end = lastUpdate - (lastUpdate % step);
    const values = new Float64Array(rows * this.#width);
    for (let row = 0; row < rows; row++) {
      const from = this.#placeOf(end - (rows - 1 - row) * step);
      values.set(this.#values.subarray(from, from + this.#width), row * this.#width);
    }
    return { consolidation: "AVERAGE", xff, pdpPerRow, step, rows, end, values };
  }

  #add(values: readonly number[]): void {
    for (const [index, value] of values.entries()) {
      if (Number.isNaN(value)) continue;
      this.#sums[index] = (this.#sums[index] ?? 0) + value;
      this.#known[index] = (this.#known[index] ?? 0) + 1;
    }
  }

  /** Where a finer archive has all of a row it is their mean, so that all archives tell the same. */
  #fill(lastUpdate: number, past: Past, finer: Archive | undefined): void {
    const newest = lastUpdate - (lastUpdate % this.step);
    const finerStart = finer === undefined ? Infinity : finer.#start(lastUpdate);
    for (let row = 0; row < this.rows; row++) {
      const at = newest - row * this.step;
      const from = at - this.step;
      this.#write(
        at,
        finer !== undefined && from >= finerStart ? finer.#mean(from, at) : past.mean(from, at),
      );
    }
    if (finer === undefined) return;
    for (let at = newest + graphStep; at <= lastUpdate; at += graphStep)
      this.#add(past.mean(at - graphStep, at));
  }

  #start(lastUpdate: number): number {
    return lastUpdate - (lastUpdate % this.step) - this.rows * this.step;
  }

  #mean(from: number, to: number): number[] {
    const sums = Array<number>(this.#width).fill(0);
    for (let at = from + this.step; at <= to; at += this.step) {
      const place = this.#placeOf(at);
      for (let index = 0; index < this.#width; index++)
        sums[index] = (sums[index] ?? 0) + (this.#values[place + index] ?? Number.NaN);
    }
    return sums.map((sum) => sum / ((to - from) / this.step));
  }

  #write(at: number, values: readonly number[]): void {
    this.#values.set(values, this.#placeOf(at));
  }

  #placeOf(at: number): number {
    return (Math.floor(at / this.step) % this.rows) * this.#width;
  }
}
