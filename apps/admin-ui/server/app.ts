import fastifyHelmet from "@fastify/helmet";
import fastifyRateLimit from "@fastify/rate-limit";
import fastify, { type FastifyInstance } from "fastify";
import { randomUUID } from "node:crypto";
import type { Duplex } from "node:stream";
import { contentSecurityPolicy } from "./csp.ts";
import { answeredHosts, checkHost, checkOrigin } from "./guard.ts";
import type { ResolvedPanelOptions } from "./options.ts";
import { isPagePath, readPage, servePage } from "./page.ts";
import { ProblemError, sendProblem } from "./problem.ts";
import type { RouteContext } from "./routes/context.ts";
import { messagesRoutes } from "./routes/messages.ts";
import { overviewRoutes } from "./routes/overview.ts";
import { sessionRoutes } from "./routes/session.ts";
import type { SessionStore } from "./session-store.ts";
import { sessionCookieName, useSessions } from "./session.ts";

const maxBodyBytes = 16 * 1024;
/** Cursors travel in addresses, and grow with the number of nodes. */
const maxHeaderBytes = 64 * 1024;

/** The panel's web application; it does not listen yet. */
export async function createApp(
  options: ResolvedPanelOptions,
  sessions: SessionStore,
): Promise<FastifyInstance> {
  const page = readPage(options.clientRoot);
  const hosts = answeredHosts(options.host, options.allowedHosts);
  const app = fastify({
    logger: false,
    trustProxy: options.trustProxy,
    bodyLimit: maxBodyBytes,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    http: { maxHeaderSize: maxHeaderBytes },
    frameworkErrors: (error, request, reply) => void sendProblem(request, reply, error, options.log),
    clientErrorHandler: (error, socket) => refuseConnection(error, socket),
  });
  app.removeContentTypeParser("text/plain");
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, error, options.log));
  app.setNotFoundHandler((request, reply) => {
    if (!isPagePath(request.method, request.url, request.headers.accept)) {
      throw new ProblemError("not_found", "There is nothing at this address.");
    }
    return reply.header("cache-control", "no-cache").type("text/html; charset=utf-8").send(page);
  });
  await useHeaders(app, page);
  app.addHook("onRequest", (request, _reply, done) => {
    checkHost(request, hosts);
    done();
  });
  await app.register(fastifyRateLimit, { global: false });
  await app.register(
    (api) => useApi(api, { options, sessions, cookieName: sessionCookieName(options.port) }),
    {
      prefix: "/api",
    },
  );
  await servePage(app, options.clientRoot);
  return app;
}

async function useApi(api: FastifyInstance, context: RouteContext): Promise<void> {
  api.addHook("onRequest", (request, reply, done) => {
    reply.header("cache-control", "no-store");
    checkOrigin(request);
    done();
  });
  await useSessions(api, context.sessions, context.cookieName);
  sessionRoutes(api, context);
  overviewRoutes(api, context);
  messagesRoutes(api, context);
}

async function useHeaders(app: FastifyInstance, page: string): Promise<void> {
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: { useDefaults: false, directives: contentSecurityPolicy(page) },
    // Who ends TLS in front of the panel decides about it: it binds the whole host.
    strictTransportSecurity: false,
    xFrameOptions: { action: "deny" },
  });
  app.addHook("onRequest", (_request, reply, done) => {
    reply.raw.setHeader("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    done();
  });
}

/** What is not HTTP, or has more header than is read: there is no request to answer as usual. */
function refuseConnection(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const tooLarge = error.code === "HPE_HEADER_OVERFLOW";
  const status = tooLarge ? "431 Request Header Fields Too Large" : "400 Bad Request";
  const message = tooLarge ? "The request is too large." : "The request could not be understood.";
  const body = JSON.stringify(new ProblemError("bad_request", message).toProblem(randomUUID()));
  const head = [
    `HTTP/1.1 ${status}`,
    "content-type: application/problem+json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
