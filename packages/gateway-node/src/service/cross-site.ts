import type { IncomingMessage } from "node:http";

/**
 * Whether a call comes from a page of another site. A browser that once got the password sends it along with whatever
 * any page makes it post, and this API takes every content type; its clients are programs and send neither field.
 */
export function isFromAnotherSite({ method, headers }: IncomingMessage): boolean {
  if (method !== "POST") return false;
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  const { origin, host } = headers;
  return origin !== undefined && URL.parse(origin)?.host !== host;
}
