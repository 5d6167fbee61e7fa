import { RrdError } from "./errors.ts";
import { createRrdFields, type RrdFields } from "./fields.ts";
import {
  dataSourceParametersAt,
  dataSourceSize,
  detectLayout,
  lastValueSize,
  measurementStateSize,
  nameSize,
  type RrdLayout,
  rowStateSize,
} from "./layout.ts";
import { maxRrdArchives, maxRrdBytes, maxRrdDataSources, maxRrdTime } from "./limits.ts";
import {
  isPlainConsolidation,
  type RrdArchive,
  rrdConsolidations,
  type RrdDataSource,
  rrdDataSourceTypes,
  type RrdFile,
} from "./model.ts";

/**
 * Reads an RRD file, rrdtool's own format in the versions 0001 to 0005, as `graphFile` gives it. The bytes come from
 * a node and are not trusted: every count is checked against the limits and against the bytes that are there before
 * anything is made of it, and what does not fit to the last byte is refused. The bytes are not kept.
 * @throws RrdError with the byte's offset
 */
export function readRrd(bytes: Uint8Array): RrdFile {
  if (bytes.byteLength > maxRrdBytes) {
    throw new RrdError(
      "too_large",
      `The file has ${bytes.byteLength} bytes; at most ${maxRrdBytes} are read`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = readVersion(bytes);
  const layout = detectLayout(view);
  const fields = createRrdFields(view, layout.word);
  const { headerSize, word } = layout;
  if (bytes.byteLength < headerSize) {
    throw new RrdError("truncated", "The file ends within its header", bytes.byteLength);
  }
  const sources = fields.count(layout.countsAt, "data sources", maxRrdDataSources);
  const archives = fields.count(layout.countsAt + word, "archives", maxRrdArchives);
  const step = fields.count(layout.countsAt + 2 * word, "seconds in a step", maxRrdTime);

  const archivesAt = headerSize + sources * dataSourceSize;
  const liveAt = archivesAt + archives * layout.archiveSize;
  // Before version 3 there were no microseconds.
  const statesAt = liveAt + (version >= 3 ? 2 * word : word);
  const pointersAt = statesAt + sources * measurementStateSize + sources * archives * rowStateSize;
  const dataAt = pointersAt + archives * word;
  if (bytes.byteLength < dataAt) {
    throw new RrdError(
      "truncated",
      `With ${sources} data sources and ${archives} archives, ${dataAt} bytes come before the rows; the file ends`,
      bytes.byteLength,
    );
  }
  const lastUpdate = fields.word(liveAt);
  if (lastUpdate > maxRrdTime) throw new RrdError("corrupt", `No date has ${lastUpdate} seconds`, liveAt);
  const microseconds = version >= 3 ? fields.word(liveAt + word) : 0;
  if (microseconds > 999_999) {
    throw new RrdError("corrupt", `${microseconds} microseconds are more than a second`, liveAt + word);
  }

  const shapes = readShapes(fields, layout, { archivesAt, archives, rowBytes: sources * 8, dataAt });
  const dataSources = readDataSources(fields, headerSize, sources, statesAt);
  return {
    version,
    layout: layout.name,
    step,
    lastUpdate,
    microseconds,
    dataSources,
    archives: shapes.map((shape, index): RrdArchive => {
      const newestAt = pointersAt + index * word;
      const newest = fields.word(newestAt);
      if (newest >= shape.rows) {
        throw new RrdError("corrupt", `Row ${newest} cannot be the newest of ${shape.rows}`, newestAt);
      }
      const { consolidation, xff, pdpPerRow, rows } = shape;
      const rowStep = pdpPerRow * step;
      if (rowStep * rows > maxRrdTime) {
        throw new RrdError("corrupt", `${rows} rows of ${rowStep} s are longer than time is`, shape.at);
      }
      const end = lastUpdate - (lastUpdate % rowStep);
      const values = readRows(view, shape.dataAt, rows, sources, newest);
      return { consolidation, xff, pdpPerRow, step: rowStep, rows, end, values };
    }),
  };
}

const magic = "RRD\0";

function readVersion(bytes: Uint8Array): number {
  const start = String.fromCharCode(...bytes.subarray(0, 9));
  if (!magic.startsWith(start.slice(0, 4)) || start === "") {
    throw new RrdError("not_rrd", "The file does not begin with RRD and a zero byte", 0);
  }
  if (start.length < 9) throw new RrdError("truncated", "The file ends within its header", start.length);
  const version = /^000([1-5])\0$/.exec(start.slice(4));
  if (version === null) {
    throw new RrdError("unsupported", "Only the versions 0001 to 0005 of the format are read", 4);
  }
  return Number(version[1]);
}

interface Shape extends Pick<RrdArchive, "consolidation" | "xff" | "pdpPerRow" | "rows"> {
  readonly at: number;
  readonly dataAt: number;
}

/** The definitions of the archives; together they account for every byte of the rest of the file. */
function readShapes(
  fields: RrdFields,
  layout: RrdLayout,
  place: { archivesAt: number; archives: number; rowBytes: number; dataAt: number },
): Shape[] {
  let { dataAt } = place;
  const shapes: Shape[] = [];
  for (let index = 0; index < place.archives; index++) {
    const at = place.archivesAt + index * layout.archiveSize;
    const consolidation = fields.oneOf(at, nameSize, rrdConsolidations, "consolidation function");
    const rowsAt = at + layout.archiveCountsAt;
    const rows = fields.count(rowsAt, "rows", Number.MAX_SAFE_INTEGER);
    const pdpPerRow = fields.count(rowsAt + layout.word, "measurements in a row", maxRrdTime);
    const room = fields.length - dataAt;
    // Divided, because the product of two counts of a stranger may be beyond what a number holds.
    if (rows > room / place.rowBytes) {
      throw new RrdError(
        "truncated",
        `Archive ${index} has ${rows} rows, for which ${room} bytes are left`,
        rowsAt,
      );
    }
    const xff = isPlainConsolidation(consolidation)
      ? fields.double(at + layout.archiveParametersAt)
      : undefined;
    shapes.push({ consolidation, xff, pdpPerRow, rows, at, dataAt });
    dataAt += rows * place.rowBytes;
  }
  if (dataAt !== fields.length) {
    throw new RrdError("corrupt", `${fields.length - dataAt} bytes follow the last row`, dataAt);
  }
  return shapes;
}

function readDataSources(fields: RrdFields, at: number, count: number, statesAt: number): RrdDataSource[] {
  const names = new Set<string>();
  return Array.from({ length: count }, (_, index) => {
    const nameAt = at + index * dataSourceSize;
    const name = fields.text(nameAt, nameSize);
    if (!/^[A-Za-z0-9_-]+$/.test(name)) {
      throw new RrdError("corrupt", "The name of a data source has 1 to 19 letters, digits, _ and -", nameAt);
    }
    if (names.has(name)) throw new RrdError("corrupt", `Two data sources have the name ${name}`, nameAt);
    names.add(name);
    const type = fields.oneOf(nameAt + nameSize, nameSize, rrdDataSourceTypes, "data source type");
    const parametersAt = nameAt + dataSourceParametersAt;
    // A computed source has its expression where the others have these.
    const measured = type !== "COMPUTE";
    return {
      name,
      type,
      heartbeat: measured ? fields.word(parametersAt) : undefined,
      min: measured ? fields.bound(parametersAt + 8) : undefined,
      max: measured ? fields.bound(parametersAt + 16) : undefined,
      lastValue: fields.text(statesAt + index * measurementStateSize, lastValueSize),
    };
  });
}

/** The rows are a ring: the oldest stands behind the newest. */
function readRows(view: DataView, at: number, rows: number, columns: number, newest: number): Float64Array {
  const values = new Float64Array(rows * columns);
  for (let index = 0; index < values.length; index++) {
    const place = (index + (newest + 1) * columns) % values.length;
    values[index] = view.getFloat64(at + place * 8, true);
  }
  return values;
}
