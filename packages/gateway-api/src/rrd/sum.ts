import { RrdError } from "./errors.ts";
import { maxRrdSeriesValues } from "./limits.ts";
import type { RrdArchive, RrdFile } from "./model.ts";
import { chooseArchive, rowsOf, type RrdColumn, type RrdRange, type RrdSeries } from "./series.ts";

/** A column of several files together. */
export interface RrdSumColumn extends RrdColumn {
  /** How many files knew the value of each time. Where none did, the value is `NaN`. */
  readonly known: Uint32Array;
}

/** The rows of several files together. */
export interface RrdSum extends RrdSeries {
  readonly columns: readonly RrdSumColumn[];
  /** Files that are not in the sum, by their index, and why. */
  readonly leftOut: readonly RrdLeftOut[];
}

/** A file that is not in a sum. */
export interface RrdLeftOut {
  readonly index: number;
  readonly error: RrdError;
}

/**
 * Adds up the same graph of several nodes, time by time: rows are matched by when they end, not by their place in the
 * file, so nodes whose last updates differ are not summed askew. A value that a node does not know counts as nothing,
 * and data sources are matched by name. The rows have the step that most files would have chosen by themselves;
 * a file without an archive of that step is left out, and so is one that would make the sum too large.
 * @throws RrdError `no_archive` or `too_large` when no file is left, `invalid_argument`
 */
export function sumBetween(files: readonly RrdFile[], range: RrdRange): RrdSum {
  const leftOut: RrdLeftOut[] = [];
  const step = commonStep(files, range);
  const ofStep = (archive: RrdArchive) => archive.step === step;
  const sums = new Map<string, RrdSumColumn>();
  let first: RrdSeries | undefined;
  for (const [index, file] of files.entries()) {
    const series = orRefusal(() => rowsOf(file, chooseArchive(file, range, ofStep), range));
    const error = series instanceof RrdError ? series : orRefusal(() => addTo(sums, series));
    if (error instanceof RrdError) leftOut.push({ index, error });
    else if (!(series instanceof RrdError)) first ??= series;
  }
  if (first === undefined) throw leftOut[0]?.error ?? new RrdError("no_archive", "There is no file to sum");
  return { ...first, columns: [...sums.values()], leftOut };
}

/** One odd file among many must not decide for all of them, so files vote. The coarser step covers more. */
function commonStep(files: readonly RrdFile[], range: RrdRange): number | undefined {
  const votes = new Map<number, number>();
  for (const file of files) {
    const archive = orRefusal(() => chooseArchive(file, range));
    if (!(archive instanceof RrdError)) votes.set(archive.step, (votes.get(archive.step) ?? 0) + 1);
  }
  const most = Math.max(...votes.values());
  const answers = (step: number) =>
    files.filter(
      (file) =>
        !(
          orRefusal(() => chooseArchive(file, range, (archive) => archive.step === step)) instanceof RrdError
        ),
    ).length;
  return [...votes.keys()]
    .filter((step) => votes.get(step) === most)
    .map((step) => ({ step, answers: answers(step) }))
    .toSorted((a, b) => b.answers - a.answers || b.step - a.step)[0]?.step;
}

/** What a file refuses is a matter of that file; a wrong question is the caller's. */
function orRefusal<T>(action: () => T): T | RrdError {
  try {
    return action();
  } catch (error) {
    if (error instanceof RrdError && error.code !== "invalid_argument") return error;
    throw error;
  }
}

function addTo(sums: Map<string, RrdSumColumn>, { columns, times }: RrdSeries): void {
  const fresh = columns.filter(({ name }) => !sums.has(name));
  if ((sums.size + fresh.length) * times.length > maxRrdSeriesValues) {
    throw new RrdError("too_large", `The sum would have more than ${maxRrdSeriesValues} values`);
  }
  for (const { name } of fresh) {
    const values = new Float64Array(times.length).fill(NaN);
    sums.set(name, { name, values, known: new Uint32Array(times.length) });
  }
  for (const { name, values } of columns) {
    const sum = sums.get(name);
    for (let index = 0; sum !== undefined && index < values.length; index++) {
      const value = values[index] ?? NaN;
      if (Number.isNaN(value)) continue;
      const known = sum.known[index] ?? 0;
      sum.values[index] = known === 0 ? value : (sum.values[index] ?? 0) + value;
      sum.known[index] = known + 1;
    }
  }
}
