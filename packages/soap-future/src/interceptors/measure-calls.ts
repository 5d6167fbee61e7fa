import { type FutureMeta } from "../call-meta.ts";
import { type SoapErrorCode } from "../errors.ts";
import { type Interceptor } from "./interceptor.ts";
import { type CallOutcome, observe } from "./observe.ts";

/** One call, for a metric: names and numbers, nothing of what was said. */
export interface CallMeasurement extends Pick<
  FutureMeta,
  "attempts" | "encodeMs" | "headersMs" | "bodyMs" | "requestBytes" | "responseBytes" | "httpStatus"
> {
  readonly operation: string;
  readonly endpoint: string;
  readonly outcome: CallOutcome;
  /** Why it failed. */
  readonly code?: SoapErrorCode;
  /** Milliseconds from when the interceptor got the call to its end. */
  readonly durationMs: number;
  /** Items that a stream gave. */
  readonly items?: number;
}

/** Tells `record` of every call when it is over, once. What it throws is ignored. */
export function measureCalls(record: (measurement: CallMeasurement) => void): Interceptor {
  return (next) => (call) => {
    const started = performance.now();
    return observe(next, call, ({ outcome, error, items }) => {
      const { attempts, encodeMs, headersMs, bodyMs, requestBytes, responseBytes, httpStatus } = call.meta;
      record({
        operation: call.operation.name,
        endpoint: call.endpoint,
        outcome,
        ...(error && { code: error.code }),
        durationMs: performance.now() - started,
        ...(items !== undefined && { items }),
        attempts,
        ...(encodeMs !== undefined && { encodeMs }),
        ...(headersMs !== undefined && { headersMs }),
        ...(bodyMs !== undefined && { bodyMs }),
        ...(requestBytes !== undefined && { requestBytes }),
        ...(responseBytes !== undefined && { responseBytes }),
        ...(httpStatus !== undefined && { httpStatus }),
      });
    });
  };
}
