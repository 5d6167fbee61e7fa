import type { FastifyInstance } from "fastify";
import { overviewEventSchemas, overviewSchema, type NodeOverview, type Overview } from "../../shared/api.ts";
import { refusedReason } from "../login.ts";
import { allRefused } from "../node-answer.ts";
import { askOverview } from "../overview-poller.ts";
import { ProblemError } from "../problem.ts";
import { notSignedIn, requireLogin } from "../session.ts";
import { EventStream } from "../sse.ts";
import type { RouteContext } from "./context.ts";

/** Open pages per session; a browser has six connections to one server. */
const maxStreams = 8;

/** `GET /api/overview` and `GET /api/overview/events`. */
export function overviewRoutes(api: FastifyInstance, { options, sessions }: RouteContext): void {
  api.get("/overview", async (request, reply) => {
    const login = requireLogin(sessions, request);
    const rows = new Map<string, NodeOverview>();
    const signal = AbortSignal.any([request.signal, login.ended]);
    const asked = askOverview({ ...options, cluster: login.cluster }, signal);
    for await (const row of asked) rows.set(row.node, row);
    const nodes = options.nodes.flatMap(({ name }) => rows.get(name) ?? []);
    if (allRefused(nodes)) login.end(refusedReason);
    if (login.ended.aborted) throw notSignedIn(String(login.ended.reason));
    return reply.send(overviewSchema.parse({ nodes } satisfies Overview));
  });

  api.get("/overview/events", (request, reply) => {
    const login = requireLogin(sessions, request);
    if (login.streams >= maxStreams) {
      throw new ProblemError("too_many_attempts", "Too many pages are open.", { retryAfterSeconds: 5 });
    }
    login.streams++;
    reply.hijack();
    const stream = new EventStream(reply.raw, () => {
      login.streams--;
      unsubscribe();
      login.ended.removeEventListener("abort", onEnd);
    });
    const onEnd = (): void => {
      stream.send(
        "signed_out",
        overviewEventSchemas.signed_out.parse({ reason: String(login.ended.reason) }),
      );
      stream.end();
    };
    login.ended.addEventListener("abort", onEnd, { once: true });
    const unsubscribe = login.poller.subscribe({
      onNode: (row) => stream.send("node", overviewEventSchemas.node.parse(row), `node ${row.node}`),
      onRound: (round) => stream.send("round", overviewEventSchemas.round.parse(round)),
    });
  });
}
