import type { FastifyRequest } from "fastify";
import { isIPv4 } from "node:net";
import { ProblemError } from "./problem.ts";

const loopbackNames = ["localhost", "127.0.0.1", "[::1]"] as const;

/** Whether only this machine can reach an address. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}

/**
 * Which Host headers are answered, undefined for all. A page of a stranger that points its own name at 127.0.0.1
 * (DNS rebinding) is told by that name.
 */
export function answeredHosts(
  host: string,
  allowedHosts: readonly string[],
): ReadonlySet<string> | undefined {
  if (!isLoopback(host) && allowedHosts.length === 0) return undefined;
  const own = host.includes(":") ? `[${host}]` : host;
  return new Set([...loopbackNames, own.toLowerCase(), ...allowedHosts]);
}

/** Throws for a Host header of another name. The port does not matter: it is not what rebinding changes. */
export function checkHost(request: FastifyRequest, answered: ReadonlySet<string> | undefined): void {
  if (answered === undefined) return;
  const name = hostName(request.headers.host ?? "");
  if (answered.has(name)) return;
  throw new ProblemError("bad_request", "The panel is not known by this name.", { status: 421 });
}

/**
 * Throws when another site's page made the browser send this. A page on another port of this machine is another
 * site too, although the browser would send it the cookie.
 */
export function checkOrigin(request: FastifyRequest): void {
  const site = request.headers["sec-fetch-site"];
  const { origin } = request.headers;
  const fromHere = site === undefined || site === "same-origin" || site === "none";
  if (fromHere && (origin === undefined || hostOf(origin) === request.host.toLowerCase())) return;
  throw new ProblemError("csrf", "The request came from another site.");
}

function hostName(host: string): string {
  return host.replace(/:\d*$/, "").toLowerCase();
}

/** Without the scheme: a proxy that ends TLS without being trusted would make every origin look wrong. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
