/** Every way in which a call can fail. Closed: callers match `code`. The README has one heading for each. */
export const soapErrorCodes = [
  "invalid_argument",
  "wsdl_parse",
  "wsdl_unsupported",
  "encode",
  "decode",
  "unexpected_response",
  "transport",
  "timeout",
  "cancelled",
  "fault",
] as const;

export type SoapErrorCode = (typeof soapErrorCodes)[number];

export interface SoapErrorContext {
  readonly operation?: string;
  /** Scheme, host, port and path of the endpoint; never credentials. */
  readonly endpoint?: string;
  readonly httpStatus?: number;
  /** Where in the message, such as `mailQueueResponse/result/item[3]/msgts`. */
  readonly path?: string;
  /** The WSDL or schema document that is wrong: its location. */
  readonly file?: string;
  /** The line in it, from 1. */
  readonly line?: number;
  /** The beginning of a response that was not SOAP, control characters made visible. */
  readonly excerpt?: string;
}

export interface SoapErrorOptions {
  cause?: unknown;
  context?: SoapErrorContext;
}

/** The error class of this package. `message` reads `[code] what happened (operation at endpoint)`. */
export class SoapError extends Error {
  override readonly name: string = "SoapError";
  readonly code: SoapErrorCode;
  readonly context: SoapErrorContext;
  /** What happened, without the code and the place. */
  readonly reason: string;

  constructor(code: SoapErrorCode, reason: string, { context = {}, cause }: SoapErrorOptions = {}) {
    super(`[${code}] ${reason}${place(context)}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.reason = reason;
    this.context = context;
  }

  /** The same error with more known about it. */
  withContext(more: SoapErrorContext): SoapError {
    return new SoapError(this.code, this.reason, {
      context: { ...more, ...this.context },
      ...(this.cause === undefined ? {} : { cause: this.cause }),
    });
  }

  toJSON(): Record<string, unknown> {
    return { name: this.name, code: this.code, message: this.message, context: this.context };
  }
}

export interface SoapFaultInit {
  faultcode: string;
  faultstring: string;
  faultactor?: string | undefined;
  /** Codes within the code, outermost first (SOAP 1.2 only). */
  subcodes?: readonly string[] | undefined;
  /**
   * The children of the detail by name: of an element that the WSDL declares for the operation its value, of another
   * its text, or the XmlElement itself when it has child elements. Several of one name are an array.
   */
  detail?: Readonly<Record<string, unknown>> | undefined;
  /** The HTTP status it came with, or is to be sent with. */
  httpStatus?: number | undefined;
  context?: SoapErrorContext | undefined;
}

/** A fault (SOAP 1.1 section 4.4): the other side understood the call, and refused or failed it. */
export class SoapFault extends SoapError {
  override readonly name = "SoapFault";
  readonly faultcode: string;
  readonly faultstring: string;
  readonly faultactor: string | undefined;
  readonly subcodes: readonly string[];
  readonly detail: Readonly<Record<string, unknown>> | undefined;
  readonly httpStatus: number | undefined;

  constructor({
    faultcode,
    faultstring,
    faultactor,
    subcodes = [],
    detail,
    httpStatus,
    context,
  }: SoapFaultInit) {
    super("fault", `${faultstring} [${faultcode}]`, {
      context: { ...context, ...(httpStatus === undefined ? {} : { httpStatus }) },
    });
    this.faultcode = faultcode;
    this.faultstring = faultstring;
    this.faultactor = faultactor;
    this.subcodes = subcodes;
    this.detail = detail;
    this.httpStatus = httpStatus;
  }

  override withContext(more: SoapErrorContext): SoapFault {
    return this.#with({ context: { ...more, ...this.context } });
  }

  /** The same fault, which came with an HTTP status. */
  withHttpStatus(httpStatus: number): SoapFault {
    return this.#with({ httpStatus });
  }

  #with(change: Partial<SoapFaultInit>): SoapFault {
    const { faultcode, faultstring, faultactor, subcodes, detail, httpStatus, context } = this;
    return new SoapFault({
      ...{ faultcode, faultstring, faultactor, subcodes, detail, httpStatus, context },
      ...change,
    });
  }

  override toJSON(): Record<string, unknown> {
    const { faultcode, faultstring, faultactor, detail } = this;
    return { ...super.toJSON(), faultcode, faultstring, faultactor, detail };
  }
}

function place({ operation, endpoint }: SoapErrorContext): string {
  const parts = [operation, endpoint === undefined ? undefined : `at ${endpoint}`].filter(
    (part) => part !== undefined,
  );
  return parts.length === 0 ? "" : ` (${parts.join(" ")})`;
}
