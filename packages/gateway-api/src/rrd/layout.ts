import { RrdError } from "./errors.ts";
import type { RrdFile } from "./model.ts";

/**
 * Where things lie. rrdtool writes the structures of its memory (rrd_format.h) as the C compiler laid them out, so a
 * file has the sizes and the alignment of the machine that wrote it.
 */
export interface RrdLayout {
  readonly name: RrdFile["layout"];
  /** Size of a `long`, in bytes. */
  readonly word: 4 | 8;
  readonly cookieAt: number;
  readonly countsAt: number;
  readonly headerSize: number;
  /** In an archive's definition, where its row count stands. */
  readonly archiveCountsAt: number;
  /** In an archive's definition, where its ten parameters begin. */
  readonly archiveParametersAt: number;
  readonly archiveSize: number;
}

/** Sizes that are the same everywhere. */
export const dataSourceSize = 120;
/** In a data source's definition, where its ten parameters begin. */
export const dataSourceParametersAt = 40;
export const measurementStateSize = 112;
export const lastValueSize = 30;
export const rowStateSize = 80;
export const nameSize = 20;

/** Stands in every file, so that a reader sees whether its doubles are those of the writer. */
export const floatCookie = 8.642135e130;

const parametersSize = 80;
/** The magic and the version, with its NUL. */
const textsSize = 9;

function createLayout(name: RrdLayout["name"], word: 4 | 8, alignment: 4 | 8): RrdLayout {
  const cookieAt = roundUp(textsSize, alignment);
  const countsAt = cookieAt + 8;
  const archiveCountsAt = roundUp(nameSize, word);
  const archiveParametersAt = roundUp(archiveCountsAt + 2 * word, alignment);
  return {
    name,
    word,
    cookieAt,
    countsAt,
    headerSize: roundUp(countsAt + 3 * word, alignment) + parametersSize,
    archiveCountsAt,
    archiveParametersAt,
    archiveSize: archiveParametersAt + parametersSize,
  };
}

function roundUp(size: number, alignment: number): number {
  return Math.ceil(size / alignment) * alignment;
}

/** amd64, arm64 and nearly every machine of today. */
export const layout64 = createLayout("64-bit", 8, 8);
/** i386. */
export const layout32 = createLayout("32-bit", 4, 4);
/** arm with 32 bits. */
export const layout32Aligned = createLayout("32-bit aligned to 8", 4, 8);

/**
 * Tells the layout by the place of the cookie, and 64 from 32 bits by the upper half of the count of data sources,
 * as readers in JavaScript have always done.
 * @throws RrdError `truncated` or `unsupported`
 */
export function detectLayout(view: DataView): RrdLayout {
  if (view.byteLength < layout64.countsAt + 8) {
    throw new RrdError("truncated", "The file ends within its header", view.byteLength);
  }
  if (view.getFloat64(layout32.cookieAt, true) === floatCookie) return layout32;
  if (view.getFloat64(layout64.cookieAt, true) === floatCookie) {
    return view.getUint32(layout64.countsAt + 4, true) === 0 ? layout64 : layout32Aligned;
  }
  const big = [layout32.cookieAt, layout64.cookieAt].find((at) => view.getFloat64(at) === floatCookie);
  if (big !== undefined) {
    throw new RrdError(
      "unsupported",
      "The file is from a big-endian machine; only little-endian is read",
      big,
    );
  }
  throw new RrdError(
    "unsupported",
    "The file has floating-point numbers of an unknown kind",
    layout64.cookieAt,
  );
}
