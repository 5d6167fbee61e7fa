import {
  type AnyElementDescriptor,
  type ComplexTypeDescriptor,
  type ElementDescriptor,
  type GroupDescriptor,
  type ParticleDescriptor,
} from "../descriptor.ts";

/**
 * One key of a value, as the schema has it: an element (or several of one name), the occurrences of a repeated group,
 * or what a wildcard took. Encoder, decoder and type generator agree on the shape of values through this.
 */
export type Field = {
  readonly key: string;
  /** The value is an array, for none, one and many. */
  readonly repeated: boolean;
  /** The key may be absent. Arrays are never absent. */
  readonly optional: boolean;
  /** How often it may come in all; the greatest may be Infinity. */
  readonly min: number;
  readonly max: number;
} & (
  | { readonly kind: "element"; readonly element: ElementDescriptor }
  | { readonly kind: "group"; readonly group: GroupDescriptor }
  | { readonly kind: "any"; readonly any: AnyElementDescriptor }
);

/** A particle that is a key of its own, with how often it may come in all. */
interface Counted {
  readonly key: string;
  readonly particle: ParticleDescriptor;
  readonly min: number;
  readonly max: number;
}

/** The keys of a group's value, in the order of the schema. Groups without a key are flattened into it. */
export function fieldsOf(group: GroupDescriptor): readonly Field[] {
  return [...countGroup(group).values()].map(({ key, particle, min, max }) => {
    if (particle.kind === "any")
      return { kind: "any", key, min, max, repeated: true, optional: false, any: particle };
    if (particle.kind !== "element")
      return { kind: "group", key, min, max, repeated: true, optional: false, group: particle };
    const repeated = max > 1;
    return { kind: "element", key, min, max, repeated, optional: !repeated && min === 0, element: particle };
  });
}

/** How often each key may come: a sequence adds up, a choice takes the least and the greatest. */
function countGroup(group: GroupDescriptor): Map<string, Counted> {
  const counts = new Map<string, Counted>();
  const branches = group.particles.map(countParticle);
  for (const branch of branches) {
    for (const [key, counted] of branch) {
      const known = counts.get(key);
      const { min, max } = counted;
      if (known === undefined) counts.set(key, counted);
      else if (group.kind === "choice")
        counts.set(key, { ...known, min: Math.min(known.min, min), max: Math.max(known.max, max) });
      else counts.set(key, { ...known, min: known.min + min, max: known.max + max });
    }
  }
  const times = group.max === "unbounded" ? Infinity : group.max;
  for (const [key, counted] of counts) {
    const { min, max } = counted;
    const always = group.kind !== "choice" || branches.every((branch) => branch.has(key));
    // Zero times infinity is no number.
    counts.set(key, { ...counted, min: always ? min * group.min : 0, max: max === 0 ? 0 : max * times });
  }
  return counts;
}

function countParticle(particle: ParticleDescriptor): Map<string, Counted> {
  const max = particle.max === "unbounded" ? Infinity : particle.max;
  if (particle.kind !== "element" && particle.kind !== "any") {
    const { key } = particle;
    if (key === undefined) return countGroup(particle);
    // An occurrence that is empty leaves no trace in a message.
    const min = isEmptiable(particle) ? 0 : particle.min;
    return new Map<string, Counted>([[key, { key, particle, min, max }]]);
  }
  return new Map<string, Counted>([[particle.key, { key: particle.key, particle, min: particle.min, max }]]);
}

/** True when no element at all is one of the things that a particle allows (XML Schema Part 1 section 3.9.6). */
export function isEmptiable(particle: ParticleDescriptor): boolean {
  if (particle.min === 0) return true;
  if (particle.kind === "element" || particle.kind === "any") return false;
  const { kind, particles } = particle;
  return (
    particles.length === 0 || (kind === "choice" ? particles.some(isEmptiable) : particles.every(isEmptiable))
  );
}

/** The keys of a complex type's child elements; none where its content is something else. */
export function fieldsOfType(type: ComplexTypeDescriptor | undefined): readonly Field[] {
  return type?.content.kind === "elements" ? fieldsOf(type.content.group) : [];
}
