import { comparable } from "../filter/index.ts";

/** Tells which keys match a pattern. */
export type KeyMatcher = (key: string) => boolean;

/**
 * A matcher for a pattern in which `%` stands for any run of characters; without one, the whole key must be equal.
 * A to Z count as a to z: nodes have selected already, and a node that is laxer than this must not lose rows.
 */
export function keyMatcher(pattern: string | undefined): KeyMatcher {
  if (pattern === undefined || pattern === "%") return () => true;
  const [first = "", ...others] = comparable(pattern, "ascii").split("%");
  const last = others.pop();
  if (last === undefined) return (key) => comparable(key, "ascii") === first;
  return (key) => inOrder(comparable(key, "ascii"), first, others, last);
}

/** The pieces one behind the other; the earliest place of each is always good enough, so this is linear. */
function inOrder(key: string, first: string, others: readonly string[], last: string): boolean {
  if (!key.startsWith(first)) return false;
  let at = first.length;
  for (const piece of others) {
    const found = key.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return key.length - at >= last.length && key.endsWith(last);
}
