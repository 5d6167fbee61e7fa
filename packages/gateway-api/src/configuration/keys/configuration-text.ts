import { ConfigurationError } from "../errors.ts";
import { maxConfigurationTextLength } from "../limits.ts";
import { createLocator } from "../text-position.ts";
import { indexKeys, type ConfigKey } from "./key.ts";

/**
 * A whole configuration as clear text: a line for each key, `name "parameter" "parameter"`, in the order given.
 * Every text survives: `\` `"` and control characters are escaped as in scripts (`\\ \" \n \r \t \xhh`), all else
 * stands as it is.
 * @throws ConfigurationError `bad_key` for names that are there twice or cannot stand at the beginning of a line
 */
export function formatConfiguration(keys: readonly ConfigKey[]): string {
  return [...indexKeys(keys).values()]
    .map(({ name, params }) => {
      if (!/^[A-Za-z0-9_][^\s"\\]*$/.test(name))
        throw new ConfigurationError(
          "bad_key",
          `${JSON.stringify(name)} cannot be written as the name of a key.`,
        );
      return `${[name, ...params.map(quote)].join(" ")}\n`;
    })
    .join("");
}

/** Reads what `formatConfiguration` wrote. @throws ConfigurationError `bad_text`, `bad_key`, `configuration_too_large` */
export function parseConfiguration(text: string): ConfigKey[] {
  if (text.length > maxConfigurationTextLength) {
    throw new ConfigurationError(
      "configuration_too_large",
      `The text has more than ${maxConfigurationTextLength} characters.`,
    );
  }
  const locate = createLocator(text);
  const keys: ConfigKey[] = [];
  const name = /[A-Za-z0-9_][^\s"\\]*/y;
  for (let at = skipBlank(text, 0); at < text.length; at = skipBlank(text, at)) {
    name.lastIndex = at;
    const found = name.exec(text)?.[0];
    if (found === undefined)
      throw new ConfigurationError("bad_text", "The name of a key is expected here.", locate(at));
    const { params, end } = readParams(text, name.lastIndex, locate);
    keys.push({ name: found, params });
    at = end;
  }
  indexKeys(keys);
  return keys;
}

/** A configuration may be edited by hand: blank lines and lines that begin with # are nothing. */
function skipBlank(text: string, from: number): number {
  const blank = /[ \t\r\n]*/y;
  for (let at = from; ;) {
    blank.lastIndex = at;
    blank.test(text);
    at = blank.lastIndex;
    if (text[at] !== "#") return at;
    const lineEnd = text.indexOf("\n", at);
    at = lineEnd === -1 ? text.length : lineEnd;
  }
}

function readParams(
  text: string,
  from: number,
  locate: ReturnType<typeof createLocator>,
): { params: string[]; end: number } {
  const params: string[] = [];
  const blank = /[ \t]*/y;
  for (let at = from; ;) {
    blank.lastIndex = at;
    blank.test(text);
    const next = blank.lastIndex;
    if (next === text.length || text[next] === "\n" || text.startsWith("\r\n", next))
      return { params, end: next };
    if (text[next] !== '"' || next === at) {
      const what = "A quoted parameter or the end of the line is expected here.";
      throw new ConfigurationError("bad_text", what, locate(next));
    }
    const { value, end } = readQuoted(text, next, locate);
    params.push(value);
    at = end;
  }
}

function readQuoted(
  text: string,
  open: number,
  locate: ReturnType<typeof createLocator>,
): { value: string; end: number } {
  const plain = /[^"\\\n]*/y;
  const escape = /\\(?:x([0-9a-fA-F]{2})|(["\\nrt]))/y;
  let value = "";
  for (let at = open + 1; ;) {
    plain.lastIndex = at;
    plain.test(text);
    value += text.slice(at, plain.lastIndex);
    at = plain.lastIndex;
    if (text[at] === '"') return { value, end: at + 1 };
    escape.lastIndex = at;
    const [, hex, sign = ""] = escape.exec(text) ?? [undefined];
    if (hex === undefined && sign === "") {
      const why = text[at] === "\\" ? "There is no such escape." : "This parameter has no closing quote.";
      throw new ConfigurationError("bad_text", why, locate(text[at] === "\\" ? at : open));
    }
    value +=
      hex === undefined ? (unescaped.get(sign) ?? sign) : String.fromCharCode(Number.parseInt(hex, 16));
    at = escape.lastIndex;
  }
}

const escapes = new Map([
  ["\\", "\\\\"],
  ['"', '\\"'],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

const unescaped = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

function quote(value: string): string {
  const escaped = value.replaceAll(
    /[\\"\p{Cc}]/gu,
    (sign) => escapes.get(sign) ?? `\\x${sign.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
  return `"${escaped}"`;
}
