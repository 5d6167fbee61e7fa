import { type XmlAttribute, type XmlElement } from "./element.ts";

interface Building {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: (string | XmlElement)[];
}

/** Puts an element of any kind together from the events of a document. Depth and size are the reader's to bound. */
export class XmlElementBuilder {
  readonly #open: Building[] = [];
  /** Prefixes that values begin with: they may be names. */
  readonly #prefixes = new Map<string, string>();

  start(
    namespace: string,
    name: string,
    attributes: readonly XmlAttribute[],
    scope: ReadonlyMap<string, string>,
  ): void {
    for (const { value } of attributes) this.#notePrefix(value, scope);
    this.#open.push({ namespace, name, attributes, children: [] });
  }

  /** `scope` is that of the element the text stands in. */
  text(text: string, scope: ReadonlyMap<string, string>): void {
    const children = this.#open.at(-1)?.children;
    if (children === undefined) return;
    this.#notePrefix(text, scope);
    const last = children.at(-1);
    if (typeof last === "string") children[children.length - 1] = last + text;
    else children.push(text);
  }

  /** The element, when this end tag was its own. */
  end(): XmlElement | undefined {
    const closed = this.#open.pop();
    if (closed === undefined) return undefined;
    const parent = this.#open.at(-1);
    if (parent) {
      parent.children.push(closed);
      return undefined;
    }
    return this.#prefixes.size === 0 ? closed : { ...closed, prefixes: plain(this.#prefixes) };
  }

  /** What may be a QName brings its prefix along; a value whose prefix is not in force is none. */
  #notePrefix(value: string, scope: ReadonlyMap<string, string>): void {
    const colon = value.indexOf(":");
    if (colon < 1) return;
    const prefix = value.slice(0, colon).trim();
    const uri = scope.get(prefix);
    if (uri !== undefined && prefix !== "xml") this.#prefixes.set(prefix, uri);
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
