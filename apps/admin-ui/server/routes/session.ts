import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { createHash } from "node:crypto";
import { sessionSchema, signInRequestSchema, type Session, type SignInRequest } from "../../shared/api.ts";
import { createUserCluster, Login } from "../login.ts";
import { cut } from "../node-answer.ts";
import { ProblemError, readRequest } from "../problem.ts";
import { askNodes } from "../sign-in.ts";
import type { RouteContext } from "./context.ts";

const minuteMs = 60_000;

/** `GET`, `POST` and `DELETE /api/session`: who is signed in, signing in, signing out. */
export function sessionRoutes(api: FastifyInstance, context: RouteContext): void {
  const { options, sessions, cookieName } = context;
  api.decorateRequest("signInName", "");
  const limitAttempts = createAttemptLimit(api, options.signInAttemptsPerMinute);

  const sessionOf = (request: FastifyRequest, reply: FastifyReply): Session => {
    const login = sessions.login(request.session.sessionId);
    return sessionSchema.parse({
      user: login?.user ?? null,
      csrfToken: reply.generateCsrf(),
      nodes: login ? [...options.nodes] : [],
    } satisfies Session);
  };

  api.get("/session", (request, reply) => reply.send(sessionOf(request, reply)));

  api.post("/session", { onRequest: api.csrfProtection.bind(api) }, async (request, reply) => {
    const body = readRequest(signInRequestSchema, request.body);
    await limitAttempts(request, body);
    const login = await signIn(request, body, context);
    // A session id that somebody may have planted before is worth nothing afterwards.
    await request.session.regenerate();
    sessions.attach(request.session.sessionId, login);
    options.log({
      level: "info",
      message: "signed in",
      fields: { user: body.username, address: request.ip },
    });
    return reply.send(sessionOf(request, reply));
  });

  api.delete("/session", { onRequest: api.csrfProtection.bind(api) }, async (request, reply) => {
    await request.session.destroy();
    return reply
      .clearCookie(cookieName, { path: "/", httpOnly: true, sameSite: "strict" })
      .status(204)
      .send();
  });
}

async function signIn(
  request: FastifyRequest,
  body: SignInRequest,
  { options }: RouteContext,
): Promise<Login> {
  // Basic authentication has no way to send such a name, so no node can know it.
  if (body.username.includes(":")) throw badCredentials();
  const cluster = createUserCluster(options, body.username, body.password);
  const outcome = await askNodes(cluster, { signal: request.signal });
  if (outcome.status === "accepted") {
    const user = { username: body.username, fullname: cut(outcome.fullname, 256) };
    return new Login(user, cluster, options);
  }
  void cluster.close();
  options.log({
    level: "warn",
    message: `sign-in failed: ${outcome.status}`,
    fields: { address: request.ip },
  });
  if (outcome.status === "refused") throw badCredentials();
  throw new ProblemError("no_node_answered", "No node was able to check the password.", {
    status: 503,
    nodes: outcome.nodes,
  });
}

function badCredentials(): ProblemError {
  return new ProblemError("bad_credentials", "The user name or the password is wrong.");
}

/** Counts attempts per address and per user name; each on its own would leave a way around. */
function createAttemptLimit(api: FastifyInstance, max: number) {
  const perAddress = api.createRateLimit({ max, timeWindow: minuteMs });
  const perName = api.createRateLimit({ max, timeWindow: minuteMs, keyGenerator: nameKey });
  return async (request: FastifyRequest, { username }: SignInRequest): Promise<void> => {
    request.signInName = username;
    for (const limit of [perAddress, perName]) {
      const result = await limit(request);
      if (result.isAllowed || !result.isExceeded) continue;
      throw new ProblemError("too_many_attempts", "Too many attempts to sign in.", {
        retryAfterSeconds: Math.max(1, result.ttlInSeconds),
      });
    }
  };
}

/** A digest: a password typed into the wrong field is not kept as a key. */
function nameKey({ signInName }: FastifyRequest): string {
  return createHash("sha256").update(signInName.normalize("NFKC").toLowerCase()).digest("base64");
}

declare module "fastify" {
  interface FastifyRequest {
    /** Who somebody says to be; set before attempts are counted. */
    signInName: string;
  }
}
