/**
 * What the panel's page and its server say to each other: one schema per request, response and event,
 * imported by both sides. Response schemas are allow-lists: what is not named here does not reach a browser.
 */
import { z } from "zod";

// Before the first schema is made: compiled ones need `new Function`, which the content security policy forbids.
z.config({ jitless: true });

/** Why a node's part is missing. `code` is closed within the package that made it, see its error glossary. */
export const nodeErrorSchema = z.object({ code: z.string(), message: z.string() });
export type NodeError = z.infer<typeof nodeErrorSchema>;

/** How one node's attempt ended; `pending` only while an overview round still waits for it. */
export const nodeStateSchema = z.enum([
  "ok",
  "failed",
  "timed_out",
  "cancelled",
  "skipped",
  "unknown",
  "pending",
]);
export type NodeState = z.infer<typeof nodeStateSchema>;

/** One node's part of an answer: named beside the rows that came, whether it answered or not. */
export const nodeAnswerSchema = z.object({
  node: z.string(),
  state: nodeStateSchema,
  error: nodeErrorSchema.optional(),
  durationMs: z.number().optional(),
});
export type NodeAnswer = z.infer<typeof nodeAnswerSchema>;

/** Every error of the server, as `application/problem+json`. The page maps `code` to words and an action. */
export const problemCodes = [
  "bad_request",
  "bad_filter",
  "bad_cursor",
  "bad_credentials",
  "not_signed_in",
  "forbidden",
  "csrf",
  "not_found",
  "too_many_attempts",
  "no_node_answered",
  "internal",
] as const;
export const problemSchema = z.object({
  code: z.enum(problemCodes),
  message: z.string(),
  retryable: z.boolean(),
  requestId: z.string(),
  /** Where in the filter text, as UTF-16 offsets, for `bad_filter`. */
  position: z.object({ start: z.number(), end: z.number() }).optional(),
  nodes: z.array(nodeAnswerSchema).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
export type ProblemCode = Problem["code"];

/** `POST /api/session`: sign in, checked against a node's `login`. */
export const signInRequestSchema = z.object({
  username: z.string().min(1).max(256),
  password: z.string().min(1).max(1024),
});
export type SignInRequest = z.infer<typeof signInRequestSchema>;

/** `GET /api/session`, and the answer to signing in. `csrfToken` goes into the header `x-csrf-token` of every request that changes something. */
export const sessionSchema = z.object({
  user: z.object({ username: z.string(), fullname: z.string() }).nullable(),
  csrfToken: z.string(),
  /** The nodes of the configuration, in its order; empty while nobody is signed in. */
  nodes: z.array(z.object({ name: z.string(), address: z.string() })),
});
export type Session = z.infer<typeof sessionSchema>;

/** One row of the overview. Values are absent, not zero, where the node did not say them. */
export const nodeOverviewSchema = z.object({
  node: z.string(),
  address: z.string(),
  state: nodeStateSchema,
  error: nodeErrorSchema.optional(),
  version: z.string().optional(),
  uptimeSeconds: z.number().optional(),
  queueCount: z.number().optional(),
  quarantineCount: z.number().optional(),
  /** Round trip of the quickest call of the round, in milliseconds. */
  latencyMs: z.number().optional(),
  /** Unix milliseconds at which this row was settled. */
  checkedAt: z.number().optional(),
  /** A thing to know about how the node is reached, such as a weak SHA-1 pin. */
  warning: z.string().optional(),
});
export type NodeOverview = z.infer<typeof nodeOverviewSchema>;

/** `GET /api/overview`: one round, asked now. */
export const overviewSchema = z.object({ nodes: z.array(nodeOverviewSchema) });
export type Overview = z.infer<typeof overviewSchema>;

/**
 * `GET /api/overview/events` (server-sent events). `node` events come as each node settles; a `round`
 * event ends every round; `signed_out` says that the session is over and closes the stream.
 */
export const overviewEventSchemas = {
  node: nodeOverviewSchema,
  round: z.object({ answered: z.number(), total: z.number(), durationMs: z.number(), nextInMs: z.number() }),
  signed_out: z.object({ reason: z.string() }),
} as const;
export type RoundEvent = z.infer<typeof overviewEventSchemas.round>;

export const messageSources = ["queue", "quarantine", "history"] as const;
export type MessageSource = (typeof messageSources)[number];

export const pageSizes = [25, 50, 100, 200] as const;

/** `GET /api/messages?source=&filter=&limit=&cursor=`: one merged page, newest first. */
export const messagesRequestSchema = z.object({
  source: z.enum(messageSources).default("queue"),
  /** A search box text or a filter (HQL); the empty string is everything. */
  filter: z.string().max(4096).default(""),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  /** `nextCursor` of the page before; absent for the first page. */
  cursor: z.string().max(65536).optional(),
});

export const messageRowSchema = z.object({
  node: z.string(),
  /** Queue id or history id: 64 bits, so text. Unique only together with `node`. */
  id: z.string(),
  messageId: z.string(),
  actionId: z.number(),
  /** Reception time, Unix seconds. */
  receivedAt: z.number(),
  action: z.string(),
  /** Envelope sender; the empty string is the null sender of a bounce. */
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  ip: z.string(),
  helo: z.string().optional(),
  sasl: z.string().optional(),
  sizeBytes: z.number().optional(),
  listener: z.string().optional(),
  transport: z.string().optional(),
  quarantine: z.string().optional(),
  retries: z.number().optional(),
  /** The last delivery error of a queued message, or the result text of a history row. */
  detail: z.string().optional(),
});
export type MessageRow = z.infer<typeof messageRowSchema>;

export const messagePageSchema = z.object({
  rows: z.array(messageRowSchema),
  /** Every node that was asked, with how it answered. */
  nodes: z.array(nodeAnswerSchema),
  /** Null on the last page. */
  nextCursor: z.string().nullable(),
  /** Matches over all nodes that answered; `atLeast` when one did not. Only on the first page. */
  total: z.object({ count: z.number(), atLeast: z.boolean() }).nullable(),
  /** The filter as it was understood. */
  filter: z.string(),
});
export type MessagePage = z.infer<typeof messagePageSchema>;
