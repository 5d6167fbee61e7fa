import { type QName, type TypeReference } from "../descriptor.ts";
import { type RawElement } from "./raw-particle.ts";
import { clark, wrong } from "./schema-node.ts";

/** The keys of one object among values. */
export interface KeyScope {
  /** Elements of one expanded name share a key, and must share a type (XML Schema Part 1 section 3.8.6). */
  element(element: RawElement): string;
  /** `$any`, `$any2`, `$any3`: none can be the name of an element. */
  numbered(word: string): string;
}

export function createKeyScope(): KeyScope {
  const names = createNameKeys();
  const types = new Map<string, TypeReference>();
  const numbers = new Map<string, number>();
  return {
    element(element) {
      const { type, node } = element;
      const expanded = clark(element);
      const known = types.get(expanded);
      if (known === undefined) types.set(expanded, type);
      else if (!isSameType(known, type))
        throw wrong(`the element ${expanded} has two types in one content`, node);
      return names(element);
    },
    numbered(word) {
      const number = (numbers.get(word) ?? 0) + 1;
      numbers.set(word, number);
      return number === 1 ? word : `${word}${number}`;
    },
  };
}

/** Local names, and expanded ones for those whose local name another name has already. */
export function createNameKeys(): (name: QName) => string {
  const taken = new Map<string, string>();
  return (qname) => {
    const namespace = taken.get(qname.name);
    if (namespace === undefined) taken.set(qname.name, qname.namespace);
    return namespace === undefined || namespace === qname.namespace ? qname.name : clark(qname);
  };
}

function isSameType(one: TypeReference, other: TypeReference): boolean {
  if (one.kind === "builtin" || other.kind === "builtin")
    return one.kind === other.kind && "name" in one && "name" in other && one.name === other.name;
  return one === other;
}
