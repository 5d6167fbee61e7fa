import { malformed } from "./malformed.ts";

/** The identity in a Content-ID field or a `start` parameter (RFC 2045 section 7): the brackets do not belong to it. */
export function parseContentId(value: string): string {
  const text = value.trim();
  return text.startsWith("<") && text.endsWith(">") ? text.slice(1, -1) : text;
}

/** The Content-ID that a `cid:` URL names (RFC 2392); undefined for any other URL. */
export function contentIdOf(href: string): string | undefined {
  if (!/^cid:/i.test(href)) return undefined;
  try {
    return decodeURIComponent(href.slice(4));
  } catch {
    throw malformed("a cid: URL is wrongly percent-encoded");
  }
}

/** The `cid:` URL of a Content-ID. */
export function cidUrl(contentId: string): string {
  return `cid:${encodeURIComponent(contentId).replaceAll("%40", "@")}`;
}
