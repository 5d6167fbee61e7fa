import { type XmlAttribute, type XmlElement } from "./element.ts";

interface Building {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: (string | XmlElement)[];
}

type Scope = ReadonlyMap<string, string>;

/** What prefixes mean in each element of a tree, the empty one for the default namespace. */
export type ElementScopes = WeakMap<XmlElement, Scope>;

/** Puts an element of any kind together from the events of a document. Depth and size are the reader's to bound. */
export class XmlElementBuilder {
  readonly #open: Building[] = [];
  readonly #around: Scope[] = [];
  readonly #scopes: ElementScopes | undefined;
  /** Prefixes that values begin with: they may be names. */
  readonly #prefixes = new Map<string, string>();

  /** @param scopes gets the scope of each element, for those who read names in them */
  constructor(scopes?: ElementScopes) {
    this.#scopes = scopes;
  }

  start(namespace: string, name: string, attributes: readonly XmlAttribute[], scope: Scope): void {
    this.#endText();
    for (const { value } of attributes) this.#notePrefix(value, scope);
    const element = { namespace, name, attributes, children: [] };
    this.#scopes?.set(element, scope);
    this.#open.push(element);
    this.#around.push(scope);
  }

  text(text: string): void {
    const children = this.#open.at(-1)?.children;
    if (children === undefined) return;
    const last = children.at(-1);
    if (typeof last === "string") children[children.length - 1] = last + text;
    else children.push(text);
  }

  /** The element, when this end tag was its own. */
  end(): XmlElement | undefined {
    this.#endText();
    const scope = this.#around.pop();
    const closed = this.#open.pop();
    if (closed === undefined) return undefined;
    const parent = this.#open.at(-1);
    if (parent) {
      parent.children.push(closed);
      return undefined;
    }
    if (this.#prefixes.size === 0) return closed;
    const element = { ...closed, prefixes: plain(this.#prefixes) };
    if (scope) this.#scopes?.set(element, scope);
    return element;
  }

  /** A text is looked at when it is whole: it may have come in pieces. */
  #endText(): void {
    const text = this.#open.at(-1)?.children.at(-1);
    const scope = this.#around.at(-1);
    if (typeof text === "string" && scope !== undefined) this.#notePrefix(text, scope);
  }

  /** What may be a QName brings its prefix along; a value whose prefix is not in force is none. */
  #notePrefix(value: string, scope: Scope): void {
    const colon = value.indexOf(":");
    if (colon < 1) return;
    const prefix = value.slice(0, colon).trim();
    const uri = scope.get(prefix);
    // What is declared further in means something else there, and is the smaller part.
    if (uri !== undefined && prefix !== "xml" && !this.#prefixes.has(prefix)) this.#prefixes.set(prefix, uri);
  }
}

function plain(map: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const object = Object.create(null) as Record<string, string>;
  for (const [key, value] of map) object[key] = value;
  return object;
}

/** All text inside an element, in its order. */
export function textOf(element: XmlElement): string {
  const parts: string[] = [];
  // With a list of its own: as deep as the reader let it be.
  const waiting: (string | XmlElement)[] = [element];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === "string") parts.push(next);
    else waiting.push(...next.children.toReversed());
  }
  return parts.join("");
}
