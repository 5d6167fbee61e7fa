import { RrdError } from "./errors.ts";
import { maxRrdSeriesValues, maxRrdTime } from "./limits.ts";
import { isPlainConsolidation, type RrdArchive, type RrdConsolidation, type RrdFile } from "./model.ts";

/** What is asked of a file. Times are Unix seconds, whole and not negative. */
export interface RrdRange {
  readonly start: number;
  /** After `start`. */
  readonly end: number;
  /** Default `AVERAGE`. */
  readonly consolidation?: RrdConsolidation;
  /** The wished length of a row in seconds; the nearest that covers the range is taken. Default 1, the finest. */
  readonly resolution?: number;
}

/** The values of one data source, one for each time. `NaN` is unknown. */
export interface RrdColumn {
  readonly name: string;
  readonly values: Float64Array;
}

/** Rows of a range of time, at every `step` seconds, oldest first. */
export interface RrdSeries {
  readonly consolidation: RrdConsolidation;
  /** Seconds in a row. */
  readonly step: number;
  /** When each row ends, in Unix seconds. */
  readonly times: Float64Array;
  /** In the order of the file's data sources. */
  readonly columns: readonly RrdColumn[];
}

/**
 * The rows of a range, as `rrdtool fetch` gives them: from the archive that covers the start and has the nearest
 * resolution, or else the one that covers most; the range widened to whole rows, and `NaN` where the archive has none.
 * As there, an end on the border of two rows takes the later row too.
 * @throws RrdError `no_archive`, `too_large` or `invalid_argument`
 */
export function seriesBetween(file: RrdFile, range: RrdRange): RrdSeries {
  return rowsOf(file, chooseArchive(file, range), range);
}

/** @throws RrdError `no_archive` or `invalid_argument` */
export function chooseArchive(
  file: RrdFile,
  { start, end, consolidation = "AVERAGE", resolution = 1 }: RrdRange,
  fits: (archive: RrdArchive) => boolean = () => true,
): RrdArchive {
  checkRange(start, end, resolution);
  let chosen: { archive: RrdArchive; missing: number; distance: number } | undefined;
  for (const archive of file.archives) {
    if (!answersFor(archive, consolidation) || !fits(archive)) continue;
    const missing = Math.max(0, archive.end - archive.rows * archive.step - start);
    const distance = Math.abs(resolution - archive.step);
    if (
      chosen === undefined ||
      missing < chosen.missing ||
      (missing === chosen.missing && distance < chosen.distance)
    ) {
      chosen = { archive, missing, distance };
    }
  }
  if (chosen === undefined)
    throw new RrdError("no_archive", `No archive of the file answers for ${consolidation}`);
  return chosen.archive;
}

function checkRange(start: number, end: number, resolution: number): void {
  const isTime = (value: number) => Number.isSafeInteger(value) && value >= 0 && value <= maxRrdTime;
  if (!isTime(start) || !isTime(end) || start >= end) {
    throw new RrdError("invalid_argument", "A range has a start and a later end in whole Unix seconds");
  }
  if (!Number.isSafeInteger(resolution) || resolution < 1) {
    throw new RrdError("invalid_argument", "A resolution is a whole number of seconds from 1");
  }
}

/** A row of a single measurement is its own average, minimum, maximum and last value. */
function answersFor(archive: RrdArchive, consolidation: RrdConsolidation): boolean {
  return (
    archive.consolidation === consolidation ||
    (archive.pdpPerRow === 1 &&
      isPlainConsolidation(archive.consolidation) &&
      isPlainConsolidation(consolidation))
  );
}

/** The rows of an archive in a range that was checked. */
export function rowsOf(
  file: RrdFile,
  archive: RrdArchive,
  { start, end, consolidation = "AVERAGE" }: RrdRange,
): RrdSeries {
  const { step, rows, values } = archive;
  const first = start - (start % step) + step;
  const last = end - (end % step) + step;
  const count = (last - first) / step + 1;
  const width = file.dataSources.length;
  if (count * width > maxRrdSeriesValues) {
    throw new RrdError(
      "too_large",
      `The range has ${count * width} values; at most ${maxRrdSeriesValues} are given`,
    );
  }
  const skipped = (first - archive.end) / step + rows - 1;
  return {
    consolidation,
    step,
    times: Float64Array.from({ length: count }, (_, index) => first + index * step),
    columns: file.dataSources.map(({ name }, column) => ({
      name,
      values: Float64Array.from({ length: count }, (_, index) => {
        const row = skipped + index;
        return row < 0 || row >= rows ? NaN : (values[row * width + column] ?? NaN);
      }),
    })),
  };
}
