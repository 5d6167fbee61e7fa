import type { OutputParser } from "./parser.ts";

/** A line of output, or a part of one that is longer than the limit. */
export interface LinePiece {
  /** Without the line end. Control characters are kept. */
  readonly text: string;
  /** It begins a line. */
  readonly first: boolean;
  /** It ends a line. */
  readonly last: boolean;
}

/**
 * Cuts output into lines of UTF-8; bytes that are none become U+FFFD. A line ends with LF, before which a terminal puts
 * one CR, or two where the program wrote one itself. A longer line than `maxLength` comes in pieces of that length, so
 * what is kept is bounded; where they are cut does not depend on how the output arrived.
 */
export function createLineReader(maxLength: number): OutputParser<LinePiece> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let pending = "";
  let first = true;

  function piece(text: string, last: boolean): LinePiece {
    const result = { text, first, last };
    first = last;
    return result;
  }

  function take(text: string): LinePiece[] {
    const pieces: LinePiece[] = [];
    for (let from = 0; from <= text.length;) {
      const lineEnd = text.indexOf("\n", from);
      pending += text.slice(from, lineEnd === -1 ? text.length : lineEnd);
      while (pending.length > maxLength) {
        const length = wholeCharacters(pending, maxLength);
        pieces.push(piece(pending.slice(0, length), false));
        pending = pending.slice(length);
      }
      if (lineEnd === -1) break;
      pieces.push(piece(withoutReturns(pending), true));
      pending = "";
      from = lineEnd + 1;
    }
    return pieces;
  }

  return {
    push: (chunk) => take(decoder.decode(chunk, { stream: true })),
    end() {
      const pieces = take(decoder.decode());
      if (pending !== "" || !first) pieces.push(piece(withoutReturns(pending), true));
      pending = "";
      return pieces;
    },
  };
}

/** The first `length` units of a text, or one less when that would halve a character. */
export function wholeCharacters(text: string, length: number): number {
  const unit = text.charCodeAt(length - 1);
  return unit >= 0xd800 && unit <= 0xdbff ? length - 1 : length;
}

function withoutReturns(text: string): string {
  let end = text.length;
  while (text[end - 1] === "\r") end--;
  return text.slice(0, end);
}

/** Lines, of which a longer one than `maxLength` is cut and the rest dropped. */
export function createCutLineReader(maxLength: number): OutputParser<{ text: string; cut: boolean }> {
  const reader = createLineReader(maxLength);
  const cutLines = (pieces: LinePiece[]) =>
    pieces.filter(({ first }) => first).map(({ text, last }) => ({ text, cut: !last }));
  return { push: (chunk) => cutLines(reader.push(chunk)), end: () => cutLines(reader.end()) };
}
