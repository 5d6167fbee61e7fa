import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRrd, type RrdFile, type RrdRange, seriesBetween, writeRrd } from "../src/rrd/index.ts";
import { olderVersion } from "./rrd/other-layouts.ts";
import { makeSample, parseFetch, rrdtool, rrdtoolPath } from "./rrd/rrdtool.ts";
import { samplePath, samples, sampleStart } from "./rrd/samples.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mailmux-rrd-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** rrdtool prints ten decimals. */
const digits = (value: number) => (Number.isFinite(value) ? Number(value.toExponential(10)) : value);

function asFetched(file: RrdFile, range: RrdRange): ReturnType<typeof parseFetch> {
  const { columns, times } = seriesBetween(file, range);
  return {
    names: columns.map(({ name }) => name),
    times: [...times],
    rows: [...times].map((_, row) => columns.map(({ values }) => digits(values[row] ?? NaN))),
  };
}

function fetched(printed: string): ReturnType<typeof parseFetch> {
  const { names, times, rows } = parseFetch(printed);
  return { names, times, rows: rows.map((row) => row.map(digits)) };
}

const consolidations = ["AVERAGE", "MIN", "MAX", "LAST"] as const;

/** Ranges in and around the samples; seeded, so that a failure comes back. */
const ranges = fc.sample(
  fc.record({
    start: fc.integer({ min: sampleStart - 9_000, max: sampleStart + 4_000 }),
    length: fc.integer({ min: 1, max: 9_000 }),
    resolution: fc.constantFrom(1, 60, 250, 300, 900, 7_200),
    consolidation: fc.constantFrom(...consolidations),
  }),
  { numRuns: 150, seed: 5 },
);

describe.skipIf(rrdtoolPath === undefined)("rrdtool", () => {
  it.each(samples)(
    "makes the file $name, in which we find its own answers to ranges of every kind",
    (sample) => {
      const file = readRrd(makeSample(folder, sample));
      const asked = ranges.filter(({ consolidation }) =>
        file.archives.some((archive) => archive.consolidation === consolidation || archive.pdpPerRow === 1),
      );
      const printed = rrdtool(
        folder,
        asked.map(({ start, length, resolution, consolidation }) => [
          `fetch ${sample.name}.rrd ${consolidation} -s ${start} -e ${start + length} -r ${resolution}`,
        ]),
      );
      expect(printed.length).toBeGreaterThan(50);
      for (const [index, { start, length, resolution, consolidation }] of asked.entries()) {
        const range = { start, end: start + length, resolution, consolidation };
        expect(asFetched(file, range), JSON.stringify(range)).toEqual(fetched(printed[index] ?? ""));
      }
    },
  );

  it.each(samples)("dumps of $name what we read of it", (sample) => {
    const file = readRrd(makeSample(folder, sample));
    const [dump = ""] = rrdtool(folder, [["dump", `${sample.name}.rrd`]]);
    const all = (pattern: RegExp) => [...dump.matchAll(pattern)].map(([, text = ""]) => text.trim());
    expect(all(/<version>(.*?)</g)).toEqual([String(file.version).padStart(4, "0")]);
    expect(all(/<lastupdate>(.*?)</g)).toEqual([String(file.lastUpdate)]);
    expect(all(/<name>(.*?)</g)).toEqual(file.dataSources.map(({ name }) => name));
    expect(all(/<type>(.*?)</g)).toEqual(file.dataSources.map(({ type }) => type));
    expect(all(/<last_ds>(.*?)</g)).toEqual(file.dataSources.map(({ lastValue }) => lastValue));
    expect(all(/<minimal_heartbeat>(.*?)</g).map(Number)).toEqual(
      file.dataSources.flatMap(({ heartbeat }) => heartbeat ?? []),
    );
    expect(all(/<cf>(.*?)</g)).toEqual(file.archives.map(({ consolidation }) => consolidation));
    expect(all(/<pdp_per_row>(.*?)</g).map(Number)).toEqual(file.archives.map(({ pdpPerRow }) => pdpPerRow));
    expect(all(/<xff>(.*?)</g).map(Number)).toEqual(file.archives.flatMap(({ xff }) => xff ?? []));
    const values = all(/<row>(.*?)<\/row>/g).flatMap((row) =>
      [...row.matchAll(/<v>(.*?)<\/v>/g)].map(([, value]) => Number(value)),
    );
    expect(values.map(digits)).toEqual(file.archives.flatMap((archive) => [...archive.values].map(digits)));
    const times = [...dump.matchAll(/ \/ (\d+) --> <row>/g)].map(([, time]) => Number(time));
    expect(times).toEqual(
      file.archives.flatMap(({ rows, step, end }) =>
        Array.from({ length: rows }, (_, row) => end - (rows - 1 - row) * step),
      ),
    );
  });

  it.each(samples)("makes the $name that lies in the repository", (sample) => {
    const made = makeSample(folder, sample);
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(samplePath(sample.name), made);
    expect(readRrd(made)).toEqual(readRrd(readFileSync(samplePath(sample.name))));
  });

  it("reads a file of version 1 as we do", () => {
    const bytes = olderVersion(readFileSync(samplePath("mail")));
    writeFileSync(join(folder, "old.rrd"), bytes);
    const [printed = ""] = rrdtool(folder, [
      [`fetch old.rrd AVERAGE -s ${sampleStart + 2_500} -e ${sampleStart + 2_800}`],
    ]);
    const range = { start: sampleStart + 2_500, end: sampleStart + 2_800 };
    expect(asFetched(readRrd(bytes), range)).toEqual(fetched(printed));
  });

  it("reads and updates what we write", () => {
    const file = readRrd(readFileSync(samplePath("mail")));
    writeFileSync(join(folder, "written.rrd"), writeRrd(file));
    writeFileSync(join(folder, "read.rrd"), readFileSync(samplePath("mail")));
    const range = { start: sampleStart, end: sampleStart + 2_900, resolution: 300 };
    const ask = `AVERAGE -s ${range.start} -e ${range.end} -r 300`;
    const [written, read] = rrdtool(folder, [[`fetch written.rrd ${ask}`], [`fetch read.rrd ${ask}`]]);
    expect(written).toBe(read);

    const later = file.lastUpdate - (file.lastUpdate % 60);
    const updates = [60, 120, 180].map((seconds) => `${later + seconds}:${seconds}:${seconds * 2}:7`);
    const [, printed = ""] = rrdtool(folder, [
      ["update", "written.rrd", ...updates],
      [`fetch written.rrd AVERAGE -s ${later + 60} -e ${later + 119} -r 60`],
    ]);
    expect(fetched(printed)).toEqual({
      names: ["reject", "deliver", "in"],
      times: [later + 120],
      rows: [[1, 2, 7]],
    });
    const updated = readRrd(readFileSync(join(folder, "written.rrd")));
    expect(updated.dataSources.map(({ lastValue }) => lastValue)).toEqual(["180", "360", "7"]);
  });
});
