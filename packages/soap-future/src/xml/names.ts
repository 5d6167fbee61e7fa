// XML 1.0, fifth edition, productions 4 and 4a, without the colon (Namespaces in XML 1.0, production 4).
/** Characters that begin an NCName, for a class of a regular expression with the flag `u` or `v`. */
export const nameStartCharacters = String.raw`A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\u{10000}-\u{effff}`;
/** Characters of an NCName. */
export const nameCharacters = String.raw`${nameStartCharacters}\-.0-9\xb7\u0300-\u036f\u203f\u2040`;
const ncName = `[${nameStartCharacters}][${nameCharacters}]*`;
const qualifiedName = new RegExp(`^${ncName}(?::${ncName})?$`, "u");
const unqualifiedName = new RegExp(`^${ncName}$`, "u");
const anyName = new RegExp(`^[:${nameStartCharacters}][:${nameCharacters}]*$`, "u");
const nameToken = new RegExp(`^[:${nameCharacters}]+$`, "u");

/** True for an NCName, with or without a prefix that is one too (Namespaces in XML 1.0 section 4). */
export function isQualifiedName(name: string): boolean {
  return qualifiedName.test(name);
}

/** True for a name without a colon. */
export function isNcName(name: string): boolean {
  return unqualifiedName.test(name);
}

/** True for a Name of XML 1.0, which may have colons anywhere. */
export function isName(name: string): boolean {
  return anyName.test(name);
}

/** True for an Nmtoken of XML 1.0. */
export function isNmtoken(text: string): boolean {
  return nameToken.test(text);
}
