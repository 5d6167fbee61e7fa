import type { ReportPosition } from "./errors.ts";

/** A range of the text of a report in UTF-16 units, `end` exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A range as people look for it, with line and column. For messages only, since it counts from the start. */
export function positionAt(text: string, { start, end }: TextRange): ReportPosition {
  let line = 1;
  let lineStart = 0;
  for (let next = text.indexOf("\n"); next >= 0 && next < start; next = text.indexOf("\n", next + 1)) {
    line += 1;
    lineStart = next + 1;
  }
  return { start, end, line, column: start - lineStart + 1 };
}

/** The range without the white space around it. */
export function trimmed(text: string, { start, end }: TextRange): TextRange {
  const piece = text.slice(start, end);
  const from = end - piece.trimStart().length;
  return { start: from, end: Math.max(from, start + piece.trimEnd().length) };
}

/** The pieces of a range between a separator, each trimmed; at least one. */
export function* split(text: string, range: TextRange, separator: string): Generator<TextRange> {
  let { start } = range;
  while (start <= range.end) {
    const found = text.indexOf(separator, start);
    const end = found < 0 || found >= range.end ? range.end : found;
    yield trimmed(text, { start, end });
    start = end + separator.length;
  }
}
