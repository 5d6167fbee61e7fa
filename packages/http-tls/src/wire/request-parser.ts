import { HttpTlsError } from "../errors.ts";
import { type HttpFields } from "./fields.ts";
import { type BodyFraming, checkDeclaredLength, keepsAlive, requestFraming } from "./framing.ts";
import { type WireLimits } from "./limits.ts";
import {
  type BodyEvent,
  type EventSink,
  MessageParser,
  type ParserOptions,
  resolveParserOptions,
  type StartLine,
} from "./message-parser.ts";
import { checkHost, checkTarget } from "./target.ts";

/** The head of a request as it was received (RFC 9112 sections 3 and 5). */
export interface ReceivedRequestHead {
  /** 0 or 1: the minor version. */
  readonly httpMinor: number;
  readonly method: string;
  /** In origin, absolute, authority (CONNECT) or asterisk (OPTIONS) form; not decoded (RFC 9112 section 3.2). */
  readonly target: string;
  readonly fields: HttpFields;
  readonly framing: BodyFraming;
  /** True when the client may send another request on the connection. */
  readonly keepAlive: boolean;
}

/** What a request gives, in this order: one head, data, the end; leniencies where they were needed. */
export type RequestEvent = { readonly type: "head"; readonly head: ReceivedRequestHead } | BodyEvent;

/** Takes the events of a request. */
export type RequestSink = (event: RequestEvent) => void;

/** Bytes of one request in, events out (RFC 9112). No sockets, timers or promises. For the next one make a new parser. */
export class RequestParser {
  readonly #parser: MessageParser<RequestEvent>;

  constructor(options: ParserOptions = {}) {
    this.#parser = new MessageParser<RequestEvent>(
      { start: "request-start", noun: "request", readHead },
      resolveParserOptions(options),
    );
  }

  /** True once the `end` event has been given out. */
  get done(): boolean {
    return this.#parser.done;
  }

  /** Bytes that came after the end of the request: they begin the next one. */
  get leftoverBytes(): number {
    return this.#parser.leftoverBytes;
  }

  /** Body bytes so far, without the transfer coding. */
  get bodyBytes(): number {
    return this.#parser.bodyBytes;
  }

  /**
   * Takes the next bytes, gives their events to `emit` in order, and returns how many of the bytes belong to the
   * request. Throws {@link HttpTlsError} (`protocol`, `too_large`) after the events before the mistake.
   */
  push(bytes: Uint8Array, emit: RequestSink): number {
    return this.#parser.push(bytes, emit);
  }

  /** The connection has ended: an error (`closed`) inside a request and before one alike. */
  end(emit: RequestSink): void {
    this.#parser.end(emit);
  }
}

function readHead(
  { httpMinor, method, target }: StartLine,
  fields: HttpFields,
  limits: WireLimits,
  emit: EventSink<RequestEvent>,
): BodyFraming {
  checkTarget(method, target);
  const hosts = fields.getAll("host");
  // RFC 9112 section 3.2: one Host in HTTP/1.1, never more; two have been used to reach a server behind a filter.
  if (hosts.length > 1) throw new HttpTlsError("protocol", "the request has more than one Host");
  if (hosts.length === 0 && httpMinor === 1) throw new HttpTlsError("protocol", "the request has no Host");
  if (hosts[0] !== undefined) checkHost(hosts[0]);
  const framing = requestFraming({ httpMinor, fields });
  // RFC 9110 section 9.3.6: what follows CONNECT is the tunnel, for some readers even where a length is given.
  if (method === "CONNECT" && framing.kind !== "none") {
    throw new HttpTlsError("protocol", "a CONNECT request has a body");
  }
  checkDeclaredLength(framing, limits.maxBodyBytes);
  const keepAlive = keepsAlive(fields, httpMinor, framing);
  emit({ type: "head", head: { httpMinor, method, target, fields, framing, keepAlive } });
  return framing;
}
