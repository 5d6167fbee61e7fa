import { quoted, valueError } from "../schema/value-error.ts";
import { maxWrittenDepth } from "../xml/writer.ts";
import { idOf, referenceOf } from "./attributes.ts";
import { childElements, type EncodedElement, hasText } from "./tree.ts";

/** Values that references may add to those that stand in the message. */
export const maxReferencedValues = 1_000_000;
/** Nesting of values, references followed. */
const maxDepth = maxWrittenDepth;

interface Decoded {
  readonly value: unknown;
  /** Values in it, those behind references included. */
  readonly size: number;
}

/**
 * The references of one message (SOAP 1.1 section 5.4.1, SOAP 1.2 Part 2 section 3.1.5). Each target is decoded once
 * for a type and shared. A reference around a circle is refused, and so are more values than would be reasonable: a
 * few references to references stand for any number of them.
 */
export class References {
  readonly #targets = new Map<string, EncodedElement>();
  readonly #decoded = new Map<EncodedElement, Map<string, Decoded>>();
  readonly #decoding = new Set<EncodedElement>();
  #size = 0;
  #added = 0;
  #depth = 0;

  constructor(elements: readonly EncodedElement[]) {
    const waiting = [...elements];
    for (let element = waiting.pop(); element !== undefined; element = waiting.pop()) {
      const id = idOf(element);
      if (id !== undefined) {
        if (this.#targets.has(id))
          throw valueError("decode", `the id ${quoted(id)} is given twice`, element.name);
        this.#targets.set(id, element);
      }
      for (const child of childElements(element)) waiting.push(child);
    }
  }

  /**
   * Decodes an element, or what it refers to.
   *
   * @param as stands for what it is decoded as: a target that is decoded as two things is decoded twice
   */
  decode(
    element: EncodedElement,
    as: string,
    path: string,
    decode: (target: EncodedElement) => unknown,
  ): unknown {
    const target = this.#follow(element, path);
    const known = this.#decoded.get(target)?.get(as);
    if (known !== undefined) {
      this.#size += known.size;
      this.#added += known.size;
      if (this.#added > maxReferencedValues) {
        const what = `too much of one thing: values behind references past ${maxReferencedValues} at ${path}`;
        throw valueError("decode", what, path);
      }
      return known.value;
    }
    if (this.#decoding.has(target))
      throw valueError("decode", `${path} refers to a value that it is part of`, path);
    if (++this.#depth > maxDepth)
      throw valueError(
        "decode",
        `too much of one thing: nested values past ${maxDepth}`,
        path.slice(0, 1000),
      );
    this.#decoding.add(target);
    const before = this.#size++;
    const value = decode(target);
    this.#decoding.delete(target);
    this.#depth--;
    if (idOf(target) !== undefined) {
      const byType = this.#decoded.get(target) ?? new Map<string, Decoded>();
      byType.set(as, { value, size: this.#size - before });
      this.#decoded.set(target, byType);
    }
    return value;
  }

  #follow(element: EncodedElement, path: string): EncodedElement {
    let target = element;
    const seen = new Set<EncodedElement>();
    for (let id = referenceOf(target, path); id !== undefined; id = referenceOf(target, path)) {
      if (childElements(target).length > 0 || hasText(target))
        throw valueError("decode", `${path} is a reference and has content`, path);
      const next = this.#targets.get(id);
      if (next === undefined)
        throw valueError("decode", `${path} refers to the id ${quoted(id)}, which is not there`, path);
      if (seen.has(next)) throw valueError("decode", `${path} refers to itself`, path);
      seen.add(next);
      target = next;
    }
    return target;
  }
}
