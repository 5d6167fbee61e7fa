import type { ApiProblemCode, ApiProblemDetails } from "../api/api-problem.ts";

export type Severity = "info" | "warning" | "error";

/** What the person can do next; each view knows which of these it can offer. */
export type ProblemAction = "retry" | "sign_in" | "fix_filter" | "first_page" | "reload" | "none";

export interface Classified {
  readonly severity: Severity;
  /** One sentence in the panel's words: what happened. */
  readonly message: string;
  /** A second sentence where it helps: what to do, or what the server said. */
  readonly hint?: string | undefined;
  readonly action: ProblemAction;
}

type Entry = Classified | ((details: ApiProblemDetails) => Classified);

const table: Partial<Record<ApiProblemCode, Entry>> = {
  bad_request: ({ message }) => ({
    severity: "error",
    message: "The server did not understand this address.",
    hint: message,
    action: "first_page",
  }),
  bad_filter: ({ message }) => ({ severity: "warning", message, action: "fix_filter" }),
  bad_cursor: {
    severity: "warning",
    message: "This place in the list no longer exists.",
    hint: "The list has changed, or the link was cut short.",
    action: "first_page",
  },
  bad_credentials: {
    severity: "warning",
    message: "The username or the password is wrong.",
    action: "none",
  },
  not_signed_in: { severity: "info", message: "You are signed out.", action: "sign_in" },
  forbidden: {
    severity: "error",
    message: "Your account may not see this.",
    action: "none",
  },
  csrf: {
    severity: "error",
    message: "This page is out of date.",
    hint: "Reload it and try again; nothing was changed.",
    action: "reload",
  },
  not_found: { severity: "error", message: "The server does not know this address.", action: "reload" },
  too_many_attempts: ({ retryAfterSeconds }) => ({
    severity: "warning",
    message: "Too many attempts.",
    hint:
      retryAfterSeconds === undefined
        ? "Wait a moment before the next one."
        : `Wait ${waitWords(retryAfterSeconds)} before the next one.`,
    action: "retry",
  }),
  no_node_answered: {
    severity: "error",
    message: "No node answered.",
    action: "retry",
  },
  internal: ({ requestId }) => ({
    severity: "error",
    message: "The panel’s server failed.",
    hint: requestId === undefined ? undefined : `Its log has more, under request ${requestId}.`,
    action: "retry",
  }),
  unreachable: {
    severity: "error",
    message: "The panel’s server cannot be reached.",
    hint: "Check the connection, or whether the server runs.",
    action: "retry",
  },
};

/** A problem in words and the one action that helps. A code this table does not know gets the last answer. */
export function classify(details: ApiProblemDetails): Classified {
  const entry = table[details.code];
  if (typeof entry === "function") return entry(details);
  if (entry !== undefined) return entry;
  return {
    severity: "error",
    message: "Something unexpected came back from the server.",
    hint: details.message,
    action: details.retryable ? "retry" : "reload",
  };
}

function waitWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? "a second" : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
