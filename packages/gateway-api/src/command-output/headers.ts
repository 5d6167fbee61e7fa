import { maxFieldLength } from "./limits.ts";
import { type LinePiece, wholeCharacters } from "./lines.ts";
import { blanks, trim } from "./trim.ts";

/** A header of a message. */
export interface PreviewHeader {
  /** As written; empty for a line that is no header. */
  readonly name: string;
  /** Unfolded (RFC 5322, section 2.2.3) and otherwise as written: encoded words are not decoded. */
  readonly value: string;
  /** It was longer than the limit, and its rest was dropped. */
  readonly cut: boolean;
}

/** Puts the lines of a header together. A header is complete when the next begins. */
export interface HeaderReader {
  push(piece: LinePiece): PreviewHeader[];
  end(): PreviewHeader[];
}

export function createHeaderReader(): HeaderReader {
  let open: { name: string; value: string; cut: boolean } | undefined;

  function end(): PreviewHeader[] {
    const done = open === undefined ? [] : [{ ...open, value: trim(open.value, blanks) }];
    open = undefined;
    return done;
  }

  function append(text: string): void {
    if (open === undefined || open.cut) return;
    const room = maxFieldLength - open.value.length;
    open.cut = text.length > room;
    open.value += open.cut ? text.slice(0, wholeCharacters(text, room)) : text;
  }

  return {
    end,
    push({ text, first }) {
      if (first && text === "") return end();
      const continues = !first || (open !== undefined && /^[ \t]/.test(text));
      if (continues) {
        append(text);
        return [];
      }
      const done = end();
      const colon = text.indexOf(":");
      const name = text.slice(0, Math.max(colon, 0)).trimEnd();
      // RFC 5322, section 2.2: printable ASCII but the colon.
      const isHeader = /^[!-9;-~]+$/.test(name);
      open = { name: isHeader ? name : "", value: "", cut: false };
      append(isHeader ? text.slice(colon + 1) : text);
      return done;
    },
  };
}
