import { type ServiceDescriptor } from "../descriptor.ts";

/** The names of the generated types: each is an identifier, and no two are equal. */
export interface TypeNames {
  readonly service: string;
  /** By place in `types`. */
  readonly complex: readonly string[];
  /** By place in `simpleTypes`. */
  readonly simple: readonly string[];
  /** Makes one more name out of words, such as that of a repeated group. */
  claim(words: string): string;
}

/**
 * Names that a generated type does not take: those that the generated text uses itself, and globals that everybody
 * expects to be what they are. Keywords are no danger, as type names begin with a capital letter.
 */
const taken = [
  ..."AnyValue XmlElement Array ReadonlyArray Record Uint8Array Object String Number Boolean Symbol BigInt".split(
    " ",
  ),
  ..."Function Date Error RegExp Promise PromiseLike Map Set WeakMap WeakSet Iterator Iterable JSON Math".split(
    " ",
  ),
  ..."Proxy Reflect ArrayBuffer DataView Buffer URL Event EventTarget Request Response Headers Blob File".split(
    " ",
  ),
  ..."Partial Required Readonly Pick Omit Exclude Extract NonNullable Parameters ReturnType Awaited".split(
    " ",
  ),
];

export function typeNames({ name, types, simpleTypes }: ServiceDescriptor): TypeNames {
  const used = new Set(taken);
  const claim = (words: string): string => {
    const clean = identifier(words);
    let free = clean;
    if (used.has(free)) free = `${clean}Type`;
    for (let number = 2; used.has(free); number++) free = `${clean}${number}`;
    used.add(free);
    return free;
  };
  const service = claim(/service$/i.test(name) ? name : `${name} service`);
  return {
    service,
    complex: types.map((type) => claim(type.name)),
    simple: simpleTypes.map((type) => claim(type.name)),
    claim,
  };
}

/** The letters of a name with a capital at the beginning and after each character that an identifier cannot have. */
function identifier(words: string): string {
  const clean = words
    .split(/[^\p{ID_Continue}$]+/u)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  return /^[\p{ID_Start}$_]/u.test(clean) ? clean : `T${clean}`;
}

/** A key of an object type, quoted where it must be. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : JSON.stringify(name);
}
