import type { PreviewHeader } from "./headers.ts";
import type { PreviewAttachment, PreviewRecord } from "./preview.ts";
import { trim } from "./trim.ts";

/** A message as `previewmessage` shows it. */
export interface Preview {
  /** As the message came. */
  readonly headers: readonly PreviewHeader[];
  /** After modification; undefined where no delta was asked for or none was given. */
  readonly headersAfter: readonly PreviewHeader[] | undefined;
  /** The plain text, if that is what the node showed. At most one of this and `html` is there as a rule. */
  readonly text: string | undefined;
  /** HTML of a stranger: show it only where it can do nothing. */
  readonly html: string | undefined;
  readonly attachments: readonly PreviewAttachment[];
  /** Something was longer than a limit, and its rest is missing. */
  readonly cut: boolean;
}

/** What the older clients take from the ends of a section. What else Unicode knows may be the writer's intent. */
const asciiSpaces = " \t\n\r\0\v";

/** Puts the records of a preview together. Sections that are not known are left out, white space around texts is not kept. */
export async function collectPreview(
  records: AsyncIterable<PreviewRecord> | Iterable<PreviewRecord>,
): Promise<Preview> {
  const headers = new Map<string, PreviewHeader[]>();
  const texts = new Map<string, string[]>();
  const attachments: PreviewAttachment[] = [];
  let cut = false;
  for await (const record of records) {
    switch (record.kind) {
      case "section":
        // A section may be there and empty.
        if (record.section === "HEADERS-DELTA") listOf(headers, record.section);
        else listOf(texts, record.section);
        break;
      case "header": {
        const { name, value } = record;
        listOf<PreviewHeader>(headers, record.section).push({ name, value, cut: record.cut });
        cut ||= record.cut;
        break;
      }
      case "attachment": {
        const { mimeType, size, name } = record;
        attachments.push({ mimeType, size, name });
        break;
      }
      case "text":
        listOf(texts, record.section).push(record.text);
        break;
      case "cut":
        cut = true;
    }
  }
  const text = (section: string) => {
    const pieces = texts.get(section);
    return pieces === undefined ? undefined : trim(pieces.join(""), asciiSpaces);
  };
  return {
    headers: headers.get("HEADERS") ?? [],
    headersAfter: headers.get("HEADERS-DELTA"),
    text: text("TEXT"),
    html: text("HTML"),
    attachments,
    cut,
  };
}

function listOf<T>(lists: Map<string, T[]>, name: string): T[] {
  const list = lists.get(name) ?? [];
  lists.set(name, list);
  return list;
}
