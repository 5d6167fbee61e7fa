/** RFC 9110 section 5.6.2: the characters of a token. */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** RFC 9110 section 5.5: what a field value must not contain. HTAB is allowed. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const forbiddenInValue = /[\x00-\x08\x0a-\x1f\x7f]/;

export function isToken(text: string): boolean {
  return token.test(text);
}

export function hasForbiddenCharacter(value: string): boolean {
  return forbiddenInValue.test(value);
}

/** Removes optional whitespace (SP, HTAB) at both ends, and nothing else that `trim()` would. */
export function trimOws(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isOws(text.charCodeAt(start))) start++;
  while (end > start && isOws(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

function isOws(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** The fields of a message: names case-insensitive, order and repetitions kept. */
export class HttpFields implements Iterable<readonly [name: string, value: string]> {
  readonly #names: string[] = [];
  readonly #values: string[] = [];

  /** @internal */
  append(name: string, value: string): void {
    this.#names.push(name.toLowerCase());
    this.#values.push(value);
  }

  /** @internal A folded line: one space and more text for the last value. */
  extendLast(text: string): void {
    const last = this.#values.length - 1;
    this.#values[last] = trimOws(`${this.#values[last] ?? ""} ${text}`);
  }

  get size(): number {
    return this.#names.length;
  }

  has(name: string): boolean {
    return this.#names.includes(name.toLowerCase());
  }

  /** All values of a field, in the order in which they came. */
  getAll(name: string): string[] {
    const wanted = name.toLowerCase();
    return this.#values.filter((_, index) => this.#names[index] === wanted);
  }

  /** The combined value (RFC 9110 section 5.3: joined by a comma), or undefined. */
  get(name: string): string | undefined {
    const wanted = name.toLowerCase();
    let combined: string | undefined;
    for (
      let index = this.#names.indexOf(wanted);
      index !== -1;
      index = this.#names.indexOf(wanted, index + 1)
    ) {
      const value = this.#values[index] ?? "";
      combined = combined === undefined ? value : `${combined}, ${value}`;
    }
    return combined;
  }

  *[Symbol.iterator](): Iterator<readonly [string, string]> {
    for (let index = 0; index < this.#names.length; index++) {
      yield [this.#names[index] ?? "", this.#values[index] ?? ""];
    }
  }

  /** A plain object without a prototype, so that a field called `__proto__` is plain data too. */
  toJSON(): Record<string, string> {
    const object = Object.create(null) as Record<string, string>;
    for (const name of this.#names) object[name] ??= this.get(name) ?? "";
    return object;
  }
}
