import { HttpTlsError } from "../errors.ts";
import { type HttpFields } from "./fields.ts";
import { type BodyFraming, checkDeclaredLength, keepsAlive, responseFraming } from "./framing.ts";
import { tooLarge, type WireLimits } from "./limits.ts";
import {
  type BodyEvent,
  type EventSink,
  type MessageKind,
  MessageParser,
  type ParserOptions,
  resolveParserOptions,
  type StartLine,
} from "./message-parser.ts";

/** The head of a response (RFC 9112 sections 4 and 5). */
export interface ResponseHead {
  /** 0 or 1: the minor version. */
  readonly httpMinor: number;
  readonly status: number;
  /** The reason phrase as it came, latin1; may be empty. */
  readonly reason: string;
  readonly fields: HttpFields;
  readonly framing: BodyFraming;
  /** True when the connection may carry another request afterwards. */
  readonly keepAlive: boolean;
}

/** What a response gives, in this order: interim (1xx) ones, one head, data, the end; leniencies where they were needed. */
export type ResponseEvent =
  | { readonly type: "interim"; readonly status: number; readonly fields: HttpFields }
  | { readonly type: "head"; readonly head: ResponseHead }
  | BodyEvent;

/** Takes the events of a response. */
export type ResponseSink = (event: ResponseEvent) => void;

/** Options of {@link ResponseParser}. */
export interface ResponseParserOptions extends ParserOptions {
  /** Decides whether the response has a body at all (HEAD, CONNECT). Default `"GET"`. */
  readonly requestMethod?: string;
}

/** Bytes of one response in, events out (RFC 9112). No sockets, timers or promises. */
export class ResponseParser {
  readonly #parser: MessageParser<ResponseEvent>;

  constructor(options: ResponseParserOptions = {}, setup = resolveParserOptions(options)) {
    this.#parser = new MessageParser<ResponseEvent>(new ResponseKind(options.requestMethod ?? "GET"), setup);
  }

  /** True once the `end` event has been given out. */
  get done(): boolean {
    return this.#parser.done;
  }

  /** Bytes that came after the end of the response. A client that does not pipeline must not reuse such a connection. */
  get leftoverBytes(): number {
    return this.#parser.leftoverBytes;
  }

  /** Body bytes so far, without the transfer coding. */
  get bodyBytes(): number {
    return this.#parser.bodyBytes;
  }

  /**
   * Takes the next bytes, gives their events to `emit` in order, and returns how many of the bytes belong to the
   * response: fewer than all once it has ended. Throws {@link HttpTlsError} (`protocol`, `too_large`) after the
   * events before the mistake; nothing can follow that.
   */
  push(bytes: Uint8Array, emit: ResponseSink): number {
    return this.#parser.push(bytes, emit);
  }

  /**
   * The connection has ended. Ends a close-delimited body; anywhere else in a response it is an error (`closed`), save
   * behind its end.
   */
  end(emit: ResponseSink): void {
    this.#parser.end(emit);
  }
}

class ResponseKind implements MessageKind<ResponseEvent> {
  readonly start = "response-version";
  readonly noun = "response";
  readonly #requestMethod: string;
  #interim = 0;

  constructor(requestMethod: string) {
    this.#requestMethod = requestMethod;
  }

  readHead(
    { httpMinor, status, reason }: StartLine,
    fields: HttpFields,
    limits: WireLimits,
    emit: EventSink<ResponseEvent>,
  ): BodyFraming | undefined {
    if (status === 101) {
      throw new HttpTlsError("protocol", "the response switches protocols, which was not asked for");
    }
    if (status < 200) {
      if (++this.#interim > limits.maxInterimResponses) {
        const { maxInterimResponses } = limits;
        throw tooLarge(`more than ${maxInterimResponses} interim responses`, "maxInterimResponses");
      }
      emit({ type: "interim", status, fields });
      return undefined;
    }
    const framing = responseFraming({ requestMethod: this.#requestMethod, status, httpMinor, fields });
    checkDeclaredLength(framing, limits.maxBodyBytes);
    const keepAlive = keepsAlive(fields, httpMinor, framing);
    emit({ type: "head", head: { httpMinor, status, reason, fields, framing, keepAlive } });
    return framing;
  }
}
