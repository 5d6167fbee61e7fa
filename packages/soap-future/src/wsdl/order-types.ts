import { type ParticleDescriptor, type TypeReference } from "../descriptor.ts";
import { type SchemaContext } from "./context.ts";
import { partsOf } from "./simple-types.ts";
import { type TypeEntry } from "./type-table.ts";

interface OrderedTypes {
  readonly complex: readonly TypeEntry[];
  readonly simple: readonly TypeEntry[];
  /** The unique name of a type. */
  readonly nameOf: (entry: TypeEntry) => string;
}

/**
 * Puts types into the order in which a reader meets them from the operations on, each before what it is made of, and
 * gives references their final places and types their names.
 */
export function orderTypes({ table, index }: SchemaContext, roots: readonly TypeReference[]): OrderedTypes {
  const { entries } = table;
  const byName = new Map(
    entries.flatMap((entry) => (entry.qname === undefined ? [] : [[nameKey(entry.qname), entry] as const])),
  );
  const seen = new Set<TypeEntry>();
  const entryOf = (reference: TypeReference): TypeEntry[] => {
    const entry = reference.kind === "builtin" ? undefined : entries[reference.index];
    return entry === undefined || seen.has(entry) ? [] : [entry];
  };
  const derived = ({ qname }: TypeEntry): TypeEntry[] =>
    qname === undefined ? [] : index.derivedFrom(qname).flatMap((each) => byName.get(nameKey(each)) ?? []);
  // Those that only xsi:type can name are met last.
  const stack = [...entries].reverse();
  stack.push(...roots.flatMap(entryOf).reverse());
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    if (seen.size === seen.add(entry).size) continue;
    const base = entry.complex?.base;
    const next = [
      ...(base === undefined ? [] : [base]),
      ...usesOf(entry).flatMap(entryOf),
      ...derived(entry),
    ];
    stack.push(...next.reverse());
  }
  const ordered = [...seen];
  const complex = ordered.filter(({ kind }) => kind === "complex");
  const simple = ordered.filter(({ kind }) => kind === "simple");
  for (const list of [complex, simple]) {
    for (const [place, entry] of list.entries()) entry.reference.index = place;
  }
  const names = nameTypes(ordered);
  return { complex, simple, nameOf: (entry) => names.get(entry) ?? entry.naming.name };
}

function nameKey({ namespace, name }: { namespace: string; name: string }): string {
  return `{${namespace}}${name}`;
}

/** What a type refers to, in the order in which it is written. */
function usesOf(entry: TypeEntry): TypeReference[] {
  if (entry.complex === undefined) return [...partsOf(entry)];
  const { content, attributes } = entry.complex;
  const found: TypeReference[] = [];
  if (content.kind === "elements") elementTypes(content.group, found);
  else if (content.kind === "simple") found.push(content.type);
  else if (content.kind === "array") found.push(content.item);
  for (const { type } of attributes) found.push(type);
  return found;
}

function elementTypes(particle: ParticleDescriptor, found: TypeReference[]): void {
  if (particle.kind === "element") found.push(particle.type);
  else if (particle.kind !== "any") for (const each of particle.particles) elementTypes(each, found);
}

/** Unique names: that of the schema, or for anonymous types that of the type around them and of the element. */
function nameTypes(entries: readonly TypeEntry[]): Map<TypeEntry, string> {
  const names = new Map<TypeEntry, string>();
  const taken = new Set<string>();
  // Where the search for a free number goes on, so that ten thousand types of one name are not ten thousand searches.
  const numbers = new Map<string, number>();
  const unique = (name: string): string => {
    let free = name;
    let number = numbers.get(name) ?? 2;
    while (taken.has(free)) free = `${name}${number++}`;
    numbers.set(name, number);
    taken.add(free);
    return free;
  };
  const nameOf = (entry: TypeEntry): string => {
    const known = names.get(entry);
    if (known !== undefined) return known;
    const { within, name } = entry.naming;
    const outer = typeof within === "object" ? nameOf(within) : within;
    const given = unique(outer === undefined ? name : `${outer}_${name}`);
    names.set(entry, given);
    return given;
  };
  for (const entry of entries) nameOf(entry);
  return names;
}
