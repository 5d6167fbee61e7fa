import { SoapError } from "../errors.ts";
import { contentIdOf } from "./content-id.ts";
import { type Attachment } from "./related-reader.ts";

/** Puts bytes where the decoder left a place for them. */
export type FillPlace = (bytes: Uint8Array) => void;

/**
 * What `xop:Include` elements refer to (XOP section 3.2). Only parts of the same message count: an address is never
 * fetched, whatever it says.
 */
export class XopReferences {
  readonly #waiting = new Map<string, { readonly path: string; readonly fill: FillPlace }>();
  readonly #used = new Set<string>();

  /** True when every place has its bytes. */
  get complete(): boolean {
    return this.#waiting.size === 0;
  }

  /** An Include stands at `path`; its bytes are given to `fill` when its part has come. Throws `decode`. */
  refer(href: string, path: string, fill: FillPlace): void {
    const contentId = contentIdOf(href);
    if (contentId === undefined) {
      throw wrong("an Include refers to something other than a part of the message (cid:)", path);
    }
    if (this.#used.has(contentId)) throw wrong("two Includes refer to the same part", path);
    this.#used.add(contentId);
    this.#waiting.set(contentId, { path, fill });
  }

  /** Fills the places whose parts have come, and takes these parts out of the list. */
  settle(attachments: Attachment[]): void {
    for (let index = attachments.length - 1; index >= 0 && this.#waiting.size > 0; index--) {
      const { contentId, content } = attachments[index] ?? {};
      const place = contentId === undefined ? undefined : this.#waiting.get(contentId);
      if (contentId === undefined || content === undefined || place === undefined) continue;
      place.fill(content);
      this.#waiting.delete(contentId);
      attachments.splice(index, 1);
    }
  }

  /** The message has ended. Throws `decode` for an Include whose part has not come. */
  finish(): void {
    for (const { path } of this.#waiting.values())
      throw wrong("an Include refers to a part that is not there", path);
  }
}

function wrong(what: string, path: string): SoapError {
  return new SoapError("decode", what, { context: { path } });
}
