import { HttpTlsError } from "../errors.ts";
import { trimOws } from "../wire/fields.ts";

/** The content codings that can be decoded, in the order in which they are offered (RFC 9110 section 8.4.1; br: RFC 7932). */
export const contentCodings = ["gzip", "deflate", "br"] as const;

/** A content coding that can be decoded. */
export type ContentCoding = (typeof contentCodings)[number];

/** What a client does with coded bodies. */
export interface DecompressOptions {
  /** The codings to offer and to decode. Default: gzip, deflate and br. */
  codings?: readonly ContentCoding[];
  /**
   * How many bytes may come out for each byte that goes in, once more than 64 KiB have come out. At least 1.
   * Default 200: text seldom exceeds 50, deflate cannot exceed 1032.
   */
  maxRatio?: number;
}

/** @internal */
export interface ResolvedDecompress {
  /** Empty: nothing is offered, and coded bodies are refused. */
  readonly codings: readonly ContentCoding[];
  readonly maxRatio: number;
}

const defaultMaxRatio = 200;

/** @internal Fills defaults of the option `decompress`; throws `invalid_argument` for what cannot be meant. */
export function resolveDecompress(input: boolean | DecompressOptions | undefined): ResolvedDecompress {
  if (input === undefined || input === false) return { codings: [], maxRatio: defaultMaxRatio };
  if (input === true) return { codings: contentCodings, maxRatio: defaultMaxRatio };
  if (typeof input !== "object" || input === null) {
    throw invalid("decompress must be true, false or an object");
  }
  const { codings = contentCodings, maxRatio = defaultMaxRatio } = input;
  if (!Array.isArray(codings) || codings.length === 0 || !codings.every(isContentCoding)) {
    throw invalid(`decompress.codings must name some of ${contentCodings.join(", ")}`);
  }
  if (new Set(codings).size !== codings.length) throw invalid("decompress.codings names a coding twice");
  if (typeof maxRatio !== "number" || !Number.isFinite(maxRatio) || maxRatio < 1) {
    throw invalid("decompress.maxRatio must be a number of at least 1");
  }
  return { codings: [...codings], maxRatio };
}

/** @internal The value of Accept-Encoding that asks for these codings and for nothing else (RFC 9110 section 12.5.3). */
export function acceptEncoding(codings: readonly ContentCoding[]): string {
  return codings.length === 0 ? "identity" : codings.join(", ");
}

/**
 * @internal The one coding that a Content-Encoding field names (RFC 9110 section 8.4). Throws `decode` for more
 * than one layer, which only multiplies what a bomb can do, and for a coding that is unknown or not in `accepted`.
 */
export function parseContentCoding(
  value: string | undefined,
  accepted: readonly ContentCoding[] = contentCodings,
): "identity" | ContentCoding {
  // Empty list elements are to be ignored (RFC 9110 section 5.6.1.2).
  const listed = (value ?? "").toLowerCase().split(",").map(trimOws).filter(Boolean);
  if (listed.length > 1) {
    throw new HttpTlsError("decode", `the body has more than one content coding: ${shown(value)}`);
  }
  const name = listed[0] ?? "identity";
  // RFC 9110 section 8.4.1.3: x-gzip is the same as gzip.
  const coding = name === "x-gzip" ? "gzip" : name;
  if (coding === "identity") return coding;
  if (!isContentCoding(coding)) {
    throw new HttpTlsError("decode", `the body has an unknown content coding: ${shown(value)}`);
  }
  if (!accepted.includes(coding)) {
    throw new HttpTlsError("decode", `the body has a content coding that was not asked for: ${shown(value)}`);
  }
  return coding;
}

function isContentCoding(name: unknown): name is ContentCoding {
  return contentCodings.some((known) => known === name);
}

function shown(value: string | undefined): string {
  return (value ?? "").slice(0, 40);
}

function invalid(what: string): HttpTlsError {
  return new HttpTlsError("invalid_argument", what);
}
