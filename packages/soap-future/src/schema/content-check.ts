import { type GroupDescriptor, type ParticleDescriptor } from "../descriptor.ts";

type Value = Readonly<Record<string, unknown>>;

const none: ReadonlySet<string> = new Set();

/**
 * What is wrong with the keys of a value, measured by the group they belong to; undefined when all is well. It looks
 * at what is there, not at how often: the shape of a value promises no more (XML Schema Part 1 section 3.8.4).
 */
export function contentProblem(
  group: GroupDescriptor,
  value: Value,
  whole: GroupDescriptor = group,
): string | undefined {
  if (!isPresent(group, value) && group.min === 0) return undefined;
  if (group.kind === "choice") return choiceProblem(group, value, whole);
  for (const particle of group.particles) {
    const problem = particleProblem(particle, value, whole);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function particleProblem(
  particle: ParticleDescriptor,
  value: Value,
  whole: GroupDescriptor,
): string | undefined {
  if (particle.kind === "any" || particle.min === 0) {
    const inner = particle.kind === "any" || particle.kind === "element" ? undefined : particle;
    return inner?.key === undefined && inner ? contentProblem(inner, value, whole) : undefined;
  }
  if (particle.kind !== "element")
    return particle.key === undefined ? contentProblem(particle, value, whole) : undefined;
  if (Object.hasOwn(value, particle.key)) return undefined;
  return `the element ${particle.key} is missing`;
}

function choiceProblem(group: GroupDescriptor, value: Value, whole: GroupDescriptor): string | undefined {
  // What stands outside of the choice under the same key says nothing about which alternative was chosen.
  const outside = keysOutside(group, whole);
  const said = (key: string): boolean => !outside.has(key) && isKeyPresent(key, value);
  const there = group.particles.filter((particle) => keysOf(particle).some(said));
  if (there.length === 0) {
    if (group.particles.some((particle) => keysOf(particle).some((key) => outside.has(key))))
      return undefined;
    // An alternative that may be empty is chosen by nothing at all.
    const empty = group.particles.some((particle) => particleProblem(particle, value, whole) === undefined);
    return empty ? undefined : `one of ${keysOf(group).join(", ")} is missing`;
  }
  // Alternatives may begin alike: one of them must account for all that is there.
  const present = new Set(there.flatMap((particle) => keysOf(particle).filter(said)));
  const fitting = there.filter((particle) => [...present].every((key) => keysOf(particle).includes(key)));
  if (fitting.length === 0) return `${[...present].join(" and ")} exclude each other`;
  const problems = fitting.map((particle) => particleProblem(particle, value, whole));
  return problems.includes(undefined) ? undefined : problems[0];
}

function keysOutside(group: GroupDescriptor, whole: GroupDescriptor): ReadonlySet<string> {
  if (group === whole) return none;
  const outside = keysOf(whole);
  for (const key of keysOf(group)) outside.splice(outside.indexOf(key), 1);
  return new Set(outside);
}

function isPresent(particle: ParticleDescriptor, value: Value): boolean {
  return keysOf(particle).some((key) => isKeyPresent(key, value));
}

function isKeyPresent(key: string, value: Value): boolean {
  if (!Object.hasOwn(value, key)) return false;
  const held = value[key];
  return !Array.isArray(held) || held.length > 0;
}

function keysOf(particle: ParticleDescriptor): string[] {
  if (particle.kind === "element" || particle.kind === "any") return [particle.key];
  return particle.key === undefined ? particle.particles.flatMap(keysOf) : [particle.key];
}
