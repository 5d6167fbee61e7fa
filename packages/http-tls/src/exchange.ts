import { parseContentCoding } from "./body/content-coding.ts";
import { type BodySource, ResponseBody } from "./body/response-body.ts";
import { type BodySink, sendStream } from "./body/send-stream.ts";
import { type Connection, type Exchange } from "./connection.ts";
import { diagnostics } from "./diagnostics.ts";
import { HttpTlsError, type HttpTlsErrorContext } from "./errors.ts";
import { type ResolvedHttpClientOptions, type ResolvedRequestLimits } from "./options.ts";
import { type PreparedRequest } from "./request.ts";
import { type BodyDecoding, type HttpResponse, ReceivedResponse } from "./response.ts";
import { type HttpFields } from "./wire/fields.ts";
import { type ResponseEvent, type ResponseHead, ResponseParser } from "./wire/response-parser.ts";

export interface ExchangeOptions {
  readonly request: PreparedRequest;
  readonly client: Pick<ResolvedHttpClientOptions, "host" | "port" | "parserSetup" | "decompress">;
  readonly attempt: number;
  /** Called once, when the connection is free again (undefined response head: it is not usable). */
  readonly onDone: (head: ResponseHead | undefined) => void;
  /** Called after `onDone` when the exchange has failed. May give a response from elsewhere, if none has begun here. */
  readonly onFailed: (error: HttpTlsError) => Promise<HttpResponse> | undefined;
}

/**
 * One request and its response on one connection, with the time limits of each phase.
 *
 *   send -> headers -> body -> done
 *   send -> body               (an answer before the request was sent to its end)
 *   any  -> done               (error, cancel)
 */
export class ResponseExchange implements Exchange, BodySource {
  readonly response: Promise<HttpResponse>;
  readonly #connection: Connection;
  readonly #options: ExchangeOptions;
  readonly #reused: boolean;
  readonly #parser: ResponseParser;
  #phase: "send" | "headers" | "body" | "done";
  #flowing = true;
  #head: ResponseHead | undefined;
  #trailers: HttpFields | undefined;
  #received: ReceivedResponse | undefined;
  #body: ResponseBody | undefined;
  #upload: AbortController | undefined;
  /** True once the sending of a streamed body has begun. */
  #begun = false;
  #resolve!: (response: HttpResponse | Promise<HttpResponse>) => void;
  #reject!: (error: HttpTlsError) => void;

  constructor(connection: Connection, options: ExchangeOptions) {
    const { request, client } = options;
    this.#connection = connection;
    this.#options = options;
    this.#reused = connection.requests > 0;
    this.#phase = request.stream === undefined ? "headers" : "send";
    const { maxBodyBytes } = request.limits;
    const { parserSetup } = client;
    this.#parser = new ResponseParser(
      { requestMethod: request.method },
      maxBodyBytes === parserSetup.limits.maxBodyBytes
        ? parserSetup
        : { ...parserSetup, limits: { ...parserSetup.limits, maxBodyBytes } },
    );
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Sends the request. */
  start(): void {
    const { request } = this.#options;
    if (diagnostics.request.hasSubscribers) diagnostics.request.publish(this.#event());
    try {
      request.onSend?.();
    } catch (cause) {
      this.cancel(new HttpTlsError("invalid_argument", "the onSend function failed", { cause }));
    }
    // Whoever heard of the request may have stopped it.
    if (this.#phase === "headers") this.#awaitHead();
    else if (this.#phase === "send") this.#connection.watchdog.start(request.limits.bodyTimeoutMs);
    if (this.#phase !== "done") this.#connection.start(this, request.bytes, request.stream === undefined);
  }

  onStarted(): void {
    const { stream } = this.#options.request;
    if (stream === undefined || this.#phase === "done") return;
    this.#begun = true;
    void this.#send(stream);
  }

  onBytes(bytes: Buffer): boolean {
    if (this.#phase === "done") return true;
    this.#flowing = true;
    try {
      const taken = this.#parser.push(bytes, this.#onEvent);
      if (this.#trailers) this.#finish(taken < bytes.length);
    } catch (error) {
      this.#break(error);
    }
    return this.#flowing;
  }

  onEnd(): void {
    try {
      this.#parser.end(this.#onEvent);
      if (this.#trailers) this.#finish(false);
    } catch (error) {
      this.#break(error);
    }
  }

  onTimeout(): void {
    this.cancel(timeoutError(this.#phase, this.#options.request.limits, this.#body?.stalled === true));
  }

  onError(error: HttpTlsError): void {
    this.#fail(error);
  }

  /** The reader of the body keeps the bytes that are being pushed. */
  keep(): void {
    this.#connection.keep();
  }

  /** The reader of the body has taken something. */
  resume(): void {
    if (this.#phase !== "body") return;
    this.#connection.watchdog.touch();
    this.#connection.resume();
  }

  /** The reader of the body has left. */
  abandon(): void {
    this.cancel(new HttpTlsError("aborted", "the reader left the body before its end"));
  }

  /** Ends the exchange with this error, and the connection with it. */
  cancel(error: HttpTlsError): void {
    if (this.#phase === "done") return;
    this.#connection.destroy();
    this.#fail(error);
  }

  #break(error: unknown): void {
    this.cancel(
      error instanceof HttpTlsError
        ? error
        : new HttpTlsError("protocol", "the response could not be read", { cause: error }),
    );
  }

  async #send(stream: NonNullable<PreparedRequest["stream"]>): Promise<void> {
    this.#upload = new AbortController();
    const connection = this.#connection;
    const sink: BodySink = {
      write: (bytes) => {
        connection.watchdog.touch();
        return connection.write(bytes);
      },
      drained: () => connection.drained(),
    };
    try {
      const sent = await sendStream(sink, stream, { signal: this.#upload.signal });
      if (sent === "stopped") return;
      connection.requestComplete();
      if (this.#phase === "send") this.#awaitHead();
    } catch (error) {
      this.#break(error);
    }
  }

  #awaitHead(): void {
    this.#phase = "headers";
    this.#connection.watchdog.start(this.#options.request.limits.headersTimeoutMs);
  }

  readonly #onEvent = (event: ResponseEvent): void => {
    if (this.#phase === "done") return; // given up while the same bytes were read
    switch (event.type) {
      case "head":
        this.#onHead(event.head);
        break;
      case "data":
        this.#connection.watchdog.touch();
        if (this.#body?.push(event.data) === false) this.#flowing = false;
        break;
      case "end":
        // Told last: it frees the connection, which leftovers may yet forbid.
        this.#trailers = event.trailers;
        break;
      case "leniency":
        if (diagnostics.leniency.hasSubscribers) {
          diagnostics.leniency.publish({ ...this.#event(), name: event.name });
        }
        break;
      case "interim":
        break;
    }
  };

  #onHead(head: ResponseHead): void {
    this.#phase = "body";
    this.#head = head;
    const decoding = this.#decodingOf(head);
    this.#body = new ResponseBody(this);
    this.#received = new ReceivedResponse(head, this.#body, this.#connection, this.#reused, decoding);
    this.#connection.watchdog.start(this.#options.request.limits.bodyTimeoutMs);
    if (diagnostics.response.hasSubscribers) {
      diagnostics.response.publish({ ...this.#event(), status: head.status });
    }
    this.#resolve(this.#received);
  }

  /** Throws `decode` for a content coding that was not asked for. */
  #decodingOf(head: ResponseHead): BodyDecoding | undefined {
    const { request, client } = this.#options;
    const value = head.fields.get("content-encoding");
    if (value === undefined || request.acceptsCodings || head.framing.kind === "none") return undefined;
    const coding = parseContentCoding(value, client.decompress.codings);
    if (coding === "identity") return undefined;
    const { maxBodyBytes } = request.limits;
    return {
      coding,
      maxRatio: client.decompress.maxRatio,
      maxBodyBytes,
      context: { ...this.#context(), phase: "body" },
    };
  }

  #finish(leftover: boolean): void {
    this.#phase = "done";
    if (diagnostics.end.hasSubscribers) {
      const { bytesOut, bytesIn } = this.#connection;
      diagnostics.end.publish({ ...this.#event(), status: this.#head?.status, bytesOut, bytesIn });
    }
    this.#upload?.abort();
    this.#connection.watchdog.stop();
    if (this.#received && this.#trailers) this.#received.trailers = this.#trailers;
    this.#body?.finish();
    this.#connection.finish({ leftover });
    this.#options.onDone(this.#head);
  }

  #fail(error: HttpTlsError): void {
    if (this.#phase === "done") return;
    const placed = error.withContext({
      phase: this.#phase,
      requestSent: this.#connection.requestSent,
      responseStarted: this.#connection.bytesIn > 0,
      bytesOut: this.#connection.bytesOut,
      bytesIn: this.#connection.bytesIn,
      ...this.#context(),
    });
    this.#phase = "done";
    this.#upload?.abort();
    this.#body?.fail(placed);
    this.#options.onDone(undefined);
    const elsewhere = this.#options.onFailed(placed);
    // On a connection that was dead already nothing of the body has been used up: it is let go.
    if (!this.#begun) this.#options.request.stream?.discard();
    if (elsewhere) this.#resolve(elsewhere);
    else this.#reject(placed);
  }

  #context(): HttpTlsErrorContext {
    const { attempt, client } = this.#options;
    return { host: client.host, port: client.port, attempt, reused: this.#reused };
  }

  #event(): { host: string; port: number; method: string; path: string; attempt: number; reused: boolean } {
    const { request, client, attempt } = this.#options;
    const { method, path } = request;
    return { host: client.host, port: client.port, method, path, attempt, reused: this.#reused };
  }
}

function timeoutError(
  phase: "send" | "headers" | "body" | "done",
  { headersTimeoutMs, bodyTimeoutMs }: ResolvedRequestLimits,
  stalled: boolean,
): HttpTlsError {
  if (phase === "headers") {
    const what = `no response came within headersTimeoutMs (${headersTimeoutMs} ms)`;
    return new HttpTlsError("headers_timeout", what);
  }
  const what =
    phase === "send"
      ? "the request's body stood still: none was given, or the server took none,"
      : stalled
        ? "nobody read the body"
        : "no byte of the body came";
  return new HttpTlsError("body_timeout", `${what} for bodyTimeoutMs (${bodyTimeoutMs} ms)`);
}
