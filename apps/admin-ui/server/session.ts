import fastifyCookie from "@fastify/cookie";
import fastifyCsrf from "@fastify/csrf-protection";
import fastifySession from "@fastify/session";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { randomBytes } from "node:crypto";
import type { Login } from "./login.ts";
import { ProblemError } from "./problem.ts";
import type { SessionStore } from "./session-store.ts";

/** Cookies do not know ports: two panels on one machine need two names. */
export function sessionCookieName(port: number): string {
  return port === 0 ? "mailmux_session" : `mailmux_session_${port}`;
}

/** Sessions for the routes of an instance: the cookie holds the signed id and nothing else. */
export async function useSessions(
  api: FastifyInstance,
  store: SessionStore,
  cookieName: string,
): Promise<void> {
  await api.register(fastifyCookie);
  await api.register(fastifySession, {
    store,
    cookieName,
    // Sessions end with the process, so the key may, too.
    secret: randomBytes(32).toString("base64"),
    saveUninitialized: false,
    rolling: false,
    cookie: { path: "/", httpOnly: true, sameSite: "strict", secure: false },
  });
  // Not the plugin's "auto", which relaxes SameSite on plain http.
  api.addHook("onRequest", (request, _reply, done) => {
    request.session.options({ secure: request.protocol === "https" });
    done();
  });
  await api.register(fastifyCsrf, {
    sessionPlugin: "@fastify/session",
    getToken: (request) => {
      const token = request.headers["x-csrf-token"];
      return typeof token === "string" ? token : undefined;
    },
  });
}

/** Who sends a request. Throws `not_signed_in` when nobody is signed in. */
export function requireLogin(store: SessionStore, request: FastifyRequest): Login {
  const login = store.login(request.session.sessionId);
  if (!login) throw notSignedIn();
  return login;
}

export function notSignedIn(reason = "Nobody is signed in."): ProblemError {
  return new ProblemError("not_signed_in", reason);
}
