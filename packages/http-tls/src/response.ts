import { decodeContent, type DecodeLimits } from "./body/decode-content.ts";
import { type ContentCoding } from "./body/content-coding.ts";
import { readAll, type ResponseBody } from "./body/response-body.ts";
import { type ConnectionInfo } from "./connection-info.ts";
import { HttpFields } from "./wire/fields.ts";
import { type ResponseHead } from "./wire/response-parser.ts";

/** A response whose head has come; its body may still be arriving. */
export interface HttpResponse {
  readonly status: number;
  /** The reason phrase, as the server wrote it. */
  readonly statusText: string;
  readonly headers: HttpFields;
  /**
   * The body as it arrives, with the content coding removed if `decompress` asked for that. Read it once, to the
   * end, or leave the loop early: that closes the connection. An early end of the connection is an error
   * (`closed`), never a short body.
   */
  readonly body: AsyncIterable<Uint8Array>;
  /** Trailer fields; empty until the body has been read to its end. */
  readonly trailers: HttpFields;
  /** The connection that carried the response, and what is known about the server's certificate. */
  readonly connection: ConnectionInfo;
  /** True when the connection had carried an earlier request. */
  readonly reused: boolean;
  /**
   * Reads the body to its end, giving each piece to `take` the moment it comes: the fastest way, because nothing is
   * copied or waits. The bytes are valid during the call only, then their memory is used again. What `take` throws
   * ends the connection and rejects.
   */
  consume(take: (bytes: Uint8Array) => void): Promise<void>;
  /** Reads the body to its end as UTF-8; malformed bytes become U+FFFD. */
  text(): Promise<string>;
  /** Reads the body to its end. */
  bytes(): Promise<Uint8Array>;
}

/** @internal How a coded body is decoded. */
export interface BodyDecoding extends DecodeLimits {
  readonly coding: ContentCoding;
}

const noTrailers = new HttpFields();

/** @internal */
export class ReceivedResponse implements HttpResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HttpFields;
  readonly body: AsyncIterable<Uint8Array>;
  readonly reused: boolean;
  trailers = noTrailers;
  readonly #raw: ResponseBody;
  readonly #connection: { readonly info: ConnectionInfo };

  constructor(
    head: ResponseHead,
    body: ResponseBody,
    connection: { readonly info: ConnectionInfo },
    reused: boolean,
    decoding: BodyDecoding | undefined,
  ) {
    this.status = head.status;
    this.statusText = head.reason;
    this.headers = head.fields;
    this.body = decoding === undefined ? body : decodeContent(body, decoding.coding, decoding);
    this.reused = reused;
    this.#raw = body;
    this.#connection = connection;
  }

  get connection(): ConnectionInfo {
    return this.#connection.info;
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  async consume(take: (bytes: Uint8Array) => void): Promise<void> {
    if (this.body === this.#raw) return this.#raw.consume(take);
    for await (const piece of this.body) take(piece);
  }

  bytes(): Promise<Uint8Array> {
    return this.body === this.#raw ? this.#raw.collect() : readAll(this.body);
  }
}
