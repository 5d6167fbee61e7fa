import { malformed } from "./malformed.ts";

/** The header fields of a part, by name in lower case. */
export type PartHeaders = ReadonlyMap<string, string>;

const fieldName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const forbidden = /[\x00-\x08\x0a-\x1f\x7f]/;

/** Reads the fields of a part (RFC 2045 section 3), without the empty line behind them. Throws `decode`. */
export function parsePartHeaders(bytes: Uint8Array): PartHeaders {
  const headers = new Map<string, string>();
  for (const line of unfold(Buffer.from(bytes).toString("utf8"))) {
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(colon, 0));
    const value = line.slice(colon + 1).trim();
    if (!fieldName.test(name) || forbidden.test(value))
      throw malformed("a header field of a part cannot be read");
    const key = name.toLowerCase();
    // Two readers must not see two messages: of two fields, which one would count?
    if (headers.has(key)) throw malformed(`a part has the header field ${key.slice(0, 60)} twice`);
    headers.set(key, value);
  }
  return headers;
}

/** Lines, those that begin with white space joined to the one before (RFC 5322 section 2.2.3). */
function unfold(text: string): readonly string[] {
  const lines: string[][] = [];
  for (const line of text.split("\r\n")) {
    if (line === "") continue;
    const last = lines.at(-1);
    if (!/^[ \t]/.test(line)) lines.push([line]);
    else if (last) last.push(" ", line.trim());
    else throw malformed("the header fields of a part begin with white space");
  }
  return lines.map((pieces) => pieces.join(""));
}
