import { SoapError } from "../errors.ts";
import { type XmlAttribute, type XmlElement } from "../xml/element.ts";
import { HeldScopes } from "../xml/held-scopes.ts";
import { type ElementScopes, XmlElementBuilder } from "../xml/element-builder.ts";

/** Keeps the children of an element as they are: the blocks of a Header, or what is read only once all has come. */
export class ElementList {
  readonly elements: XmlElement[] = [];
  /** What prefixes mean in each of them, and in what they hold. */
  readonly scopes: ElementScopes = new WeakMap();
  readonly #held = new HeldScopes();
  readonly #most: number;
  readonly #what: string;
  #builder: XmlElementBuilder | undefined;

  /** At most so many children; `what` they are, for the error. */
  constructor(most: number, what: string) {
    this.#most = most;
    this.#what = what;
  }

  start(
    namespace: string,
    name: string,
    attributes: readonly XmlAttribute[],
    scope: ReadonlyMap<string, string>,
  ): void {
    if (this.#builder === undefined && this.elements.length >= this.#most)
      throw new SoapError("decode", `too much of one thing: ${this.#what} past ${this.#most}`);
    this.#held.hold(scope);
    this.#builder ??= new XmlElementBuilder(this.scopes);
    this.#builder.start(namespace, name, attributes, scope);
  }

  text(text: string): void {
    if (this.#builder) this.#builder.text(text);
    else if (/[^\x20\t\r\n]/.test(text)) throw new SoapError("decode", "there is text in the envelope");
  }

  /** True when the end tag was that of the element around the list. */
  end(): boolean {
    if (this.#builder === undefined) return true;
    const element = this.#builder.end();
    if (element) {
      this.elements.push(element);
      this.#builder = undefined;
    }
    return false;
  }
}
