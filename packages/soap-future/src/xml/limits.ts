import { SoapError } from "../errors.ts";

/** What a document may hold. Every error names the limit that was exceeded. 0 means zero. */
export interface XmlLimits {
  /** Nesting of elements. Default 64. */
  readonly maxDepth: number;
  /** Elements in the whole document. Default 10,000,000. */
  readonly maxElements: number;
  /** Attributes of one element, namespace declarations included. Default 64. */
  readonly maxAttributes: number;
  /** Namespace prefixes in scope at the same time. Default 256. */
  readonly maxPrefixes: number;
  /** Bytes of one tag, or of one comment. Default 65,536. */
  readonly maxMarkupLength: number;
  /** UTF-16 units of the text of one element. Default 67,108,864. */
  readonly maxTextLength: number;
}

export const defaultXmlLimits: XmlLimits = {
  maxDepth: 64,
  maxElements: 10_000_000,
  maxAttributes: 64,
  maxPrefixes: 256,
  maxMarkupLength: 65_536,
  maxTextLength: 67_108_864,
};

/** A limit that was passed. */
export function tooMuch(what: string, limit: keyof XmlLimits, limits: XmlLimits): SoapError {
  return new SoapError("decode", `too much of one thing: ${what} past ${limit} (${limits[limit]})`);
}
