import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PanelError } from "./errors.ts";

/** The built page's document. Throws {@link PanelError} `page_missing`. */
export function readPage(clientRoot: string): string {
  try {
    return readFileSync(join(clientRoot, "index.html"), "utf8");
  } catch (cause) {
    throw new PanelError("page_missing", `the built page could not be read from ${clientRoot}`, { cause });
  }
}

/** Serves the files of the built page; what is no file is left to the handler of unknown addresses. */
export async function servePage(app: FastifyInstance, clientRoot: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: clientRoot,
    index: false,
    cacheControl: false,
    dotfiles: "ignore",
    decorateReply: false,
    // The document comes from memory, as its scripts were hashed; see `isPagePath`.
    // Folders are left to it as well: the page has addresses where this one has folders.
    allowedPath: (path) => path !== "/index.html" && !path.endsWith("/"),
    setHeaders: (reply, path) => {
      const hashed = /[\\/]_app[\\/]immutable[\\/]/.test(path);
      reply.header("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
}

/** Whether an address is one of the page's own routes, which all begin with the same document. */
export function isPagePath(method: string, url: string, accept: string | undefined): boolean {
  const path = url.split("?", 1)[0] ?? "";
  if (method !== "GET" && method !== "HEAD") return false;
  // A person with curl wants to see that something is there.
  if (path === "/") return true;
  if (/^\/(?:api|_app)(?:\/|$)/.test(path) || accept?.includes("text/html") !== true) return false;
  return path === "/index.html" || !/\.[^/]*$/.test(path);
}
