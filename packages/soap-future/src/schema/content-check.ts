import { type GroupDescriptor, type ParticleDescriptor } from "../descriptor.ts";

type Value = Readonly<Record<string, unknown>>;

/**
 * What is wrong with the keys of a value, measured by the group they belong to; undefined when all is well. It looks
 * at what is there, not at how often: the shape of a value promises no more (XML Schema Part 1 section 3.8.4).
 */
export type ContentCheck = (group: GroupDescriptor, value: Value) => string | undefined;

const none: ReadonlySet<string> = new Set();

/** Made once for the types of a service: which keys a particle has is found out once. */
export function createContentCheck(): ContentCheck {
  const keys = new WeakMap<ParticleDescriptor, readonly string[]>();
  const outsides = new WeakMap<GroupDescriptor, ReadonlySet<string>>();

  const keysOf = (particle: ParticleDescriptor): readonly string[] => {
    let known = keys.get(particle);
    if (known === undefined) {
      const isOne = particle.kind === "element" || particle.kind === "any" || particle.key !== undefined;
      known = isOne ? [particle.key ?? ""] : particle.particles.flatMap(keysOf);
      keys.set(particle, known);
    }
    return known;
  };

  /** Keys that stand in the object outside of the choice as well. */
  const outsideOf = (choice: GroupDescriptor, whole: GroupDescriptor): ReadonlySet<string> => {
    if (choice === whole) return none;
    let known = outsides.get(choice);
    if (known === undefined) {
      const counts = new Map<string, number>();
      for (const key of keysOf(whole)) counts.set(key, (counts.get(key) ?? 0) + 1);
      for (const key of keysOf(choice)) counts.set(key, (counts.get(key) ?? 0) - 1);
      known = new Set(keysOf(choice).filter((key) => (counts.get(key) ?? 0) > 0));
      outsides.set(choice, known);
    }
    return known;
  };

  const isPresent = (particle: ParticleDescriptor, value: Value): boolean =>
    keysOf(particle).some((key) => isKeyPresent(key, value));

  const groupProblem = (group: GroupDescriptor, value: Value, whole: GroupDescriptor): string | undefined => {
    if (group.min === 0 && !isPresent(group, value)) return undefined;
    if (group.kind === "choice") return choiceProblem(group, value, whole);
    for (const particle of group.particles) {
      const problem = particleProblem(particle, value, whole);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };

  const particleProblem = (
    particle: ParticleDescriptor,
    value: Value,
    whole: GroupDescriptor,
  ): string | undefined => {
    if (particle.kind === "any") return undefined;
    if (particle.kind !== "element")
      return particle.key === undefined ? groupProblem(particle, value, whole) : undefined;
    if (particle.min === 0 || Object.hasOwn(value, particle.key)) return undefined;
    return `the element ${particle.key} is missing`;
  };

  const choiceProblem = (
    group: GroupDescriptor,
    value: Value,
    whole: GroupDescriptor,
  ): string | undefined => {
    // What stands outside of the choice under the same key says nothing about which alternative was chosen.
    const outside = outsideOf(group, whole);
    const present = keysOf(group).filter((key) => !outside.has(key) && isKeyPresent(key, value));
    if (present.length === 0) {
      if (outside.size > 0) return undefined;
      // An alternative that may be empty is chosen by nothing at all.
      const empty = group.particles.some((particle) => particleProblem(particle, value, whole) === undefined);
      return empty ? undefined : `one of ${keysOf(group).join(", ")} is missing`;
    }
    // Alternatives may begin alike: one of them must account for all that is there.
    let first: string | undefined;
    for (const particle of group.particles) {
      const own = keysOf(particle);
      if (!present.every((key) => own.includes(key))) continue;
      const problem = particleProblem(particle, value, whole);
      if (problem === undefined) return undefined;
      first ??= problem;
    }
    return first ?? `${[...new Set(present)].join(" and ")} exclude each other`;
  };

  return (group, value) => groupProblem(group, value, group);
}

function isKeyPresent(key: string, value: Value): boolean {
  if (!Object.hasOwn(value, key)) return false;
  const held = value[key];
  return !Array.isArray(held) || held.length > 0;
}
