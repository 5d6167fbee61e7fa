/** Replaces tabs and line ends by spaces (XML Schema Part 2 section 4.3.6, `replace`). */
export function replaceSpace(text: string): string {
  return /[\t\r\n]/.test(text) ? text.replaceAll(/[\t\r\n]/g, " ") : text;
}

/** Leaves single spaces between words (`collapse`). */
export function collapseSpace(text: string): string {
  if (!hasExtraSpace(text)) return text;
  const words = wordsOf(text);
  return words.length === 1 ? (words[0] ?? "") : words.join(" ");
}

/** The items of a list type (section 2.5.1.2). */
export function wordsOf(text: string): string[] {
  return text.split(/[\t\r\n ]+/).filter((word) => word !== "");
}

/** Numbers and booleans come without space, nearly always: two looks instead of a scan. */
export function trimSpace(text: string): string {
  const { length } = text;
  if (length === 0 || (text.charCodeAt(0) > 0x20 && text.charCodeAt(length - 1) > 0x20)) return text;
  let from = 0;
  let to = length;
  while (from < to && isSpace(text.charCodeAt(from))) from++;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}

function hasExtraSpace(text: string): boolean {
  let before = 0x20;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= 0x20 && isSpace(code) && (code !== 0x20 || before === 0x20)) return true;
    before = code;
  }
  return text !== "" && before === 0x20;
}
