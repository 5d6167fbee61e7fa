import type { ScriptToken } from "./tokens.ts";

const escapes: Readonly<Record<string, string>> = { "\\": "\\", '"': '"', $: "$", n: "\n", r: "\r", t: "\t" };

/** The text of a string literal, or undefined when only the gateway could tell: variables, bytes, unknown escapes. */
export function stringValue(token: ScriptToken): string | undefined {
  if (token.kind === "raw") {
    const mark = token.text.indexOf("'", 1) + 1;
    return token.text.slice(mark, -mark);
  }
  if (token.kind !== "string") return undefined;
  const inner = token.text.slice(1, -1);
  let value = "";
  let last = 0;
  for (const found of inner.matchAll(/\\(?:x([0-7][0-9A-Fa-f])|([^x]))|\\|\$(?=[A-Za-z_{])/g)) {
    const [whole, hex, sign] = found;
    const text = hex === undefined ? escapes[sign ?? ""] : String.fromCharCode(Number.parseInt(hex, 16));
    if (text === undefined) return undefined;
    value += inner.slice(last, found.index) + text;
    last = found.index + whole.length;
  }
  return value + inner.slice(last);
}

/** Writes a double-quoted string. Nothing in the value can end it or name a variable. */
export function writeString(value: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is escaped
  const escaped = value.replaceAll(/[\\"$\u0000-\u001f\u007f]/g, (sign) => {
    if (sign === "\n") return "\\n";
    if (sign === "\r") return "\\r";
    if (sign === "\t") return "\\t";
    return sign < " " || sign === "\u007f"
      ? `\\x${sign.charCodeAt(0).toString(16).padStart(2, "0")}`
      : `\\${sign}`;
  });
  return `"${escaped}"`;
}
