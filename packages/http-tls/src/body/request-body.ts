import { types } from "node:util";
import { HttpTlsError } from "../errors.ts";
import { encodeLastChunk } from "../wire/chunk-encoder.ts";
import {
  guardSource,
  isIterable,
  openSource,
  type OpenBody,
  type RequestStream,
  releaseSource,
} from "./body-source.ts";

/**
 * What a request may send. A string is sent as UTF-8. A function is called for each attempt and gives the body
 * anew, so that a request with it may be repeated; any other stream can be sent only once.
 */
export type RequestBody = string | Uint8Array | RequestStream | (() => RequestStream);

/** Fields that follow a streamed body; a function is called when the body has been produced. */
export type RequestTrailers =
  | Readonly<Record<string, string>>
  | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>);

/** @internal What comes with a body. */
export interface RequestBodyOptions {
  trailers?: RequestTrailers | undefined;
  /** How many bytes a stream will give. Without it the stream is sent in chunks. */
  contentLength?: number | undefined;
}

/** @internal */
export type ResolvedRequestBody =
  { readonly kind: "none" } | { readonly kind: "bytes"; readonly bytes: Uint8Array } | StreamBody;

/** @internal A body that is produced while it is sent. */
export interface StreamBody {
  readonly kind: "stream";
  /** Undefined: sent in chunks. */
  readonly contentLength: number | undefined;
  /** True when {@link open} may be called again for another attempt. */
  readonly repeatable: boolean;
  /** The value for the Trailer field (RFC 9110 section 6.6.2), where the names are known in advance. */
  readonly trailerNames: string | undefined;
  /** Begins to produce the body. */
  open(): OpenBody;
  /** The end of the chunked body, trailers included. Rejects with `invalid_argument` or `aborted`. */
  lastChunk(): Promise<Uint8Array>;
  /** Lets go of a body that will never be opened: a stream is destroyed, a generator ended. */
  discard(): void;
}

/** @internal Tells which kind of body this is. Throws `invalid_argument` for what cannot be sent. */
export function resolveRequestBody(
  body: RequestBody | undefined,
  { trailers, contentLength }: RequestBodyOptions = {},
): ResolvedRequestBody {
  const isStream = typeof body === "function" || isIterable(body);
  if (!isStream && trailers !== undefined) throw invalid("trailers need a body that is a stream");
  if (!isStream && contentLength !== undefined) {
    throw invalid("contentLength is for a body that is a stream: that of any other is known");
  }
  if (body === undefined) return { kind: "none" };
  if (typeof body === "string") return { kind: "bytes", bytes: Buffer.from(body, "utf8") };
  if (types.isUint8Array(body)) return { kind: "bytes", bytes: body };
  if (!isStream)
    throw invalid("the body must be a string, a Uint8Array, an iterable or a function that gives one");
  if (contentLength !== undefined && (!Number.isSafeInteger(contentLength) || contentLength < 0)) {
    throw invalid("contentLength must be a whole number from 0");
  }
  if (contentLength !== undefined && trailers !== undefined) {
    throw invalid("trailers need a body in chunks: leave contentLength out");
  }
  const { names, lastChunk } = resolveTrailers(trailers);
  const producer = typeof body === "function" ? repeatable(body) : once(body);
  return { kind: "stream", contentLength, trailerNames: names, lastChunk, ...producer };
}

type Producer = Pick<StreamBody, "repeatable" | "open" | "discard">;

function repeatable(produce: () => RequestStream): Producer {
  const open = (): OpenBody => {
    let source: unknown;
    try {
      source = produce();
    } catch (cause) {
      throw new HttpTlsError("aborted", "the request body failed", { cause });
    }
    // A string is an iterable too, one character at a time: nobody means that.
    if (typeof source === "string" || types.isUint8Array(source)) return openSource([source]);
    if (!isIterable(source)) throw invalid("the function that is the body did not give an iterable");
    guardSource(source);
    return openSource(source);
  };
  return { repeatable: true, open, discard: () => {} };
}

function once(source: RequestStream): Producer {
  guardSource(source);
  let opened = false;
  const open = (): OpenBody => {
    if (opened)
      throw invalid("the body of this request can be sent only once: give a function to send it again");
    opened = true;
    return openSource(source);
  };
  const discard = (): void => {
    if (!opened) releaseSource(source, source);
    opened = true;
  };
  return { repeatable: false, open, discard };
}

function resolveTrailers(trailers: RequestTrailers | undefined): {
  names: string | undefined;
  lastChunk: () => Promise<Uint8Array>;
} {
  if (typeof trailers === "function") {
    return { names: undefined, lastChunk: async () => encodeTrailers(await askForTrailers(trailers)) };
  }
  const lastChunk = encodeTrailers(trailers ?? {});
  const names = Object.keys(trailers ?? {}).join(", ");
  return { names: names === "" ? undefined : names, lastChunk: () => Promise.resolve(lastChunk) };
}

async function askForTrailers(trailers: () => unknown): Promise<unknown> {
  try {
    return await trailers();
  } catch (cause) {
    throw new HttpTlsError("aborted", "the request trailers failed", { cause });
  }
}

function encodeTrailers(trailers: unknown): Uint8Array {
  if (typeof trailers !== "object" || trailers === null)
    throw invalid("trailers must be an object of names and values");
  return encodeLastChunk(Object.entries(trailers));
}

function invalid(what: string): HttpTlsError {
  return new HttpTlsError("invalid_argument", what);
}
