import { HttpTlsError } from "../errors.ts";
import { ChunkedDecoder } from "./chunked.ts";
import { HttpFields, parseFieldLine } from "./fields.ts";
import { type BodyFraming, keepsAlive, responseFraming } from "./framing.ts";
import { defaultWireLimits, type WireLimits } from "./limits.ts";

/** The head of a response (RFC 9112 sections 4 and 5). */
export interface ResponseHead {
  readonly httpMinor: number;
  readonly status: number;
  readonly reason: string;
  readonly fields: HttpFields;
  readonly framing: BodyFraming;
  /** True when the connection may carry another request afterwards. */
  readonly keepAlive: boolean;
}

export type ResponseEvent =
  | { readonly type: "interim"; readonly status: number; readonly fields: HttpFields }
  | { readonly type: "head"; readonly head: ResponseHead }
  | { readonly type: "data"; readonly data: Uint8Array }
  | { readonly type: "end"; readonly trailers: HttpFields };

export type ResponseSink = (event: ResponseEvent) => void;

export interface ResponseParserOptions {
  /** Decides whether the response has a body at all (HEAD). Default `"GET"`. */
  readonly requestMethod?: string;
  readonly limits?: Partial<WireLimits>;
}

type State = "head" | "body" | "trailers" | "done" | "failed";

/**
 * Bytes of one response in, events out; no sockets, timers or promises.
 *
 *   head -> (interim ->) head -> body -> trailers -> done
 *   head -> done                          (no body)
 *   head -> body -> done                  (by length, or by the end of the connection)
 *   any  -> failed                        (after an error the parser refuses everything)
 */
export class ResponseParser {
  readonly #limits: WireLimits;
  readonly #requestMethod: string;
  #state: State = "head";
  /** Bytes of an unfinished head or trailer section. */
  #pending: Uint8Array = empty;
  #interim = 0;
  #framing: BodyFraming = { kind: "none" };
  #bodyBytes = 0;
  #chunked: ChunkedDecoder | undefined;
  #leftover = 0;

  constructor(options: ResponseParserOptions = {}) {
    this.#limits = { ...defaultWireLimits, ...options.limits };
    this.#requestMethod = options.requestMethod ?? "GET";
  }

  /** True once the `end` event has been given out. */
  get done(): boolean {
    return this.#state === "done";
  }

  /** Bytes that came after the end of the response. A client that does not pipeline must not reuse such a connection. */
  get leftoverBytes(): number {
    return this.#leftover;
  }

  /** Body bytes so far, without the transfer coding. */
  get bodyBytes(): number {
    return this.#bodyBytes;
  }

  /**
   * Takes the next bytes and gives their events to `emit`, in order. Throws {@link HttpTlsError} (`protocol`,
   * `too_large`) after the events before the mistake; nothing can follow that.
   */
  push(bytes: Uint8Array, emit: ResponseSink): void {
    if (this.#state === "failed") throw new HttpTlsError("protocol", "the parser has failed before");
    try {
      this.#consume(bytes, emit);
    } catch (error) {
      this.#state = "failed";
      throw error;
    }
  }

  /** The connection has ended. Ends a close-delimited body; anywhere else in a response it is an error (`closed`). */
  end(emit: ResponseSink): void {
    if (this.#state === "done" || this.#state === "failed") return;
    if (this.#state === "body" && this.#framing.kind === "until-close") {
      this.#finish(new HttpFields(), emit);
      return;
    }
    const where = this.#progress();
    this.#state = "failed";
    throw new HttpTlsError("closed", `the connection ended ${where}`);
  }

  #consume(bytes: Uint8Array, emit: ResponseSink): void {
    let rest = bytes;
    while (rest.length > 0) {
      if (this.#state === "head") rest = this.#head(rest, emit);
      else if (this.#state === "body") rest = this.#body(rest, emit);
      else if (this.#state === "trailers") rest = this.#trailers(rest, emit);
      else {
        this.#leftover += rest.length;
        return;
      }
    }
  }

  #head(bytes: Uint8Array, emit: ResponseSink): Uint8Array {
    const section = this.#section(bytes, "\r\n\r\n", "the head of the response");
    checkVersionPrefix(section.whole);
    if (section.end === -1) return empty;
    const lines = latin1(section.whole, section.end).split("\r\n");
    const { httpMinor, status, reason } = parseStatusLine(lines[0] ?? "");
    const fields = this.#fields(lines, 1);
    if (status === 101)
      throw new HttpTlsError("protocol", "the response switches protocols, which was not asked for");
    if (status < 200) {
      if (++this.#interim > this.#limits.maxInterimResponses) {
        throw tooLarge(
          `more than ${this.#limits.maxInterimResponses} interim responses`,
          "maxInterimResponses",
        );
      }
      emit({ type: "interim", status, fields });
      return section.rest;
    }
    const framing = responseFraming({ requestMethod: this.#requestMethod, status, httpMinor, fields });
    if (framing.kind === "length" && framing.length > this.#limits.maxBodyBytes) throw this.#bodyTooLarge();
    this.#framing = framing;
    const keepAlive = keepsAlive(fields, httpMinor, framing);
    emit({ type: "head", head: { httpMinor, status, reason, fields, framing, keepAlive } });
    if (framing.kind === "none") this.#finish(new HttpFields(), emit);
    else {
      this.#state = "body";
      if (framing.kind === "chunked") this.#chunked = new ChunkedDecoder(this.#limits);
    }
    return section.rest;
  }

  #body(bytes: Uint8Array, emit: ResponseSink): Uint8Array {
    if (this.#framing.kind === "chunked") return this.#chunkedBody(bytes, emit);
    if (this.#framing.kind === "until-close") {
      this.#data(bytes, emit);
      return empty;
    }
    const left = this.#framing.kind === "length" ? this.#framing.length - this.#bodyBytes : 0;
    const data = bytes.length > left ? bytes.subarray(0, left) : bytes;
    this.#data(data, emit);
    if (data.length === left) this.#finish(new HttpFields(), emit);
    return bytes.subarray(data.length);
  }

  #chunkedBody(bytes: Uint8Array, emit: ResponseSink): Uint8Array {
    const decoder = this.#chunked ?? new ChunkedDecoder(this.#limits);
    let offset = 0;
    while (offset < bytes.length) {
      const next = decoder.next(bytes, offset);
      offset = next.offset;
      if (next.step.kind === "data") this.#data(next.step.data, emit);
      if (next.step.kind === "last-chunk") {
        this.#state = "trailers";
        // The trailers end with an empty line of their own; without any, that line is all there is.
        this.#pending = lineEnd;
        break;
      }
    }
    return bytes.subarray(offset);
  }

  #trailers(bytes: Uint8Array, emit: ResponseSink): Uint8Array {
    const section = this.#section(bytes, "\r\n\r\n", "the trailers");
    if (section.end === -1) return empty;
    // Framing fields in trailers are ignored by everybody: they come too late (RFC 9110 section 6.5.1).
    this.#finish(this.#fields(latin1(section.whole, section.end).split("\r\n"), 1), emit);
    return section.rest;
  }

  #data(data: Uint8Array, emit: ResponseSink): void {
    this.#bodyBytes += data.length;
    if (this.#bodyBytes > this.#limits.maxBodyBytes) throw this.#bodyTooLarge();
    emit({ type: "data", data });
  }

  #finish(trailers: HttpFields, emit: ResponseSink): void {
    this.#state = "done";
    emit({ type: "end", trailers });
  }

  #fields(lines: readonly string[], from: number): HttpFields {
    if (lines.length - from > this.#limits.maxHeaderFields) {
      throw tooLarge(`more than ${this.#limits.maxHeaderFields} fields`, "maxHeaderFields");
    }
    const fields = new HttpFields();
    for (let index = from; index < lines.length; index++) parseFieldLine(lines[index] ?? "", fields);
    return fields;
  }

  /** Collects bytes up to `terminator`. Line ends are checked as they come, so that a bare LF fails at once. */
  #section(
    bytes: Uint8Array,
    terminator: string,
    what: string,
  ): { whole: Uint8Array; end: number; rest: Uint8Array } {
    const before = this.#pending.length;
    const whole = before === 0 ? bytes : concat(this.#pending, bytes);
    const end = Buffer.from(whole.buffer, whole.byteOffset, whole.length).indexOf(
      terminator,
      Math.max(0, before - 3),
      "latin1",
    );
    const sectionLength = end === -1 ? whole.length : end + terminator.length;
    if (sectionLength > this.#limits.maxHeaderBytes) {
      throw tooLarge(`${what} is larger than ${this.#limits.maxHeaderBytes} bytes`, "maxHeaderBytes");
    }
    checkLineEnds(whole, before, sectionLength);
    this.#pending = end === -1 ? whole : empty;
    return { whole, end, rest: whole.subarray(sectionLength) };
  }

  #bodyTooLarge(): HttpTlsError {
    return tooLarge(`the body is larger than ${this.#limits.maxBodyBytes} bytes`, "maxBodyBytes");
  }

  #progress(): string {
    if (this.#state === "trailers") return "inside the trailers";
    if (this.#state === "body") {
      const of = this.#framing.kind === "length" ? ` of ${this.#framing.length}` : "";
      return `after ${this.#bodyBytes}${of} body bytes, before the end of the body`;
    }
    return this.#pending.length === 0 ? "before a response came" : "inside the head of the response";
  }
}

const empty = new Uint8Array(0);
const lineEnd = Uint8Array.of(0x0d, 0x0a);

function concat(left: Uint8Array, right: Uint8Array): Uint8Array {
  const whole = new Uint8Array(left.length + right.length);
  whole.set(left);
  whole.set(right, left.length);
  return whole;
}

function latin1(bytes: Uint8Array, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, end).toString("latin1");
}

function tooLarge(what: string, limit: string): HttpTlsError {
  return new HttpTlsError("too_large", what, { context: { limit } });
}

/** A peer that does not speak HTTP at all is told apart in its first bytes, not after a timeout. */
function checkVersionPrefix(bytes: Uint8Array): void {
  const prefix = "HTTP/1.";
  for (let index = 0; index < prefix.length && index < bytes.length; index++) {
    if (bytes[index] !== prefix.charCodeAt(index)) {
      throw new HttpTlsError("protocol", "the peer does not answer with HTTP/1");
    }
  }
}

/** Every LF follows a CR and every CR is followed by an LF; NUL is nowhere (RFC 9112 section 2.2). */
function checkLineEnds(bytes: Uint8Array, from: number, to: number): void {
  for (let index = from; index < to; index++) {
    const byte = bytes[index];
    if (byte === 0x0a && bytes[index - 1] !== 0x0d)
      throw new HttpTlsError("protocol", "a line ends with a bare LF");
    if (byte !== 0x0a && index > 0 && bytes[index - 1] === 0x0d) {
      throw new HttpTlsError("protocol", "a CR stands alone inside a line");
    }
    if (byte === 0) throw new HttpTlsError("protocol", "a NUL stands in the head of the response");
  }
}

/** `HTTP/1.1 200 OK` (RFC 9112 section 4). */
function parseStatusLine(line: string): { httpMinor: number; status: number; reason: string } {
  const match = /^HTTP\/1\.([01]) ([1-9][0-9]{2}) ([\t\x20-\x7e\x80-\xff]*)$/.exec(line);
  if (!match) {
    throw new HttpTlsError("protocol", `the status line is malformed: ${JSON.stringify(line.slice(0, 60))}`);
  }
  return { httpMinor: Number(match[1]), status: Number(match[2]), reason: match[3] ?? "" };
}
