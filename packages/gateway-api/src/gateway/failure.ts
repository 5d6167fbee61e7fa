import { type NodeResult } from "@mailmux/cluster";
import { HttpTlsError } from "@mailmux/http-tls";
import { SoapError, SoapFault } from "@mailmux/soap-future";
import { GatewayApiError } from "../errors.ts";

/** Why a node gave no answer, for people and for programs. */
export interface NodeFailure {
  /** A code of http-tls or soap-future, or `timed_out`, `cancelled`, `skipped`, `unknown`, `unauthorized`, `failed`. */
  readonly code: string;
  /** One line: what happened and, where something can be done, what to do next. */
  readonly message: string;
}

const advice: Readonly<Record<string, string>> = {
  dns: "the host name could not be resolved",
  connect_refused: "the connection was refused; is the gateway running?",
  connect_failed: "the host could not be reached",
  connect_timeout: "no connection could be made in time",
  tls_handshake: "the TLS handshake failed",
  tls_untrusted: "the certificate is not trusted; pin its fingerprint in the configuration",
  headers_timeout: "no answer came in time",
  body_timeout: "the answer stopped in the middle",
  closed: "the connection was closed before the answer was complete",
  protocol: "the answer is not valid HTTP",
};

const unknownWhy = {
  failed: "the connection was lost before its answer",
  timed_out: "no answer came in time",
  cancelled: "was then given up",
} as const;

/** Explains why a node gave no value; undefined when it gave one. */
export function explainFailure(result: NodeResult<unknown>): NodeFailure | undefined {
  switch (result.status) {
    case "ok":
      return undefined;
    case "failed":
      return explainError(result.error);
    case "timed_out":
      return {
        code: "timed_out",
        message: `no answer within ${Math.max(1, Math.round(result.durationMs))} ms`,
      };
    case "cancelled":
      return { code: "cancelled", message: "the call was cancelled" };
    case "skipped":
      return { code: "skipped", message: result.reason };
    case "unknown":
      return {
        code: "unknown",
        message: `the request was sent and ${unknownWhy[result.because]}: nobody knows whether it was carried out; look before it is repeated`,
      };
  }
}

/** The same for an error. Texts of the node itself (faults) are the node's own words. */
export function explainError(error: Error): NodeFailure {
  const http = causeOf(error, HttpTlsError);
  if (http?.code === "tls_pin_mismatch") {
    const { actual, expected = [] } = http.context;
    return {
      code: http.code,
      message: `the certificate is not the pinned one: it is ${actual ?? "missing"}, expected ${expected.join(" or ")}; nothing was sent`,
    };
  }
  if (http) {
    const words = advice[http.code];
    const detail = http.message.replace(/^\[[a-z_]+\] /, "");
    return { code: http.code, message: words ?? detail };
  }
  const own = causeOf(error, GatewayApiError);
  if (own) return { code: own.code, message: own.summary };
  if (error instanceof SoapFault) {
    if (error.httpStatus === 401)
      return {
        code: "unauthorized",
        message: `the node refused the user name or password (${error.faultstring})`,
      };
    return { code: error.code, message: error.faultstring };
  }
  if (error instanceof SoapError) {
    if (error.code === "timeout") return { code: "timed_out", message: error.reason };
    if (error.code === "unexpected_response" && error.context.httpStatus === 401) {
      return {
        code: "unauthorized",
        message: "the node, or something in front of it, refused the user name or password",
      };
    }
    return { code: error.code, message: error.reason };
  }
  return { code: "failed", message: error.message };
}

/** An error of a class, somewhere along the causes. */
function causeOf<E extends Error>(
  error: unknown,
  type: new (...args: never[]) => E,
  depth = 0,
): E | undefined {
  if (error instanceof type) return error;
  return error instanceof Error && depth < 8 ? causeOf(error.cause, type, depth + 1) : undefined;
}
