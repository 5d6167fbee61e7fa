import { HttpTlsError } from "../errors.ts";
import { ChunkSizes } from "./chunk-sizes.ts";
import { HttpFields, trimOws } from "./fields.ts";
import { type BodyFraming, bodyTooLarge } from "./framing.ts";
import {
  actionBits,
  actionNames,
  type ActionName,
  compileGrammar,
  numberOf,
  stateBits,
  stateNames,
  type StateName,
  strictGrammar,
} from "./grammar.ts";
import { leniencies, type Leniency } from "./leniency.ts";
import { defaultWireLimits, resolveWireLimits, tooLarge, type WireLimits } from "./limits.ts";
import { malformed } from "./malformed.ts";

/** The events that requests and responses have in common. `data` is a view into the bytes that were pushed, not a copy. */
export type BodyEvent =
  | { readonly type: "data"; readonly data: Uint8Array }
  | { readonly type: "leniency"; readonly name: Leniency }
  | { readonly type: "end"; readonly trailers: HttpFields };

export type EventSink<Event> = (event: Event | BodyEvent) => void;

/** Options of both parsers. Throws `invalid_argument` for a limit that is not a number from 0. */
export interface ParserOptions {
  /** Those that differ from `defaultWireLimits`. */
  readonly limits?: Partial<WireLimits>;
  /** What to put up with beyond RFC 9112. Default: nothing. */
  readonly lenient?: readonly Leniency[];
}

/** @internal Options that have been checked, and their grammar: made once for many parsers. */
export interface ParserSetup {
  readonly limits: WireLimits;
  readonly table: Uint16Array;
}

/** @internal Throws `invalid_argument` for a limit that is none. */
export function resolveParserOptions({ limits, lenient = [] }: ParserOptions): ParserSetup {
  return {
    limits: limits === undefined ? defaultWireLimits : resolveWireLimits(limits),
    table: lenient.length === 0 ? strictGrammar : compileGrammar(lenient),
  };
}

/** The start line's parts, as they were read; which of them mean something depends on the kind of message. */
export interface StartLine {
  httpMinor: number;
  status: number;
  reason: string;
  method: string;
  target: string;
}

/** What makes a request different from a response. */
export interface MessageKind<Event> {
  readonly start: StateName;
  /** What is being read, for error messages. */
  readonly noun: "request" | "response";
  /** Judges a complete head; undefined means that another head follows (1xx). */
  readHead(
    line: StartLine,
    fields: HttpFields,
    limits: WireLimits,
    emit: EventSink<Event>,
  ): BodyFraming | undefined;
}

/** What the parser is in the middle of. `lines` is read by the table, the others are counted. */
type Mode = "lines" | "sized" | "until-close" | "done" | "failed";

/** Which lines the table is reading: those with fields have a limit as a whole. */
type Section = "head" | "trailers" | "chunks";

/** A head is decoded to text in pieces of this size, so that what follows it in the same read is not decoded too. */
const windowBytes = 1024;

const stateMask = (1 << stateBits) - 1;
const actionMask = (1 << actionBits) - 1;
const action = Object.fromEntries(actionNames.map((name, index) => [name, index])) as Readonly<
  Record<ActionName, number>
>;
const afterData = numberOf("data-cr");

/**
 * Bytes of one message in, events out; no sockets, timers or promises. Driven by the table in `grammar.ts`.
 *
 *   lines (head) -> lines (another head, after 1xx) | sized | until-close | done
 *   sized        -> done (Content-Length) | lines (between chunks, and the trailers)
 *   lines (trailers) -> done
 *   any          -> failed (after an error the parser refuses everything)
 */
export class MessageParser<Event> {
  readonly #kind: MessageKind<Event>;
  readonly #limits: WireLimits;
  readonly #table: Uint16Array;
  #mode: Mode = "lines";
  #state: number;
  /** Bytes of this message so far. */
  #offset = 0;
  #leftover = 0;
  #section: Section = "head";
  /** Bytes that the head, or the trailers, may still have. */
  #sectionLeft: number;
  #line: StartLine = { httpMinor: 0, status: 0, reason: "", method: "", target: "" };
  #fields = new HttpFields();
  #name = "";
  #folding = false;
  /** The part of an unfinished token that came with earlier bytes; undefined outside of tokens. */
  #partial: string | undefined;
  #window = "";
  #windowStart = 0;
  #reported: Set<Leniency> | undefined;
  #length: number | undefined;
  /** Bytes that are left of the body, or of the chunk. */
  #remaining = 0;
  #chunks: ChunkSizes | undefined;
  #bodyBytes = 0;

  constructor(kind: MessageKind<Event>, { limits, table }: ParserSetup) {
    this.#kind = kind;
    this.#limits = limits;
    this.#table = table;
    this.#state = numberOf(kind.start);
    this.#sectionLeft = this.#limits.maxHeaderBytes;
  }

  get done(): boolean {
    return this.#mode === "done";
  }

  get leftoverBytes(): number {
    return this.#leftover;
  }

  get bodyBytes(): number {
    return this.#bodyBytes;
  }

  push(bytes: Uint8Array, emit: EventSink<Event>): number {
    if (this.#mode === "failed") throw new HttpTlsError("protocol", "the parser has failed before");
    const buffer = Buffer.isBuffer(bytes)
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    try {
      let at = 0;
      while (at < buffer.length && !this.done) at = this.#consume(buffer, at, emit);
      this.#offset += at;
      this.#leftover += buffer.length - at;
      return at;
    } catch (error) {
      this.#mode = "failed";
      throw error;
    }
  }

  end(emit: EventSink<Event>): void {
    if (this.#mode === "done" || this.#mode === "failed") return;
    if (this.#mode === "until-close") {
      this.#finish(new HttpFields(), emit);
      return;
    }
    const where = this.#progress();
    this.#mode = "failed";
    throw new HttpTlsError("closed", `the connection ended ${where}`, { context: { offset: this.#offset } });
  }

  #consume(bytes: Buffer, at: number, emit: EventSink<Event>): number {
    if (this.#mode === "lines") return this.#lines(bytes, at, emit);
    if (this.#mode === "sized") return this.#sized(bytes, at, emit);
    const room = this.#limits.maxBodyBytes - this.#bodyBytes;
    const end = Math.min(bytes.length, at + room);
    if (end > at) this.#data(bytes, at, end, emit);
    if (end < bytes.length) throw bodyTooLarge(this.#limits.maxBodyBytes);
    return end;
  }

  #sized(bytes: Buffer, at: number, emit: EventSink<Event>): number {
    const end = Math.min(bytes.length, at + this.#remaining);
    this.#remaining -= end - at;
    this.#data(bytes, at, end, emit);
    if (this.#remaining === 0) {
      if (this.#section === "chunks") this.#mode = "lines";
      else this.#finish(new HttpFields(), emit);
    }
    return end;
  }

  #data(bytes: Buffer, at: number, end: number, emit: EventSink<Event>): void {
    this.#bodyBytes += end - at;
    emit({ type: "data", data: at === 0 && end === bytes.length ? bytes : bytes.subarray(at, end) });
  }

  /** Runs the table over bytes until they end or something other than lines follows; returns where it stopped. */
  #lines(bytes: Buffer, from: number, emit: EventSink<Event>): number {
    const table = this.#table;
    const limited = this.#section !== "chunks";
    const end = limited ? Math.min(bytes.length, from + this.#sectionLeft) : bytes.length;
    if (limited) this.#window = bytes.toString("latin1", from, Math.min(end, from + windowBytes));
    this.#windowStart = from;
    let mark = this.#partial === undefined ? -1 : from;
    let state = this.#state;
    for (let at = from; at < end; at++) {
      const byte = bytes[at] ?? 0;
      const entry = table[(state << 8) | byte] ?? 0;
      if (entry === 0) throw malformed(stateNames[state - 1] ?? "data", byte, this.#offset + at);
      state = entry & stateMask;
      if (entry <= stateMask) continue;
      const leniency = entry >> (stateBits + actionBits);
      if (leniency !== 0) this.#tolerate(leniency, emit);
      switch ((entry >> stateBits) & actionMask) {
        case action.mark:
          mark = at;
          break;
        case action.name:
          this.#onName(this.#token(bytes, mark, at), this.#offset + at);
          mark = -1;
          break;
        case action.value:
          this.#onValue(this.#token(bytes, mark, at));
          mark = -1;
          break;
        case action["no-value"]:
          this.#onValue("");
          break;
        case action.reason:
        case action.method:
        case action.target:
          this.#onStartLine((entry >> stateBits) & actionMask, this.#token(bytes, mark, at));
          mark = -1;
          break;
        case action.status:
          this.#line.status = this.#line.status * 10 + byte - 0x30;
          break;
        case action.minor:
          this.#line.httpMinor = byte - 0x30;
          break;
        case action.fold:
          this.#onFold(byte, this.#offset + at);
          break;
        case action.digit:
          this.#chunks?.digit(byte, this.#offset + at);
          break;
        case action.extension:
          this.#chunks?.extension();
          break;
        case action.size:
          this.#onSize();
          return at + 1;
        case action.section:
          this.#sectionLeft -= at + 1 - from;
          this.#onSection(emit);
          return at + 1;
      }
    }
    if (mark !== -1) this.#partial = (this.#partial ?? "") + this.#slice(bytes, mark, end);
    this.#sectionLeft -= end - from;
    this.#state = state;
    if (limited && end < bytes.length) throw this.#sectionTooLarge();
    return end;
  }

  #slice(bytes: Buffer, from: number, to: number): string {
    const base = this.#windowStart;
    if (to - base <= this.#window.length) return this.#window.substring(from - base, to - base);
    return bytes.toString("latin1", from, to);
  }

  /** A token that ends here, together with what earlier bytes held of it. */
  #token(bytes: Buffer, from: number, to: number): string {
    const text = this.#slice(bytes, from, to);
    if (this.#partial === undefined) return text;
    const whole = this.#partial + text;
    this.#partial = undefined;
    return whole;
  }

  #onStartLine(which: number, text: string): void {
    if (which === action.reason) this.#line.reason = text;
    else if (which === action.method) this.#line.method = text;
    else this.#line.target = text;
  }

  #onName(name: string, offset: number): void {
    const { maxHeaderFields } = this.#limits;
    if (this.#fields.size >= maxHeaderFields) {
      throw tooLarge(`more than ${maxHeaderFields} fields`, "maxHeaderFields", offset);
    }
    this.#name = name;
  }

  #onValue(text: string): void {
    if (this.#folding) this.#fields.extendLast(trimOws(text));
    else this.#fields.append(this.#name, trimOws(text));
    this.#folding = false;
  }

  #onFold(byte: number, offset: number): void {
    // Before the first field there is nothing to fold into (RFC 9112 section 2.2).
    if (this.#fields.size === 0) throw malformed("field-start", byte, offset);
    this.#folding = true;
  }

  #tolerate(number: number, emit: EventSink<Event>): void {
    const name = leniencies[number - 1];
    this.#reported ??= new Set();
    if (name === undefined || this.#reported.has(name)) return;
    this.#reported.add(name);
    emit({ type: "leniency", name });
  }

  #onSection(emit: EventSink<Event>): void {
    const fields = this.#fields;
    this.#fields = new HttpFields();
    if (this.#section === "trailers") {
      // Framing fields in trailers change nothing: they come too late (RFC 9110 section 6.5.1).
      this.#finish(fields, emit);
      return;
    }
    const line = this.#line;
    this.#line = { httpMinor: 0, status: 0, reason: "", method: "", target: "" };
    const framing = this.#kind.readHead(line, fields, this.#limits, emit);
    if (framing === undefined) this.#begin(this.#kind.start, "head");
    else if (framing.kind === "none") this.#finish(new HttpFields(), emit);
    else if (framing.kind === "until-close") this.#mode = "until-close";
    else if (framing.kind === "chunked") this.#onChunked();
    else this.#onLength(framing.length);
  }

  #onChunked(): void {
    this.#chunks = new ChunkSizes(this.#limits);
    this.#begin("size-start", "chunks");
  }

  #onLength(length: number): void {
    this.#length = length;
    this.#remaining = length;
    this.#mode = "sized";
  }

  /** The following lines begin in this state. */
  #begin(state: StateName, section: Section): void {
    this.#mode = "lines";
    this.#state = numberOf(state);
    this.#section = section;
    this.#sectionLeft = this.#limits.maxHeaderBytes;
  }

  #onSize(): void {
    this.#remaining = this.#chunks?.complete() ?? 0;
    if (this.#remaining === 0) {
      this.#begin("field-start", "trailers");
      return;
    }
    this.#mode = "sized";
    this.#state = afterData;
  }

  #finish(trailers: HttpFields, emit: EventSink<Event>): void {
    this.#mode = "done";
    emit({ type: "end", trailers });
  }

  #sectionTooLarge(): HttpTlsError {
    const what = this.#section === "head" ? `the head of the ${this.#kind.noun}` : "the trailers";
    return tooLarge(`${what} is larger than ${this.#limits.maxHeaderBytes} bytes`, "maxHeaderBytes");
  }

  #progress(): string {
    if (this.#section === "trailers") return "inside the trailers";
    if (this.#section === "chunks" || this.#mode === "sized") {
      const of = this.#length === undefined ? "" : ` of ${this.#length}`;
      return `after ${this.#bodyBytes}${of} body bytes, before the end of the body`;
    }
    if (this.#offset === 0) return `before a ${this.#kind.noun} came`;
    return `inside the head of the ${this.#kind.noun}`;
  }
}
