import type { FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { problemSchema, type NodeAnswer, type Problem, type ProblemCode } from "../shared/api.ts";
import type { PanelLogger } from "./options.ts";

interface ProblemDetails {
  readonly position?: { readonly start: number; readonly end: number };
  readonly nodes?: readonly NodeAnswer[];
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
  /** The HTTP status, where it is not the code's own. */
  readonly status?: number;
}

const statusOf: Readonly<Record<ProblemCode, number>> = {
  bad_request: 400,
  bad_filter: 400,
  bad_cursor: 400,
  bad_credentials: 401,
  not_signed_in: 401,
  forbidden: 403,
  csrf: 403,
  not_found: 404,
  too_many_attempts: 429,
  no_node_answered: 502,
  internal: 500,
};

const retryableCodes: readonly ProblemCode[] = ["too_many_attempts", "no_node_answered", "internal"];

/** An error that the browser is told about in these words. Nothing else of an error leaves the server. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly code: ProblemCode;
  readonly status: number;
  readonly details: ProblemDetails;

  constructor(code: ProblemCode, message: string, { cause, ...details }: ProblemDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.status = details.status ?? statusOf[code];
    this.details = details;
  }

  /** Any thrown thing as a problem. What is not known says only that it happened. */
  static from(error: unknown): ProblemError {
    if (error instanceof ProblemError) return error;
    const { statusCode: status = 500, code = "" } = error as { statusCode?: number; code?: string };
    if (code.startsWith("FST_CSRF")) {
      return new ProblemError("csrf", "The token of this page is missing or out of date.", { cause: error });
    }
    if (status === 404) return new ProblemError("not_found", "There is nothing at this address.");
    if (status < 400 || status >= 500) {
      return new ProblemError("internal", "The server met an error that it did not expect.", {
        cause: error,
      });
    }
    const message = wordsOf[code] ?? "The request could not be understood.";
    return new ProblemError("bad_request", message, { cause: error, status });
  }

  /** What is sent: exactly the fields of the contract. */
  toProblem(requestId: string): Problem {
    const { position, nodes } = this.details;
    return problemSchema.parse({
      code: this.code,
      message: this.message,
      retryable: retryableCodes.includes(this.code),
      requestId,
      ...(position === undefined ? {} : { position }),
      ...(nodes === undefined ? {} : { nodes: [...nodes] }),
    } satisfies z.input<typeof problemSchema>);
  }
}

/** Fastify's own refusals, in the panel's words: its messages may repeat what was sent. */
const wordsOf: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "The request is too large.",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "The body must be JSON.",
  FST_ERR_CTP_INVALID_JSON_BODY: "The body is not valid JSON.",
  FST_ERR_CTP_EMPTY_JSON_BODY: "The body is empty.",
  FST_ERR_BAD_URL: "The address is not valid.",
};

/** Answers with a problem, and logs those that are the server's own. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
  log: PanelLogger,
): FastifyReply {
  const problem = ProblemError.from(error);
  if (problem.code === "internal") {
    log({
      level: "error",
      message: "request failed",
      fields: { requestId: request.id, error: stackOf(problem.cause) },
    });
  }
  const { retryAfterSeconds } = problem.details;
  if (retryAfterSeconds !== undefined) reply.header("retry-after", String(retryAfterSeconds));
  return reply
    .status(problem.status)
    .header("cache-control", "no-store")
    .type("application/problem+json; charset=utf-8")
    .send(JSON.stringify(problem.toProblem(request.id)));
}

/** Reads what the browser sent, or throws `bad_request` naming the places. */
export function readRequest<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map((issue) => issue.path.map(String).join(".") || "the request");
  throw new ProblemError("bad_request", `Not as expected: ${[...new Set(places)].join(", ")}.`);
}

function stackOf(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
