import { SoapError } from "../errors.ts";
import { nameCharacters, nameStartCharacters } from "../xml/names.ts";
import { unicodeBlocks } from "./unicode-blocks.ts";

const maxPatternLength = 10_000;
const maxDepth = 100;

/** Classes of more than one character (XML Schema Part 2 appendix F.1.1), for the flag `v`. */
const classes: Readonly<Record<string, string>> = {
  s: String.raw`[\x20\t\n\r]`,
  S: String.raw`[^\x20\t\n\r]`,
  i: `[:${nameStartCharacters}]`,
  I: `[^:${nameStartCharacters}]`,
  c: `[:${nameCharacters}]`,
  C: `[^:${nameCharacters}]`,
  d: String.raw`\p{Nd}`,
  D: String.raw`\P{Nd}`,
  w: String.raw`[^\p{P}\p{Z}\p{C}]`,
  W: String.raw`[\p{P}\p{Z}\p{C}]`,
};
const categories = /^(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?)$/;
const controls: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/**
 * The regular expression of a pattern facet as one of JavaScript, which matches whole texts. There is a library that
 * runs such patterns without backtracking; it takes seconds for `[a-z]{1,1000}`, which is a common one.
 *
 * @throws {SoapError} `wsdl_unsupported` for what is no such expression
 */
export function translatePattern(pattern: string): RegExp {
  const translator = new PatternTranslator(pattern);
  return new RegExp(`^(?:${translator.whole()})$`, "v");
}

class PatternTranslator {
  readonly #pattern: string;
  readonly #characters: readonly string[];
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
    if (pattern.length > maxPatternLength) throw this.#wrong(`is longer than ${maxPatternLength} characters`);
    this.#characters = [...pattern];
  }

  whole(): string {
    const source = this.#branches(0);
    if (this.#at < this.#characters.length) throw this.#wrong(`has a ${this.#peek()} too much`);
    return source;
  }

  #branches(depth: number): string {
    if (depth > maxDepth) throw this.#wrong("is nested too deeply");
    let source = "";
    for (let next = this.#peek(); next !== "" && next !== ")"; next = this.#peek()) {
      if (next === "|") source += this.#take();
      else source += this.#atom(depth) + this.#quantifier();
    }
    return source;
  }

  #atom(depth: number): string {
    const character = this.#take();
    if (character === "(") {
      const source = this.#branches(depth + 1);
      this.#expect(")");
      return `(?:${source})`;
    }
    if (character === "[") return this.#class(depth);
    if (character === ".") return String.raw`[^\n\r]`;
    if (character === "\\") return this.#escape().source;
    if ("?*+{]".includes(character)) throw this.#wrong(`has a ${character} that nothing comes before`);
    return literal(character);
  }

  #quantifier(): string {
    const next = this.#peek();
    if (next === "?" || next === "*" || next === "+") return this.#take();
    if (next !== "{") return "";
    const end = this.#characters.indexOf("}", this.#at);
    const quantity = end === -1 ? "" : this.#characters.slice(this.#at, end + 1).join("");
    const match = /^\{([0-9]{1,9})(?:,([0-9]{1,9})?)?\}$/.exec(quantity);
    if (match === null || (match[2] !== undefined && Number(match[1]) > Number(match[2])))
      throw this.#wrong("has a { that begins no quantity");
    this.#at = end + 1;
    return quantity;
  }

  /** What comes after a `[`. A class may leave out another one that stands at its end: `[a-z-[aeiou]]`. */
  #class(depth: number): string {
    if (depth > maxDepth) throw this.#wrong("is nested too deeply");
    const negated = this.#skip("^");
    let items = "";
    for (;;) {
      const next = this.#peek();
      if (next === "") throw this.#wrong("has a [ without its ]");
      if (next === "[") throw this.#wrong("has a [ inside a class");
      if (next === "]" && items !== "") break;
      if (next === "-" && this.#characters[this.#at + 1] === "[") break;
      items += this.#range();
    }
    const group = `[${negated ? "^" : ""}${items}]`;
    if (this.#skip("]")) return group;
    this.#at += 2;
    const left = this.#class(depth + 1);
    this.#expect("]");
    return `[${group}--${left}]`;
  }

  /** One character, a range, or an escape inside a class. */
  #range(): string {
    const first = this.#classCharacter();
    const next = this.#characters[this.#at + 1];
    if (first.character === undefined || this.#peek() !== "-" || next === "]" || next === "[")
      return first.source;
    this.#at++;
    const last = this.#classCharacter();
    if (
      last.character === undefined ||
      (last.character.codePointAt(0) ?? 0) < (first.character.codePointAt(0) ?? 0)
    )
      throw this.#wrong("has a range that ends before it begins");
    return `${first.source}-${last.source}`;
  }

  #classCharacter(): Escape {
    const character = this.#take();
    if (character === "\\") return this.#escape();
    return { source: literal(character), character };
  }

  /** What comes after a backslash. */
  #escape(): Escape {
    const kind = this.#take();
    const known = Object.hasOwn(classes, kind) ? classes[kind] : undefined;
    if (known !== undefined) return { source: known };
    if (kind === "p" || kind === "P") return { source: this.#property(kind === "P") };
    const control = Object.hasOwn(controls, kind) ? controls[kind] : undefined;
    if (control !== undefined) return { source: literal(control), character: control };
    // The list of what may be escaped is short; authors escape / and others too, and can mean only one thing.
    if (!/^[!-\/:-@\[-`\{-~]$/.test(kind)) throw this.#wrong(`has the unknown escape \\${kind}`);
    return { source: literal(kind), character: kind };
  }

  #property(negated: boolean): string {
    this.#expect("{");
    const end = this.#characters.indexOf("}", this.#at);
    const name = this.#characters.slice(this.#at, end === -1 ? this.#at : end).join("");
    this.#at = end + 1;
    if (categories.test(name)) return `\\${negated ? "P" : "p"}{${name}}`;
    const block = name.startsWith("Is") ? name.slice(2) : "";
    const range = Object.hasOwn(unicodeBlocks, block) ? unicodeBlocks[block] : undefined;
    if (range === undefined)
      throw this.#wrong(`names the unknown property ${JSON.stringify(name.slice(0, 60))}`);
    const [first, last] = range.map((code) => `\\u{${code.toString(16)}}`);
    return `[${negated ? "^" : ""}${first}-${last}]`;
  }

  #peek(): string {
    return this.#characters[this.#at] ?? "";
  }

  #take(): string {
    const character = this.#peek();
    if (character === "") throw this.#wrong("ends too early");
    this.#at++;
    return character;
  }

  #skip(character: string): boolean {
    const there = this.#peek() === character;
    if (there) this.#at++;
    return there;
  }

  #expect(character: string): void {
    if (!this.#skip(character)) throw this.#wrong(`lacks a ${character}`);
  }

  #wrong(what: string): SoapError {
    const shown = JSON.stringify(this.#pattern.slice(0, 60).toWellFormed());
    return new SoapError("wsdl_unsupported", `the pattern ${shown} ${what}`);
  }
}

interface Escape {
  readonly source: string;
  /** Present when it is one character, which may begin or end a range. */
  readonly character?: string;
}

function literal(character: string): string {
  if (/^[A-Za-z0-9]$/.test(character)) return character;
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
