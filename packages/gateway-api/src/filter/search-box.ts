import { isIpAddress } from "./ip.ts";
import { quoteValue } from "./quote.ts";

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const uuidAndQueueId = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(\d+)$/;
const domainStart = /^[A-Za-z0-9-]+\.[A-Za-z]{2,5}/;

/**
 * What a person types into a search box, as filter text: an address, a domain, an IP address, an id or a few
 * words of a subject. Text with an operator in it is a filter already and comes back unchanged, right or wrong.
 */
export function searchBoxToFilter(text: string): string {
  const words = text.trim();
  if (words === "" || /[=~><]/.test(words)) return words;
  if (uuid.test(words)) return `messageid=${words}`;
  const both = uuidAndQueueId.exec(words);
  if (both !== null) return `messageid=${both[1]} and queueid=${both[2]}`;
  if (/^\d+$/.test(words)) return `queueid=${words}`;
  if (isIpAddress(words)) return `ip=${words}`;
  const value = searchValue(words);
  if (words.startsWith("@")) return `from~${value} or to~${value}`;
  if (words.includes("@")) return `from=${value} or to=${value}`;
  if (domainStart.test(words)) {
    const domain = searchValue(`%@${words}`);
    return `from~${domain} or to~${domain}`;
  }
  return `subject~${value}`;
}

/** Quoted where needed; quotes someone typed around the whole are theirs, not part of what they look for. */
function searchValue(words: string): string {
  const inner = /^"(.+)"$/s.exec(words)?.[1] ?? words;
  // A trailing backslash cannot be quoted; without it the search finds the same and a little more.
  return quoteValue(inner.replace(/\\+$/, ""));
}
