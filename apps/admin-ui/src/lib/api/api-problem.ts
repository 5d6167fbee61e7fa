import { problemSchema, type NodeAnswer, type Problem, type ProblemCode } from "#shared/api.ts";

/**
 * Why a request gave no answer to show: a problem the server named, `unreachable` when no answer came at all,
 * or `unexpected_answer` when what came is not what the panel speaks (a proxy's error page, another version).
 */
export type ApiProblemCode = ProblemCode | "unreachable" | "unexpected_answer";

export interface ApiProblemDetails {
  readonly code: ApiProblemCode;
  readonly message: string;
  readonly retryable: boolean;
  /** The HTTP status, absent when there was no response. */
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  /** UTF-16 offsets into the filter, for `bad_filter`. */
  readonly position?: { start: number; end: number } | undefined;
  readonly nodes?: readonly NodeAnswer[] | undefined;
  /** From the `retry-after` header, in seconds. */
  readonly retryAfterSeconds?: number | undefined;
}

export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly code: ApiProblemCode;
  readonly details: ApiProblemDetails;

  constructor(details: ApiProblemDetails, options?: ErrorOptions) {
    super(`[${details.code}] ${details.message}`, options);
    this.code = details.code;
    this.details = details;
  }

  /** Any thrown thing as a problem, so that callers handle one type. */
  static from(reason: unknown): ApiProblem {
    if (reason instanceof ApiProblem) return reason;
    const message = reason instanceof Error ? reason.message : String(reason);
    return new ApiProblem({ code: "unexpected_answer", message, retryable: true }, { cause: reason });
  }
}

/** Reads the body of a response that is not a success. `body` is undefined when it was not JSON. */
export function problemFromBody(status: number, body: unknown, retryAfter: string | null): ApiProblem {
  const parsed = problemSchema.safeParse(body);
  const retryAfterSeconds = parseRetryAfter(retryAfter);
  if (parsed.success) {
    const problem: Problem = parsed.data;
    return new ApiProblem({ ...problem, status, retryAfterSeconds });
  }
  return new ApiProblem({
    code: unnamedCode(status),
    message: `HTTP status ${status} without a description`,
    retryable: status >= 500 || status === 429,
    status,
    retryAfterSeconds,
  });
}

/** Some answers are made before the panel's own code runs (a rate limit, a proxy): the status has to do. */
function unnamedCode(status: number): ApiProblemCode {
  if (status === 401) return "not_signed_in";
  if (status === 429) return "too_many_attempts";
  if (status === 502 || status === 503 || status === 504) return "unreachable";
  return "unexpected_answer";
}

/** Only the form in seconds; a date is not worth trusting the browser's clock for. */
function parseRetryAfter(header: string | null): number | undefined {
  if (header === null || !/^\d{1,6}$/.test(header.trim())) return undefined;
  return Number(header);
}
