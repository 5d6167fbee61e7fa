import { type ByteWindow } from "../xml/byte-window.ts";

/** The bytes of a tag, made ready to be compared four at a time. */
export interface TagBytes {
  readonly length: number;
  readonly bytes: Uint8Array;
  /** Words at 0, 4, 8 and so on, as far as they are whole. */
  readonly words: Int32Array;
  /** The word of the last four bytes, which may overlap the one before. */
  readonly last: number;
}

/** How the tags of a type's fields are written, learnt from the first ones. */
export interface Tags {
  /** The namespaces under which they mean that. */
  readonly scope: ReadonlyMap<string, string>;
  /** By the position of the field. */
  readonly pairs: (TagPair | undefined)[];
  /** By the position of the field: a text that may come again. */
  readonly texts: (KnownText | undefined)[];
}

/** A text that was read before, and how it has fared since. */
interface KnownText {
  readonly bytes: TagBytes;
  readonly text: string;
  hits: number;
  misses: number;
}

const shortestText = 4;
const longestText = 64;
/** A field whose texts differ each time is not compared for long. */
const mostMisses = 8;

/** The tags of an element. */
export interface TagPair {
  readonly written: string;
  /** `<p:name`, without its end. */
  readonly open: TagBytes;
  /** `</p:name>`. */
  readonly close: TagBytes;
}

/** Names that are kept ready; a sender may make up prefixes without end. */
const maxKnownPairs = 4096;
/** Nor are long ones kept: they would stay as long as the client. */
const maxKnownLength = 256;

/** Tags by their names, for all calls of a client: answers of one server are written alike. */
export class TagPairs {
  readonly #known = new Map<string, TagPair>();

  of(written: string): TagPair {
    const known = this.#known.get(written);
    if (known !== undefined) return known;
    const pair = { written, open: tagBytes(`<${written}`), close: tagBytes(`</${written}>`) };
    if (written.length <= maxKnownLength && this.#known.size < maxKnownPairs) this.#known.set(written, pair);
    return pair;
  }
}

function tagBytes(text: string): TagBytes {
  const bytes = Uint8Array.from(Buffer.from(text));
  const view = new DataView(bytes.buffer);
  const words = Int32Array.from({ length: Math.floor(bytes.length / 4) }, (_, at) => view.getInt32(at * 4));
  return { length: bytes.length, bytes, words, last: bytes.length < 4 ? 0 : view.getInt32(bytes.length - 4) };
}

/**
 * The ASCII text between two positions. Many fields say one thing in most rows (a state, a listener): it is compared
 * with what was read before, and is then one string for all of them.
 */
export function textAt(
  window: ByteWindow,
  from: number,
  to: number,
  { texts }: Tags,
  position: number,
): string {
  const length = to - from;
  if (length < shortestText || length > longestText) return window.ascii(from, to);
  const known = texts[position];
  if (known === undefined) return learnText(window, from, to, texts, position, 0);
  if (known.bytes.length === length && isTagAt(window.view, from, known.bytes)) {
    known.hits++;
    return known.text;
  }
  if (known.hits > 0 || known.misses >= mostMisses) return window.ascii(from, to);
  return learnText(window, from, to, texts, position, known.misses + 1);
}

function learnText(
  window: ByteWindow,
  from: number,
  to: number,
  texts: (KnownText | undefined)[],
  position: number,
  misses: number,
): string {
  // With memory of its own: it outlives the piece that it stands in.
  const text = window.bytes.toString("latin1", from, to);
  texts[position] = { bytes: tagBytes(text), text, hits: 0, misses };
  return text;
}

/** True when the tag stands at a position. What is behind the end of the bytes is no tag. */
export function isTagAt(view: DataView, at: number, tag: TagBytes): boolean {
  const { length, words } = tag;
  if (at + length > view.byteLength) return false;
  if (length < 4) return isShortTagAt(view, at, tag.bytes);
  // The last word tells most tags apart: they end in different names, and begin with the same prefix.
  if (view.getInt32(at + length - 4) !== tag.last) return false;
  for (let index = 0; index < words.length; index++)
    if (view.getInt32(at + index * 4) !== words[index]) return false;
  return true;
}

function isShortTagAt(view: DataView, at: number, bytes: Uint8Array): boolean {
  for (let index = 0; index < bytes.length; index++)
    if (view.getUint8(at + index) !== bytes[index]) return false;
  return true;
}
