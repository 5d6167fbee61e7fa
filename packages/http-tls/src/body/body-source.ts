import { Readable } from "node:stream";
import { ReadableStream } from "node:stream/web";
import { HttpTlsError } from "../errors.ts";

/** A part of a streamed body; a string is sent as UTF-8. */
export type RequestPiece = Uint8Array | string;

/** A body that is produced while it is sent: a generator, an array, a Node or a web stream of pieces. */
export type RequestStream = AsyncIterable<RequestPiece> | Iterable<RequestPiece>;

/** @internal */
export interface OpenBody {
  /** The next piece, not yet checked; a promise of it unless the iterable is a synchronous one. */
  next(): IteratorResult<unknown> | Promise<IteratorResult<unknown>>;
  /** Ends the producing early. Does not wait, never throws. */
  stop(): void;
}

/** @internal Begins to produce a body. Throws `aborted` when that fails. */
export function openSource(source: RequestStream): OpenBody {
  const iterator = iterate(source);
  return { next: () => iterator.next(), stop: () => releaseSource(source, iterator) };
}

function iterate(source: RequestStream): Iterator<unknown> | AsyncIterator<unknown> {
  try {
    if (source instanceof ReadableStream) return iterateWebStream(source);
    if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
    return source[Symbol.iterator]();
  } catch (cause) {
    throw new HttpTlsError("aborted", "the request body failed", { cause });
  }
}

/** The stream's own iterator cannot be ended while a read is under way; its reader can. */
function iterateWebStream(stream: ReadableStream<unknown>): AsyncIterator<unknown> {
  const reader = stream.getReader();
  return {
    next: async () => {
      const { done, value } = await reader.read();
      return done ? { done, value: undefined } : { done, value };
    },
    return: async () => {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}

/** @internal Refuses a stream of which a part is missing already, and hears the errors of one that waits for its turn. */
export function guardSource(source: RequestStream): void {
  if (!isNodeStream(source) && !(source instanceof ReadableStream)) return;
  if (Readable.isDisturbed(source as unknown as Readable))
    throw new HttpTlsError("invalid_argument", "the stream that is the body was read before");
  // Without a listener its error would end the process; with one, the iterator still throws it.
  if (isNodeStream(source)) source.on("error", () => {});
}

/** @internal Ends a source or its iterator at once, even while it waits for its next piece; what it answers is of no use. */
export function releaseSource(source: unknown, iterator: unknown): void {
  try {
    // A stream that is stuck does not end when its iterator is returned: that waits for the next piece.
    if (isNodeStream(source)) source.destroy();
    const ending =
      iterator instanceof ReadableStream
        ? iterator.cancel()
        : (iterator as Partial<Generator>).return?.(undefined);
    Promise.resolve(ending).catch(() => {});
  } catch {
    // Nothing depends on how it ended.
  }
}

interface NodeStream {
  on(name: "error", listener: () => void): unknown;
  destroy(): unknown;
}

function isNodeStream(source: unknown): source is NodeStream {
  const { on, destroy } = source as Partial<NodeStream>;
  return typeof on === "function" && typeof destroy === "function";
}

/** @internal True for what may give pieces. */
export function isIterable(value: unknown): value is RequestStream {
  // Numbers come out of a typed array, not pieces.
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return false;
  return Symbol.asyncIterator in value || Symbol.iterator in value;
}
