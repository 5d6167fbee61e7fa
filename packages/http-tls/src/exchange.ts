import { ResponseBody } from "./body/response-body.ts";
import { type Connection, type Exchange } from "./connection.ts";
import { HttpTlsError, type HttpTlsErrorContext } from "./errors.ts";
import { type ResolvedRequestLimits } from "./options.ts";
import { type HttpResponse, ReceivedResponse } from "./response.ts";
import { type HttpFields } from "./wire/fields.ts";
import { type ResponseEvent, type ResponseHead, ResponseParser } from "./wire/response-parser.ts";
import { type WireLimits } from "./wire/limits.ts";

export interface ExchangeOptions {
  readonly method: string;
  readonly limits: ResolvedRequestLimits;
  readonly wireLimits: WireLimits;
  /** True when the caller asked for codings itself and decodes them itself. */
  readonly acceptsCodings: boolean;
  readonly context: HttpTlsErrorContext;
  /** Called once, when the connection is free again (undefined response head: it is not usable). */
  readonly onDone: (head: ResponseHead | undefined) => void;
}

/**
 * One request and its response on one connection, with the time limits of each phase.
 *
 *   headers -> body -> done
 *   any     -> done    (error, cancel)
 */
export class ResponseExchange implements Exchange {
  readonly parser: ResponseParser;
  readonly response: Promise<HttpResponse>;
  readonly #connection: Connection;
  readonly #options: ExchangeOptions;
  #phase: "headers" | "body" | "done" = "headers";
  #timer: NodeJS.Timeout;
  #head: ResponseHead | undefined;
  #received: ReceivedResponse | undefined;
  #body: ResponseBody | undefined;
  #resolve!: (response: HttpResponse) => void;
  #reject!: (error: HttpTlsError) => void;

  constructor(connection: Connection, options: ExchangeOptions) {
    this.#connection = connection;
    this.#options = options;
    const { maxBodyBytes, headersTimeoutMs } = options.limits;
    this.parser = new ResponseParser({
      requestMethod: options.method,
      limits: { ...options.wireLimits, maxBodyBytes },
    });
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#timer = setTimeout(
      () =>
        this.cancel(
          new HttpTlsError(
            "headers_timeout",
            `no response came within headersTimeoutMs (${headersTimeoutMs} ms)`,
          ),
        ),
      headersTimeoutMs,
    );
  }

  onEvent(event: ResponseEvent): boolean {
    switch (event.type) {
      case "interim":
      case "leniency":
        return true;
      case "head":
        this.#onHead(event.head);
        return true;
      case "data":
        this.#timer.refresh();
        return this.#body?.push(event.data) ?? true;
      case "end":
        this.#onEnd(event.trailers);
        return true;
    }
  }

  onError(error: HttpTlsError): void {
    this.#fail(error);
  }

  /** Ends the exchange with this error, and the connection with it. */
  cancel(error: HttpTlsError): void {
    if (this.#phase === "done") return;
    this.#fail(error);
    this.#connection.destroy();
  }

  #onHead(head: ResponseHead): void {
    clearTimeout(this.#timer);
    this.#phase = "body";
    this.#head = head;
    const coding = head.fields.get("content-encoding")?.toLowerCase() ?? "identity";
    if (coding !== "identity" && !this.#options.acceptsCodings) {
      this.cancel(
        new HttpTlsError(
          "decode",
          `the body has a content coding that was not asked for: ${coding.slice(0, 40)}`,
        ),
      );
      return;
    }
    this.#body = new ResponseBody({ resume: () => this.#onRead(), abandon: () => this.#abandon() });
    this.#received = new ReceivedResponse(head, this.#body);
    const { bodyTimeoutMs } = this.#options.limits;
    this.#timer = setTimeout(() => this.cancel(this.#bodyTimeout(bodyTimeoutMs)), bodyTimeoutMs);
    this.#resolve(this.#received);
  }

  #bodyTimeout(bodyTimeoutMs: number): HttpTlsError {
    const what = this.#body?.stalled === true ? "nobody read the body" : "no byte of the body came";
    return new HttpTlsError("body_timeout", `${what} for bodyTimeoutMs (${bodyTimeoutMs} ms)`);
  }

  #onRead(): void {
    if (this.#phase !== "body") return;
    this.#timer.refresh();
    this.#connection.resume();
  }

  #abandon(): void {
    this.cancel(new HttpTlsError("aborted", "the reader left the body before its end"));
  }

  #onEnd(trailers: HttpFields): void {
    if (this.#phase === "done") return;
    this.#phase = "done";
    clearTimeout(this.#timer);
    if (this.#received) this.#received.trailers = trailers;
    this.#body?.finish();
    this.#options.onDone(this.#head);
  }

  #fail(error: HttpTlsError): void {
    if (this.#phase === "done") return;
    const phase = this.#phase;
    this.#phase = "done";
    clearTimeout(this.#timer);
    const placed = error.withContext({
      phase,
      requestSent: this.#connection.requestSent,
      responseStarted: this.#connection.responseStarted,
      ...this.#options.context,
    });
    this.#reject(placed);
    this.#body?.fail(placed);
    this.#options.onDone(undefined);
  }
}
