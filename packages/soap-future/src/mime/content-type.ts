import { malformed } from "./malformed.ts";

/** A media type with its parameters (RFC 2045 section 5.1). */
export interface ContentType {
  /** Type and subtype in lower case. */
  readonly type: string;
  /** By name in lower case; values as they were meant, quotes removed. */
  readonly parameters: ReadonlyMap<string, string>;
}

const tokenCharacter = /[!#$%&'*+\-.^_`|~0-9A-Za-z]/;

/**
 * Reads the value of a Content-Type field. Throws `decode` for one that two readers could understand in two ways: a
 * parameter twice, a quote that does not end, characters outside of tokens.
 */
export function parseContentType(value: string): ContentType {
  const cursor = new Cursor(value);
  const main = cursor.token();
  cursor.expect("/");
  const type = `${main}/${cursor.token()}`.toLowerCase();
  const parameters = new Map<string, string>();
  while (!cursor.atEnd()) {
    cursor.expect(";");
    // "text/xml;" and "text/xml; ; charset=x" are seen in the wild and mean nothing else.
    if (cursor.atEnd() || cursor.sees(";")) continue;
    const name = cursor.token().toLowerCase();
    cursor.expect("=");
    if (parameters.has(name)) throw malformed(`the content type has the parameter ${name} twice`);
    parameters.set(name, cursor.value());
  }
  return { type, parameters };
}

/** Writes `; name=value`, the value quoted (RFC 2045 section 5.1); the caller has made sure that it is ASCII. */
export function contentTypeParameter(name: string, value: string): string {
  return `; ${name}="${value.replaceAll(/["\\]/g, "\\$&")}"`;
}

class Cursor {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    this.#skipSpace();
    return this.#at >= this.#text.length;
  }

  sees(character: string): boolean {
    this.#skipSpace();
    return this.#text[this.#at] === character;
  }

  expect(character: string): void {
    if (!this.sees(character)) throw malformed("the content type cannot be read");
    this.#at++;
  }

  token(): string {
    this.#skipSpace();
    const start = this.#at;
    while (tokenCharacter.test(this.#text[this.#at] ?? "")) this.#at++;
    if (this.#at === start) throw malformed("the content type cannot be read");
    return this.#text.slice(start, this.#at);
  }

  value(): string {
    if (!this.sees('"')) return this.#looseToken();
    const pieces: string[] = [];
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at] ?? "";
      if (character === '"') {
        this.#at++;
        return pieces.join("");
      }
      if (character === "\\") this.#at++;
      pieces.push(this.#text[this.#at] ?? "");
    }
    throw malformed("a quoted text in the content type does not end");
  }

  /** Some peers leave out the quotes around `text/xml` and `<root@here>`. */
  #looseToken(): string {
    this.#skipSpace();
    const start = this.#at;
    while (this.#at < this.#text.length && !/[;\s",]/.test(this.#text[this.#at] ?? "")) this.#at++;
    if (this.#at === start) throw malformed("the content type cannot be read");
    return this.#text.slice(start, this.#at);
  }

  #skipSpace(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? "")) this.#at++;
  }
}
