import {
  FilterError,
  formatFilter,
  GatewayApiError,
  listMessages,
  parseFilter,
  searchBoxToFilter,
  type ListRow,
} from "@mailmux/gateway-api";
import type { FastifyInstance } from "fastify";
import {
  messagePageSchema,
  messagesRequestSchema,
  type MessagePage,
  type MessageRow,
} from "../../shared/api.ts";
import { refusedReason } from "../login.ts";
import { allRefused, cut, toNodeAnswer } from "../node-answer.ts";
import { ProblemError, readRequest } from "../problem.ts";
import { notSignedIn, requireLogin } from "../session.ts";
import type { RouteContext } from "./context.ts";

/** The longest text of a message that is passed on; strangers write them. */
const maxTextLength = 4_096;

/** `GET /api/messages`: one merged page. */
export function messagesRoutes(api: FastifyInstance, { sessions }: RouteContext): void {
  api.get("/messages", async (request, reply) => {
    const login = requireLogin(sessions, request);
    const { cursor: sealed, ...query } = readRequest(messagesRequestSchema, request.query);
    const list = `${query.source} ${understoodFilter(query.filter)}`;
    const cursor = sealed === undefined ? {} : { cursor: login.cursors.open(list, sealed) };
    const signal = AbortSignal.any([request.signal, login.ended]);
    const page = await listMessages(login.cluster, { ...query, ...cursor, signal }).catch(
      (error: unknown) => {
        throw explained(error);
      },
    );
    const nodes = page.nodes.map(toNodeAnswer);
    if (allRefused(nodes)) login.end(refusedReason);
    if (login.ended.aborted) throw notSignedIn(String(login.ended.reason));
    if (!nodes.some(({ state }) => state === "ok")) {
      throw new ProblemError("no_node_answered", "No node answered.", { nodes });
    }
    return reply.send(
      messagePageSchema.parse({
        rows: page.rows.map(toMessageRow),
        nodes,
        nextCursor: page.nextCursor === undefined ? null : login.cursors.seal(list, page.nextCursor),
        total: page.total ?? null,
        filter: page.filter,
      } satisfies MessagePage),
    );
  });
}

/** The filter as the nodes will be asked. Throws `bad_filter` with a place in the text as it was sent. */
export function understoodFilter(sent: string): string {
  const text = searchBoxToFilter(sent);
  try {
    return formatFilter(parseFilter(text));
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const words = sent.trim();
    const start = sent.length - sent.trimStart().length;
    // Of a filter that was made from plain words, a place in it says nothing to the person: it is all of them.
    const position = text === words ? error.position : { start: 0, end: words.length };
    throw new ProblemError("bad_filter", error.summary, {
      position: { start: start + position.start, end: start + Math.min(position.end, words.length) },
    });
  }
}

function explained(error: unknown): unknown {
  if (error instanceof GatewayApiError && error.code === "bad_cursor") {
    return new ProblemError("bad_cursor", "This is not a place in this list.");
  }
  return error;
}

function toMessageRow({ error, description, ...row }: ListRow): MessageRow {
  const detail = error ?? description;
  const texts = Object.entries({ ...row, ...(detail === undefined ? {} : { detail }) }).map(
    ([key, value]) => [key, typeof value === "string" ? cut(value, maxTextLength) : value] as const,
  );
  return Object.fromEntries(texts) as unknown as MessageRow;
}
