import PostalMime from "postal-mime";
import type { NodeFiles } from "../../files/node-files.ts";
import { fault } from "../../service/fault.ts";

/** Messages as files. */
export interface PreviewSources {
  readonly files: NodeFiles;
}

/** The most of a body that is shown, in UTF-16 units, and the most attachments. */
const maxBody = 512 * 1024;
const maxAttachments = 200;

/**
 * `previewmessage [-t] PATH MARKER [DELTA]` prints the header of a message, then sections that begin with
 * `MARKER|NAME`: TEXT or HTML, ATTACHMENTS, and HEADERS-DELTA with the header as the gateway changed it.
 */
export function previewMessage(
  argv: readonly string[],
  { files }: PreviewSources,
): () => AsyncIterable<string> {
  const preferText = argv[0] === "-t";
  const [path, marker, delta, ...rest] = preferText ? argv.slice(1) : argv;
  if (path === undefined || marker === undefined || rest.length > 0 || !/^[\w-]{1,128}$/.test(marker)) {
    throw fault("usage: previewmessage [-t] PATH MARKER [DELTA]");
  }
  return async function* () {
    const raw = await files.read(path);
    if (raw === undefined) {
      yield `${path}: no such file`;
      return;
    }
    const header = headerOf(raw);
    yield* header;
    const { text, html, attachments } = await parse(raw);
    const name = (preferText || html === undefined) && text !== undefined ? "TEXT" : "HTML";
    const body = name === "TEXT" ? text : html;
    if (body !== undefined) {
      yield `${marker}|${name}`;
      yield* linesOf(body.slice(0, maxBody));
    }
    yield `${marker}|ATTACHMENTS`;
    for (const each of attachments.slice(0, maxAttachments)) {
      yield `${each.mimeType}|${each.content.byteLength}|${oneLine(each.filename ?? "")}`;
    }
    const added = delta === undefined ? undefined : await files.read(delta);
    if (added !== undefined) {
      yield `${marker}|HEADERS-DELTA`;
      yield* [...headerOf(added), ...header].filter((line) => line !== "");
    }
  };
}

interface Parsed {
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly attachments: readonly {
    mimeType: string;
    filename: string | null;
    content: { byteLength: number };
  }[];
}

/** A message that nobody can make sense of has no body: its header is shown all the same. */
async function parse(raw: Uint8Array): Promise<Parsed> {
  try {
    const { text, html, attachments } = await PostalMime.parse(raw, { attachmentEncoding: "arraybuffer" });
    return {
      text: text === "" ? undefined : text,
      html: html === "" ? undefined : html,
      attachments: attachments.map(({ mimeType, filename, content }) => ({
        mimeType: oneLine(mimeType),
        filename,
        content: content as ArrayBuffer,
      })),
    };
  } catch {
    return { text: undefined, html: undefined, attachments: [] };
  }
}

function headerOf(raw: Uint8Array): string[] {
  const text = Buffer.from(raw.subarray(0, 65_536)).toString("utf8");
  const [header = ""] = text.split(/\r?\n\r?\n/, 1);
  return linesOf(header);
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/);
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}|]/gu, " ");
}
