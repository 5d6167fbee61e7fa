import { SoapError } from "../errors.ts";
import { type XmlAttribute } from "../xml/element.ts";
import { HeldScopes } from "../xml/held-scopes.ts";

/** An element of a message that is read after it has come as a whole: references go forwards and backwards. */
export interface EncodedElement {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  /** Text and elements in their order. */
  readonly children: readonly (string | EncodedElement)[];
  /** Prefixes in force, the empty one for the default namespace: for names inside values. */
  readonly scope: ReadonlyMap<string, string>;
}

type Building = Omit<EncodedElement, "children"> & { readonly children: (string | EncodedElement)[] };

/** Keeps the children of a Body, from the events of its content. Depth and size are the reader's to bound. */
export class EncodedBodyBuilder {
  /** The children that are complete. */
  readonly elements: EncodedElement[] = [];
  readonly #open: Building[] = [];
  readonly #scopes = new HeldScopes();

  start(
    namespace: string,
    name: string,
    attributes: readonly XmlAttribute[],
    scope: ReadonlyMap<string, string>,
  ): void {
    this.#scopes.hold(scope);
    this.#open.push({ namespace, name, attributes, children: [], scope });
  }

  text(text: string): void {
    const children = this.#open.at(-1)?.children;
    if (children === undefined) {
      if (/[^\x20\t\r\n]/.test(text)) throw new SoapError("decode", "there is text in the envelope");
      return;
    }
    const last = children.at(-1);
    if (typeof last === "string") children[children.length - 1] = last + text;
    else children.push(text);
  }

  /** True when the end tag was that of the Body. */
  end(): boolean {
    const closed = this.#open.pop();
    if (closed === undefined) return true;
    (this.#open.at(-1)?.children ?? this.elements).push(closed);
    return false;
  }
}

export function childElements({ children }: EncodedElement): EncodedElement[] {
  return children.filter((child) => typeof child !== "string");
}

/** The text of an element without child elements. */
export function textOf({ children }: EncodedElement): string {
  return children.filter((child) => typeof child === "string").join("");
}

export function hasText(element: EncodedElement): boolean {
  return /[^\x20\t\r\n]/.test(textOf(element));
}
