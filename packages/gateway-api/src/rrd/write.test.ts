import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { samplePath } from "../../test/rrd/samples.ts";
import { readRrd, type RrdFile, writeRrd } from "./index.ts";

const mail = readRrd(readFileSync(samplePath("mail")));

const names = fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9_-]{1,19}$/), { minLength: 1, maxLength: 4 });
const bound = fc.option(fc.double({ noNaN: true }), { nil: undefined });

const files: fc.Arbitrary<RrdFile> = fc
  .record({
    names,
    step: fc.integer({ min: 1, max: 86_400 }),
    lastUpdate: fc.nat(),
    shapes: fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 500 })), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  .chain(({ names: sources, step, lastUpdate, shapes }) =>
    fc.record({
      version: fc.constant(3),
      layout: fc.constant("64-bit" as const),
      step: fc.constant(step),
      lastUpdate: fc.constant(lastUpdate),
      microseconds: fc.nat(999_999),
      dataSources: fc.tuple(
        ...sources.map((name) =>
          fc.record({
            name: fc.constant(name),
            type: fc.constantFrom("GAUGE" as const, "COUNTER" as const),
            heartbeat: fc.nat(),
            min: bound,
            max: bound,
            lastValue: fc.stringMatching(/^[ -~]{0,29}$/),
          }),
        ),
      ),
      archives: fc.tuple(
        ...shapes.map(([rows, pdpPerRow]) =>
          fc.record({
            consolidation: fc.constantFrom("AVERAGE" as const, "MAX" as const),
            xff: fc.double({ min: 0, max: 1, noNaN: true }),
            pdpPerRow: fc.constant(pdpPerRow),
            step: fc.constant(pdpPerRow * step),
            rows: fc.constant(rows),
            end: fc.constant(lastUpdate - (lastUpdate % (pdpPerRow * step))),
            values: fc
              .array(fc.double(), { minLength: rows * sources.length, maxLength: rows * sources.length })
              .map((values) => Float64Array.from(values)),
          }),
        ),
      ),
    }),
  );

describe("writeRrd", () => {
  it("writes what readRrd reads back", () => {
    expect(readRrd(writeRrd(mail))).toEqual(mail);
    fc.assert(
      fc.property(files, (file) => {
        expect(readRrd(writeRrd(file))).toEqual(file);
      }),
    );
  });

  const archive = mail.archives[0];
  const source = mail.dataSources[0];
  it.each([
    ["rows that are missing", { archives: [{ ...archive, rows: 13 }] }, "invalid_argument"],
    ["an end that is not the last update's", { archives: [{ ...archive, end: 60 }] }, "invalid_argument"],
    ["a step that is none", { step: 0.5 }, "invalid_argument"],
    ["an archive of forecasts", { archives: [{ ...archive, xff: undefined }] }, "invalid_argument"],
    [
      "a computed source",
      { dataSources: [{ ...source, heartbeat: undefined }], archives: [] },
      "invalid_argument",
    ],
    ["a long name", { dataSources: [{ ...source, name: "a".repeat(20) }], archives: [] }, "invalid_argument"],
    ["no archive", { archives: [] }, "corrupt"],
  ])("refuses %s", (_, change, code) => {
    expect(() => writeRrd({ ...mail, ...change } as RrdFile)).toThrow(expect.objectContaining({ code }));
  });
});
