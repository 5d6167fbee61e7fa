import { parseContentId } from "./content-id.ts";
import { type ContentType } from "./content-type.ts";
import { GrowingBytes } from "./growing-bytes.ts";
import { type MimeLimits } from "./limits.ts";
import { malformed } from "./malformed.ts";
import { type MultipartHandler, MultipartReader } from "./multipart-reader.ts";
import { type PartHeaders } from "./part-headers.ts";

/** A part beside the envelope: what came with an answer, or goes with a request. */
export interface Attachment {
  /** Without brackets. A part may come without one. */
  readonly contentId?: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** Gets the bytes of the root part as they arrive. */
export interface RootHandler {
  start(contentType: string): void;
  push(bytes: Uint8Array): void;
}

/**
 * Reads a multipart/related message (RFC 2387): the root part goes on as it arrives, the others are kept. The root is
 * the part that `start` names, else the first.
 */
export class RelatedReader implements MultipartHandler {
  /** The parts that have come to their end, without the root. */
  readonly attachments: Attachment[] = [];
  readonly #reader: MultipartReader;
  readonly #root: RootHandler;
  readonly #start: string | undefined;
  readonly #ids = new Set<string>();
  #rootSeen = false;
  /** The part that is being read; undefined while it is the root. */
  #part: { headers: PartHeaders; contentId: string | undefined; bytes: GrowingBytes } | undefined;

  constructor({ parameters }: ContentType, root: RootHandler, limits: MimeLimits) {
    this.#reader = new MultipartReader(parameters.get("boundary"), this, limits);
    this.#root = root;
    const start = parameters.get("start");
    this.#start = start === undefined ? undefined : parseContentId(start);
  }

  push(bytes: Uint8Array): void {
    this.#reader.push(bytes);
  }

  /** The message has ended. Throws `decode` when it was cut, or had no root. */
  finish(): void {
    this.#reader.finish();
    if (!this.#rootSeen) throw malformed("the part that it starts with is not there");
  }

  /** @internal */
  start(headers: PartHeaders): void {
    const field = headers.get("content-id");
    const contentId = field === undefined ? undefined : parseContentId(field);
    if (contentId !== undefined) {
      if (this.#ids.has(contentId)) throw malformed("two parts have the same Content-ID");
      this.#ids.add(contentId);
    }
    const isRoot = !this.#rootSeen && (this.#start === undefined || this.#start === contentId);
    if (isRoot) {
      this.#rootSeen = true;
      this.#part = undefined;
      this.#root.start(headers.get("content-type") ?? "");
    } else {
      this.#part = { headers, contentId, bytes: new GrowingBytes() };
    }
  }

  /** @internal */
  data(bytes: Uint8Array): void {
    if (this.#part) this.#part.bytes.append(bytes);
    else this.#root.push(bytes);
  }

  /** @internal */
  end(): void {
    if (!this.#part) return;
    const { headers, contentId, bytes } = this.#part;
    this.attachments.push({
      ...(contentId === undefined ? {} : { contentId }),
      contentType: headers.get("content-type") ?? "application/octet-stream",
      content: bytes.finish(),
    });
  }
}
