import { SoapError } from "../errors.ts";

// XML 1.0 section 2.2: everything that is not a Char. Lone surrogates are told apart by isWellFormed().
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const notAllowed = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

/** True when a text has only characters that XML 1.0 can hold. */
export function isXmlText(text: string): boolean {
  return !notAllowed.test(text) && text.isWellFormed();
}

/**
 * UTF-16 units from the ampersand to the semicolon. A character needs 9; XML 1.0 lets any number of zeros stand
 * before its digits, this reader some.
 */
export const maxReferenceLength = 64;

const predefined: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/**
 * Replaces the five predefined entities and character references (XML 1.0 section 4.1). There are no others:
 * without a DTD nobody can declare one. A reference stands for at most one character, so nothing can amplify.
 */
export function decodeReferences(text: string): string {
  let from = text.indexOf("&");
  if (from === -1) return text;
  let result = "";
  let done = 0;
  while (from !== -1) {
    const end = text.indexOf(";", from);
    if (end === -1 || end - from > maxReferenceLength)
      throw malformed("an ampersand does not begin a reference");
    result += text.slice(done, from) + reference(text.slice(from + 1, end));
    done = end + 1;
    from = text.indexOf("&", done);
  }
  return result + text.slice(done);
}

function reference(name: string): string {
  const known = Object.hasOwn(predefined, name) ? predefined[name] : undefined;
  if (known !== undefined) return known;
  const match = /^#(?:x0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}))$/.exec(name);
  const code = match ? parseInt(match[1] ?? match[2] ?? "", match[1] === undefined ? 10 : 16) : NaN;
  if (Number.isNaN(code)) throw malformed(`the entity &${name}; is not declared`);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw malformed(`&${name}; is not a character`);
  const character = String.fromCodePoint(code);
  if (!isXmlText(character)) throw malformed(`&${name}; is not a character that XML allows`);
  return character;
}

/** The beginning of a name, for a message; never half a character. */
export function shorten(name: string): string {
  return name.slice(0, 60).toWellFormed();
}

/** Cuts a text and replaces what XML cannot hold by U+FFFD: for texts that somebody else has a hand in. */
export function toXmlText(text: string, maxLength: number): string {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
  // eslint-disable-next-line no-control-regex -- control characters are what is replaced
  return cut.toWellFormed().replaceAll(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd");
}

/** Writes text so that a reader gets exactly it back. Throws `encode` for what XML cannot hold. */
export function escapeText(text: string, path: string): string {
  if (!isXmlText(text)) {
    throw new SoapError("encode", `the text at ${path} holds a character that XML cannot carry`, {
      context: { path },
    });
  }
  // A bare CR would come back as LF (XML 1.0 section 2.11).
  return /[&<>\r]/.test(text)
    ? text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\r", "&#13;")
    : text;
}

/** The same for an attribute value in double quotes. */
export function escapeAttribute(text: string, path: string): string {
  return escapeText(text, path).replaceAll('"', "&quot;").replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");
}

export function malformed(what: string): SoapError {
  return new SoapError("decode", `the XML is not well-formed: ${what}`);
}

/** True for white space and nothing else. */
export function isSpace(text: string): boolean {
  return !/[^\x20\t\r\n]/.test(text);
}

/** A loop and no expression: that would begin anew at each of many spaces. */
export function withoutTrailingSpace(text: string): string {
  let end = text.length;
  while (end > 0 && " \t\r\n".includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** Throws `decode` for a character that XML cannot hold (section 2.2). */
export function checkedText(text: string): string {
  if (!isXmlText(text)) throw malformed("it holds a character that XML does not allow");
  return text;
}

/** XML 1.0 section 2.11. */
export function normalizeLineEnds(text: string): string {
  return text.includes("\r") ? text.replaceAll("\r\n", "\n").replaceAll("\r", "\n") : text;
}
