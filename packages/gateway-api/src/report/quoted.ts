/** Quoted text of formulas. Escapes are `\"`, `\\`, `\n` and `\r`; any other backslash stands for itself. */

const escapes: Readonly<Record<string, string>> = { '"': '"', "\\": "\\", n: "\n", r: "\r" };

/** A quoted text that was read. */
export interface QuotedText {
  readonly value: string;
  /** The index behind the closing quote. */
  readonly end: number;
}

/** Reads the quoted text that opens at `open`; undefined when it is not closed before `end`. Linear. */
export function readQuoted(text: string, open: number, end: number): QuotedText | undefined {
  let value = "";
  let from = open + 1;
  for (let index = from; index < end; index++) {
    const character = text[index];
    if (character === '"') return { value: value + text.slice(from, index), end: index + 1 };
    if (character !== "\\" || index + 1 >= end) continue;
    const meant = escapes[text[index + 1] ?? ""];
    if (meant === undefined) continue;
    value += text.slice(from, index) + meant;
    index += 1;
    from = index + 1;
  }
  return undefined;
}

/** Where in the text the character at `index` of the value stands. For messages only, so it may walk. */
export function quotedIndex(text: string, open: number, index: number): number {
  let at = open + 1;
  for (let count = 0; count < index && at < text.length; count++) {
    at += text[at] === "\\" && escapes[text[at + 1] ?? ""] !== undefined ? 2 : 1;
  }
  return at;
}

/** The text in quotes, so that {@link readQuoted} reads it back and no line ends in it. */
export function writeQuoted(value: string): string {
  const escaped = value
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r");
  return `"${escaped}"`;
}
