import { createHash } from "node:crypto";

const inlineScript = /<script(?<attributes>[^>]*)>(?<text>[\s\S]*?)<\/script>/g;

/** The sources that allow exactly the inline scripts of a page, as the page was built. */
export function inlineScriptHashes(html: string): string[] {
  return [...html.matchAll(inlineScript)]
    .filter((match) => !/\ssrc=/.test(match.groups?.["attributes"] ?? ""))
    .map(
      (match) =>
        `'sha256-${createHash("sha256")
          .update(match.groups?.["text"] ?? "")
          .digest("base64")}'`,
    );
}

/**
 * The content security policy of the panel. No `upgrade-insecure-requests`: the panel is often at
 * `http://127.0.0.1`, and what it loads is its own.
 */
export function contentSecurityPolicy(html: string): Record<string, string[]> {
  return {
    "default-src": ["'self'"],
    "script-src": ["'self'", ...inlineScriptHashes(html)],
    // Style attributes that Svelte sets while the page runs.
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    "frame-ancestors": ["'none'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
  };
}
