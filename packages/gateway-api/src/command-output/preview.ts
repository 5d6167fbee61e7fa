import { CommandOutputError } from "./errors.ts";
import { createHeaderReader, type PreviewHeader } from "./headers.ts";
import {
  maxFieldLength,
  maxPreviewAttachments,
  maxPreviewHeaders,
  maxPreviewSections,
  maxPreviewText,
} from "./limits.ts";
import { createLineReader, type LinePiece, wholeCharacters } from "./lines.ts";
import type { OutputParser } from "./parser.ts";
import { blanks, trim } from "./trim.ts";

/** An attachment as its section lists it. */
export interface PreviewAttachment {
  /** Such as `application/pdf`; empty where the line does not have three parts. */
  readonly mimeType: string;
  /** In bytes; undefined where it is no number. */
  readonly size: number | undefined;
  /** As the message says. Never a path to write to. */
  readonly name: string;
}

/** A part of a preview. `section` is `HEADERS` up to the first marker. */
export type PreviewRecord =
  /** A marker: a section begins. */
  | { readonly kind: "section"; readonly section: string }
  | ({ readonly kind: "header"; readonly section: string } & PreviewHeader)
  | ({ readonly kind: "attachment"; readonly section: string } & PreviewAttachment)
  /** A line, or a part of a long one, with its line end as LF. */
  | { readonly kind: "text"; readonly section: string; readonly text: string }
  /** The section goes on past a limit, and its rest is dropped. */
  | { readonly kind: "cut"; readonly section: string };

/** The text must be one that no message can hold: 16 to 128 letters, digits, `_` and `-`, of which enough are random. */
export function checkMarker(marker: string): void {
  if (!/^[A-Za-z0-9_-]{16,128}$/.test(marker)) {
    throw new CommandOutputError("invalid_argument", "A marker has 16 to 128 letters, digits, _ and -");
  }
}

/**
 * Reads the output of `previewmessage`: headers, then sections that begin with `MARKER|NAME`. `marker` is the one
 * that the command was given.
 * @throws CommandOutputError `invalid_argument`
 */
export function createPreviewParser(marker: string): OutputParser<PreviewRecord> {
  checkMarker(marker);
  const reader = createLineReader(maxFieldLength);
  const headers = createHeaderReader();
  const room = {
    section: maxPreviewSections,
    header: maxPreviewHeaders,
    attachment: maxPreviewAttachments,
    text: maxPreviewText,
  };
  let section = "HEADERS";
  let cut = false;

  function cutSection(): PreviewRecord[] {
    if (cut) return [];
    cut = true;
    return [{ kind: "cut", section }];
  }

  /** The record, if there is room for one more of its kind. */
  function bounded(record: PreviewRecord & { kind: "section" | "header" | "attachment" }): PreviewRecord[] {
    if (cut) return [];
    return room[record.kind]-- > 0 ? [record] : cutSection();
  }

  function closeHeaders(): PreviewRecord[] {
    return headers.end().flatMap((header) => bounded({ kind: "header", section, ...header }));
  }

  function text(piece: LinePiece): PreviewRecord[] {
    const whole = piece.text + (piece.last ? "\n" : "");
    const length = whole.length > room.text ? wholeCharacters(whole, room.text) : whole.length;
    const records: PreviewRecord[] =
      cut || length === 0 ? [] : [{ kind: "text", section, text: whole.slice(0, length) }];
    if (!cut) room.text -= length;
    return length < whole.length ? [...records, ...cutSection()] : records;
  }

  function toRecords(piece: LinePiece): PreviewRecord[] {
    if (piece.first && piece.last && piece.text.startsWith(`${marker}|`)) {
      const closed = closeHeaders();
      section = trim(piece.text.slice(marker.length + 1), blanks);
      cut = false;
      return [...closed, ...bounded({ kind: "section", section })];
    }
    if (section === "HEADERS" || section === "HEADERS-DELTA") {
      return headers.push(piece).flatMap((header) => bounded({ kind: "header", section, ...header }));
    }
    if (section !== "ATTACHMENTS") return text(piece);
    // Of a longer line than any attachment has, the first piece says enough.
    if (!piece.first || trim(piece.text, blanks) === "") return [];
    return bounded({ kind: "attachment", section, ...toAttachment(trim(piece.text, blanks)) });
  }

  return {
    push: (chunk) => reader.push(chunk).flatMap(toRecords),
    end: () => [...reader.end().flatMap(toRecords), ...closeHeaders()],
  };
}

/** `MIME-TYPE|SIZE|FILE NAME`; the name may hold the sign itself. */
function toAttachment(line: string): PreviewAttachment {
  const first = line.indexOf("|");
  const second = line.indexOf("|", first + 1);
  if (first === -1 || second === -1) return { mimeType: "", size: undefined, name: line };
  const size = trim(line.slice(first + 1, second), blanks);
  return {
    mimeType: trim(line.slice(0, first), blanks),
    size: /^\d{1,15}$/.test(size) ? Number(size) : undefined,
    name: trim(line.slice(second + 1), blanks),
  };
}
