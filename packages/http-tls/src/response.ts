import { type ResponseBody, readAll } from "./body/response-body.ts";
import { HttpFields } from "./wire/fields.ts";
import { type ResponseHead } from "./wire/response-parser.ts";

/** A response whose head has come; its body may still be arriving. */
export interface HttpResponse {
  readonly status: number;
  /** The reason phrase, as the server wrote it. */
  readonly statusText: string;
  readonly headers: HttpFields;
  /**
   * The body as it arrives. Read it once, to the end, or leave the loop early: that closes the connection. An
   * early end of the connection is an error (`closed`), never a short body.
   */
  readonly body: AsyncIterable<Uint8Array>;
  /** Trailer fields; empty until the body has been read to its end. */
  readonly trailers: HttpFields;
  /** Reads the body to its end as UTF-8; malformed bytes become U+FFFD. */
  text(): Promise<string>;
  /** Reads the body to its end. */
  bytes(): Promise<Uint8Array>;
}

/** @internal */
export class ReceivedResponse implements HttpResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HttpFields;
  readonly body: ResponseBody;
  trailers = new HttpFields();

  constructor(head: ResponseHead, body: ResponseBody) {
    this.status = head.status;
    this.statusText = head.reason;
    this.headers = head.fields;
    this.body = body;
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  bytes(): Promise<Uint8Array> {
    return readAll(this.body);
  }
}
