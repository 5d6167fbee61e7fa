import { type PredictedReader } from "./handler.ts";
import { tooMuch, type XmlLimits } from "./limits.ts";
import { type StartTag } from "./start-tag.ts";
import { type ExpandedTag, type NamespaceScope, type XmlVocabulary } from "./vocabulary.ts";

/** The elements of a document that have begun and not ended, and how much has been read of what is bounded. */
export class OpenElements implements PredictedReader {
  readonly #vocabulary: XmlVocabulary;
  readonly #limits: XmlLimits;
  /** Names as written, innermost last. */
  readonly #names: string[] = [];
  /** Around them. Scopes without declarations are the one around them. */
  readonly #scopes: NamespaceScope[] = [];
  #scope: NamespaceScope;
  #count = 0;
  #textLength = 0;

  constructor(vocabulary: XmlVocabulary, limits: XmlLimits) {
    this.#vocabulary = vocabulary;
    this.#limits = limits;
    this.#scope = vocabulary.root;
  }

  get depth(): number {
    return this.#names.length;
  }

  get scope(): ReadonlyMap<string, string> {
    return this.#scope.prefixes;
  }

  get written(): string {
    return this.#names[this.#names.length - 1] ?? "";
  }

  get maxTextLength(): number {
    return this.#limits.maxTextLength;
  }

  /** The URI of a prefix; the empty prefix is the default namespace. */
  readonly resolve = (prefix: string): string | undefined =>
    this.#scope.prefixes.get(prefix) ?? (prefix === "" ? "" : undefined);

  /** What stands between `<` and `>` of a start tag. Throws `decode`. */
  start(source: string): ExpandedTag & { readonly tag: StartTag } {
    this.#countElement();
    const tag = this.#vocabulary.tag(source, this.#limits);
    const expanded = this.#vocabulary.expand(tag, this.#scope, this.#limits);
    this.#push(tag.name, expanded.scope);
    return { ...expanded, tag };
  }

  /** So many units of text in the innermost element. */
  text(length: number): void {
    this.#textLength += length;
    if (this.#textLength > this.#limits.maxTextLength)
      throw tooMuch("text in one element", "maxTextLength", this.#limits);
  }

  leaf(): void {
    this.#countElement();
    this.#checkDepth();
  }

  enter(written: string): void {
    this.#countElement();
    this.#push(written, this.#scope);
  }

  leave(): void {
    this.#names.pop();
    this.#scope = this.#scopes.pop() ?? this.#scope;
    this.#textLength = 0;
  }

  #push(name: string, scope: NamespaceScope): void {
    this.#checkDepth();
    this.#scopes.push(this.#scope);
    this.#scope = scope;
    this.#names.push(name);
    this.#textLength = 0;
  }

  #countElement(): void {
    if (++this.#count > this.#limits.maxElements) throw tooMuch("elements", "maxElements", this.#limits);
  }

  #checkDepth(): void {
    if (this.#names.length >= this.#limits.maxDepth)
      throw tooMuch("nested elements", "maxDepth", this.#limits);
  }
}
