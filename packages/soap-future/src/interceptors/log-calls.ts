import { type SoapError, type SoapErrorCode } from "../errors.ts";
import { type Interceptor, type SoapCall } from "./interceptor.ts";
import { createMask, secretKeys, visible, withoutSecrets } from "./mask.ts";
import { type CallOutcome, observe } from "./observe.ts";

/** A line for a log. Every text in it is safe to print. */
export interface CallLogEntry {
  readonly operation: string;
  readonly endpoint: string;
  readonly outcome: CallOutcome;
  /** Milliseconds. */
  readonly durationMs: number;
  readonly attempts: number;
  readonly httpStatus?: number;
  readonly requestBytes?: number;
  readonly responseBytes?: number;
  /** Items that a stream gave. */
  readonly items?: number;
  readonly error?: { readonly code: SoapErrorCode; readonly message: string };
  /** The header fields of the request that the caller and other interceptors set, secrets masked. */
  readonly headers: unknown;
  /** Further headers of the envelope, secrets masked; WS-Security is one. */
  readonly soapHeaders?: unknown;
  /** What the call asked, secrets masked; only when `args` is set. */
  readonly args?: unknown;
}

export interface LogCallsOptions {
  /** Gets each entry when its call is over. What it throws is ignored. */
  readonly log: (entry: CallLogEntry) => void;
  /** Further keys whose values are secrets. Passwords, tokens, cookies and the like are so anyway. */
  readonly maskKeys?: readonly string[];
  /** Writes down the arguments as well. Default false: what is asked is nobody's business. */
  readonly args?: boolean;
}

/** Logs every call when it is over. */
export function logCalls({ log, maskKeys, args = false }: LogCallsOptions): Interceptor {
  const mask = createMask(maskKeys);
  const isSecret = secretKeys(maskKeys);
  const messageOf = ({ code, message, context }: SoapError, call: SoapCall): string => {
    const { path } = context;
    // What does not fit into a request is quoted, and is an argument.
    if (code === "encode" && path !== undefined && (!args || isSecret(path)))
      return visible(`[encode] the value at ${path} cannot be sent`);
    const { headers, soapHeaders, headerElements } = call;
    return visible(withoutSecrets(message, [headers, soapHeaders, headerElements, call.args], isSecret));
  };
  return (next) => (call) => {
    const started = performance.now();
    return observe(next, call, ({ outcome, error, items }) => {
      const { attempts, httpStatus, requestBytes, responseBytes } = call.meta;
      const declared = Object.keys(call.soapHeaders).length > 0;
      log({
        operation: call.operation.name,
        endpoint: call.endpoint,
        outcome,
        durationMs: performance.now() - started,
        attempts,
        ...(httpStatus !== undefined && { httpStatus }),
        ...(requestBytes !== undefined && { requestBytes }),
        ...(responseBytes !== undefined && { responseBytes }),
        ...(items !== undefined && { items }),
        ...(error && { error: { code: error.code, message: messageOf(error, call) } }),
        headers: mask(call.headers),
        ...((declared || call.headerElements.length > 0) && {
          soapHeaders: mask([...(declared ? [call.soapHeaders] : []), ...call.headerElements]),
        }),
        ...(args && { args: mask(call.args) }),
      });
    });
  };
}
