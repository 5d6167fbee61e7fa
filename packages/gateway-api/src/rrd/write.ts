import { RrdError } from "./errors.ts";
import {
  dataSourceParametersAt,
  dataSourceSize,
  floatCookie,
  lastValueSize,
  layout64,
  measurementStateSize,
  nameSize,
  rowStateSize,
} from "./layout.ts";
import type { RrdFile } from "./model.ts";
import { readRrd } from "./read.ts";

/**
 * Writes a file of version 0003 in the 64-bit layout, which rrdtool and readers in JavaScript take (the latter want
 * names of four letters or more). What was measured since the newest row counts as unknown. For a node that answers
 * `graphFile`; `readRrd` gives back what was written. Archives of forecasts and computed data sources are not written.
 * @throws RrdError `invalid_argument` for what cannot be written, or as `readRrd` for what it would refuse
 */
export function writeRrd(file: Omit<RrdFile, "version" | "layout">): Uint8Array {
  const { dataSources, archives, step, lastUpdate, microseconds } = file;
  const width = dataSources.length;
  for (const archive of archives) {
    const { xff, rows, values, end } = archive;
    if (xff === undefined || values.length !== rows * width) {
      throw new RrdError(
        "invalid_argument",
        "A written archive has an xff, and a value for each row and data source",
      );
    }
    if (archive.step !== archive.pdpPerRow * step || end !== lastUpdate - (lastUpdate % archive.step)) {
      throw new RrdError("invalid_argument", "The step and the end of an archive follow from the file's");
    }
  }
  const out = createWriter(sizeOf(file));

  out
    .text("RRD", 4)
    .text("0003", layout64.cookieAt - 4)
    .double(floatCookie);
  out.word(width).word(archives.length).word(step).skip(80);
  for (const { name, type, heartbeat, min, max } of dataSources) {
    if (heartbeat === undefined) {
      throw new RrdError("invalid_argument", `The data source ${name} has no heartbeat`);
    }
    out.text(name, nameSize).text(type, nameSize);
    out
      .word(heartbeat)
      .double(min ?? NaN)
      .double(max ?? NaN);
    out.skip(dataSourceSize - dataSourceParametersAt - 24);
  }
  for (const { consolidation, rows, pdpPerRow, xff } of archives) {
    out.text(consolidation, layout64.archiveCountsAt).word(rows).word(pdpPerRow);
    out.double(xff ?? NaN).skip(layout64.archiveSize - layout64.archiveParametersAt - 8);
  }
  out.word(lastUpdate).word(microseconds);
  for (const { lastValue } of dataSources) {
    // Seconds of the step under way that are unknown, and the sum of the others.
    out
      .text(lastValue, lastValueSize)
      .skip(32 - lastValueSize)
      .word(lastUpdate % step)
      .double(0);
    out.skip(measurementStateSize - 48);
  }
  for (const { pdpPerRow } of archives) {
    const unknown = Math.floor((lastUpdate % (step * pdpPerRow)) / step);
    for (let column = 0; column < width; column++)
      out
        .double(NaN)
        .word(unknown)
        .skip(rowStateSize - 16);
  }
  for (const { rows } of archives) out.word(rows - 1);
  for (const { values } of archives) for (const value of values) out.double(value);
  readRrd(out.bytes);
  return out.bytes;
}

function sizeOf({ dataSources, archives }: Pick<RrdFile, "dataSources" | "archives">): number {
  const columns = dataSources.length * (dataSourceSize + measurementStateSize);
  const rows = archives.reduce((sum, { values }) => sum + values.length * 8 + layout64.archiveSize + 8, 0);
  return layout64.headerSize + columns + rows + archives.length * dataSources.length * rowStateSize + 16;
}

/** Writes fields one behind the other; what is skipped is zero. */
function createWriter(size: number) {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const writer = {
    bytes,
    skip(count: number) {
      at += count;
      return writer;
    },
    word(value: number) {
      if (!Number.isSafeInteger(value) || value < 0) {
        throw new RrdError("invalid_argument", `${value} is no count and no time`, at);
      }
      view.setBigUint64(at, BigInt(value), true);
      return writer.skip(8);
    },
    double(value: number) {
      view.setFloat64(at, value, true);
      return writer.skip(8);
    },
    /** ASCII, padded with NULs of which there is at least one. */
    text(value: string, room: number) {
      if (value.length >= room || !/^[ -~]*$/.test(value)) {
        throw new RrdError("invalid_argument", `Not ASCII of at most ${room - 1} characters`, at);
      }
      for (let index = 0; index < value.length; index++) bytes[at + index] = value.charCodeAt(index);
      return writer.skip(room);
    },
  };
  return writer;
}
