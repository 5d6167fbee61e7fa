import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { in32Bits, olderVersion } from "../../test/rrd/other-layouts.ts";
import { samplePath, samples } from "../../test/rrd/samples.ts";
import { RrdError } from "./errors.ts";
import { readRrd } from "./index.ts";
import { maxRrdBytes } from "./limits.ts";

const mail = new Uint8Array(readFileSync(samplePath("mail")));
const sources = 3;
/** Where the definitions of the archives begin in `mail`, and the time of its last update. */
const archivesAt = 128 + sources * 120;
const liveAt = archivesAt + 4 * 120;
const pointersAt = liveAt + 16 + sources * 112 + 4 * sources * 80;

/** The sample with other bytes in one place. */
function changed(at: number, ...bytes: number[]): Uint8Array {
  const copy = Uint8Array.from(mail);
  copy.set(bytes, at);
  return copy;
}

function word(value: bigint): number[] {
  return [...new Uint8Array(BigUint64Array.of(value).buffer)];
}

function refusal(bytes: Uint8Array): RrdError {
  try {
    readRrd(bytes);
  } catch (error) {
    if (error instanceof RrdError) return error;
    throw error;
  }
  throw new Error("it was read");
}

describe("readRrd", () => {
  it("reads data sources, archives and rows in the order of time", () => {
    const { archives, dataSources, ...file } = readRrd(mail);
    expect(file).toEqual({
      version: 3,
      layout: "64-bit",
      step: 60,
      lastUpdate: 1_700_002_820,
      microseconds: 0,
    });
    expect(dataSources).toEqual([
      { name: "reject", type: "COUNTER", heartbeat: 120, min: 0, max: 1_000_000, lastValue: "15463" },
      { name: "deliver", type: "COUNTER", heartbeat: 120, min: 0, max: 1_000_000, lastValue: "11280" },
      {
        name: "in",
        type: "GAUGE",
        heartbeat: 120,
        min: undefined,
        max: undefined,
        lastValue: "14.390",
      },
    ]);
    expect(archives.map(({ values, ...archive }) => ({ ...archive, values: values.length }))).toEqual([
      {
        consolidation: "AVERAGE",
        xff: 0.5,
        pdpPerRow: 1,
        step: 60,
        rows: 12,
        end: 1_700_002_800,
        values: 36,
      },
      {
        consolidation: "AVERAGE",
        xff: 0.5,
        pdpPerRow: 5,
        step: 300,
        rows: 8,
        end: 1_700_002_800,
        values: 24,
      },
      { consolidation: "MAX", xff: 0.5, pdpPerRow: 5, step: 300, rows: 8, end: 1_700_002_800, values: 24 },
      {
        consolidation: "AVERAGE",
        xff: 0.5,
        pdpPerRow: 15,
        step: 900,
        rows: 4,
        end: 1_700_002_800,
        values: 12,
      },
    ]);
    const deliver = [...(archives[1]?.values ?? [])].filter((_, index) => index % sources === 1);
    expect(deliver.map((value) => Math.round(value * 1e6) / 1e6)).toEqual([4, 4, 4, NaN, 4, 4, 4, 4]);
  });

  it("reads files of the versions 4 and 5 and of one that was never updated", () => {
    const forecast = readRrd(readFileSync(samplePath("forecast")));
    expect(forecast.version).toBe(4);
    expect(forecast.archives.map(({ consolidation, xff }) => `${consolidation} ${xff}`)).toContain(
      "MHWPREDICT undefined",
    );
    const computed = readRrd(readFileSync(samplePath("version-5")));
    expect(computed.version).toBe(5);
    expect(computed.dataSources.map(({ type, heartbeat }) => [type, heartbeat])).toEqual([
      ["DCOUNTER", 120],
      ["COMPUTE", undefined],
    ]);
    const fresh = readRrd(readFileSync(samplePath("fresh")));
    expect(fresh.archives.every(({ values }) => values.every(Number.isNaN))).toBe(true);
  });

  it.each(samples)("reads $name the same when a machine with 32 bits wrote it", ({ name }) => {
    const bytes = readFileSync(samplePath(name));
    const file = readRrd(bytes);
    expect(readRrd(in32Bits(bytes, 4))).toEqual({ ...file, layout: "32-bit" });
    expect(readRrd(in32Bits(bytes, 8))).toEqual({ ...file, layout: "32-bit aligned to 8" });
  });

  it("reads version 1, which has no microseconds", () => {
    expect(readRrd(olderVersion(mail))).toEqual({ ...readRrd(mail), version: 1 });
  });

  it("reads bytes that lie within others, and keeps none of them", () => {
    const larger = new Uint8Array(mail.length + 20);
    larger.set(mail, 13);
    const file = readRrd(larger.subarray(13, 13 + mail.length));
    larger.fill(0);
    expect(file).toEqual(readRrd(mail));
  });

  it("refuses a file that was cut anywhere, and says where it ends or which count is too high", () => {
    for (let length = 0; length < mail.length; length++) {
      const error = refusal(mail.subarray(0, length));
      expect(error.code).toBe(length === 0 ? "not_rrd" : "truncated");
      expect(error.offset).toBeLessThanOrEqual(length);
    }
  });

  it.each([
    ["what is no RRD file", Uint8Array.from(Buffer.from("<?xml version='1.0'?>")), "not_rrd", 0],
    ["a version to come", changed(7, 0x36), "unsupported", 4],
    ["a version without its NUL", changed(8, 0x31), "unsupported", 4],
    ["doubles of another kind", changed(16, 1), "unsupported", 16],
    ["big-endian doubles", changed(16, ...[...mail.subarray(16, 24)].toReversed()), "unsupported", 16],
    ["no data sources", changed(24, ...word(0n)), "corrupt", 24],
    ["too many data sources", changed(24, ...word(1_025n)), "too_large", 24],
    ["no archives", changed(32, ...word(0n)), "corrupt", 32],
    ["too many archives", changed(32, ...word(257n)), "too_large", 32],
    ["archives beyond any number", changed(32, ...word(2n ** 64n - 1n)), "corrupt", 32],
    ["more archives than it has room for", changed(32, ...word(200n)), "truncated", mail.length],
    ["steps of no time", changed(40, ...word(0n)), "corrupt", 40],
    ["steps longer than time", changed(40, ...word(2n ** 50n)), "too_large", 40],
    ["a name without an end", changed(128, ...Array<number>(20).fill(97)), "corrupt", 128],
    ["an empty name", changed(128, 0), "corrupt", 128],
    ["a name with a line break", changed(129, 10), "corrupt", 128],
    ["a name with a space", changed(129, 32), "corrupt", 128],
    ["a name twice", changed(248, ...mail.subarray(128, 148)), "corrupt", 248],
    ["an unknown type", changed(148, 88), "unsupported", 148],
    ["an unknown consolidation", changed(archivesAt, 88), "unsupported", archivesAt],
    ["no rows", changed(archivesAt + 24, ...word(0n)), "corrupt", archivesAt + 24],
    ["more rows than bytes", changed(archivesAt + 24, ...word(1_000n)), "truncated", archivesAt + 24],
    [
      "rows whose bytes wrap around",
      changed(archivesAt + 24, ...word(2n ** 61n)),
      "corrupt",
      archivesAt + 24,
    ],
    [
      "rows at the end of exact numbers",
      changed(archivesAt + 24, ...word(2n ** 53n - 1n)),
      "truncated",
      archivesAt + 24,
    ],
    ["a row too few", changed(archivesAt + 24, ...word(11n)), "corrupt", mail.length - 24],
    ["rows of no time", changed(archivesAt + 32, ...word(0n)), "corrupt", archivesAt + 32],
    ["rows longer than time", changed(archivesAt + 32, ...word(2n ** 40n)), "corrupt", archivesAt],
    ["an update past all dates", changed(liveAt, ...word(2n ** 44n)), "corrupt", liveAt],
    ["an update before 1970", changed(liveAt, ...word(2n ** 64n - 5n)), "corrupt", liveAt],
    ["a million microseconds", changed(liveAt + 8, ...word(1_000_000n)), "corrupt", liveAt + 8],
    ["a last value that is no text", changed(liveAt + 16, 0x1b), "corrupt", liveAt + 16],
    ["a newest row past the last", changed(pointersAt, ...word(12n)), "corrupt", pointersAt],
    ["something behind the last row", Uint8Array.from([...mail, 0]), "corrupt", mail.length],
  ] as const)("refuses %s, with the place", (_, bytes, code, offset) => {
    const error = refusal(bytes);
    expect([error.code, error.offset]).toEqual([code, offset]);
    expect(error.message).toBe(`[${code}] ${error.summary}`);
    expect(error.summary).toContain(`(at byte ${offset})`);
  });

  it("refuses a file past the limit before it looks at it", () => {
    const { code, offset, summary } = refusal(new Uint8Array(maxRrdBytes + 1));
    expect([code, offset, summary]).toEqual([
      "too_large",
      undefined,
      `The file has ${maxRrdBytes + 1} bytes; at most ${maxRrdBytes} are read`,
    ]);
  });

  it("either reads a file with any bytes changed or refuses it with its own error, and gives no more rows than there are bytes", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(mail.length - 1), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 4,
        }),
        (changes) => {
          const bytes = Uint8Array.from(mail);
          for (const [at, byte] of changes) bytes[at] = byte;
          try {
            const { archives } = readRrd(bytes);
            expect(archives.reduce((sum, { values }) => sum + values.byteLength, 0)).toBeLessThan(
              mail.length,
            );
          } catch (error) {
            expect(error).toBeInstanceOf(RrdError);
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
