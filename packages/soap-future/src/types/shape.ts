import { type GroupDescriptor, type ParticleDescriptor } from "../descriptor.ts";
import { type Field, fieldsOf } from "../schema/fields.ts";

/** One key of an object type. */
export interface Member {
  readonly field: Field;
  readonly optional: boolean;
}

/** An object type: keys that all its values have, and choices of which a value is exactly one branch each. */
export interface Shape {
  readonly members: readonly Member[];
  readonly choices: readonly (readonly Branch[])[];
}

export interface Branch extends Shape {
  /** Keys of the other branches, which a value of this one does not have. */
  readonly absent: readonly Field[];
}

/** A union of more combinations than this would make the compiler slow; past 100,000 it refuses. */
const maxCombinations = 256;
/** Each branch names the keys of all others, so that a choice grows with the square of its branches. */
const maxBranchKeys = 4096;

/**
 * The keys of a group as an object type. Where exact unions would be too large, the branches of its choices are
 * optional keys: the type then takes more than the encoder does.
 */
export function shapeOf(group: GroupDescriptor): Shape {
  const exact = walkGroup(group, scopeOf(group, true));
  return combinations(exact) > maxCombinations ? walkGroup(group, scopeOf(group, false)) : exact;
}

interface Scope {
  readonly fields: ReadonlyMap<string, Field>;
  /** Keys of several particles whose values are put together in one array. */
  readonly shared: ReadonlySet<string>;
  readonly given: Set<string>;
  readonly exact: boolean;
}

function scopeOf(group: GroupDescriptor, exact: boolean): Scope {
  const fields = new Map(fieldsOf(group).map((field) => [field.key, field]));
  const counts = new Map<string, number>();
  countKeys(group, counts);
  const shared = [...fields.values()].filter(({ key, repeated }) => repeated && (counts.get(key) ?? 0) > 1);
  return { fields, shared: new Set(shared.map(({ key }) => key)), given: new Set(), exact };
}

function countKeys(group: GroupDescriptor, counts: Map<string, number>): void {
  for (const particle of group.particles) {
    if (particle.key !== undefined) counts.set(particle.key, (counts.get(particle.key) ?? 0) + 1);
    else if (particle.kind !== "element" && particle.kind !== "any") countKeys(particle, counts);
  }
}

function walkGroup(group: GroupDescriptor, scope: Scope): Shape {
  if (scope.shared.size > 0 && scope.given.size === 0) {
    const shared = [...scope.shared].flatMap((key) => scope.fields.get(key) ?? []);
    for (const { key } of shared) scope.given.add(key);
    return merge([
      { members: shared.map((field) => ({ field, optional: false })), choices: [] },
      walk(group, scope),
    ]);
  }
  return walk(group, scope);
}

function walk(group: GroupDescriptor, scope: Scope): Shape {
  if (group.max === 0) return nothing;
  const shapes = group.particles.map((particle) => walkParticle(particle, scope));
  const whole = group.kind === "choice" ? oneOf(shapes, scope) : merge(shapes);
  return group.min === 0 ? orNothing(whole, scope) : whole;
}

const nothing: Shape = { members: [], choices: [] };

function walkParticle(particle: ParticleDescriptor, scope: Scope): Shape {
  if (particle.key === undefined) return walk(particle as GroupDescriptor, scope);
  const field = scope.fields.get(particle.key);
  if (field === undefined || scope.given.has(field.key) || particle.max === 0) return nothing;
  return { members: [{ field, optional: !field.repeated && particle.min === 0 }], choices: [] };
}

function merge(shapes: readonly Shape[]): Shape {
  return {
    members: shapes.flatMap(({ members }) => members),
    choices: shapes.flatMap(({ choices }) => choices),
  };
}

function oneOf(shapes: readonly Shape[], { exact }: Scope): Shape {
  const [only = nothing, ...others] = shapes;
  if (others.length === 0) return only;
  const branches = shapes.map((shape) => ({ shape, keys: keysOf(shape) }));
  const all = new Map(branches.flatMap(({ keys }) => [...keys]));
  if (!exact || all.size * branches.length > maxBranchKeys) return loose(all);
  return {
    members: [],
    choices: [
      branches.map(({ shape, keys }) => ({
        ...shape,
        absent: [...all.values()].filter(({ key }) => !keys.has(key)),
      })),
    ],
  };
}

/** All keys, each of which may be absent. */
function loose(all: ReadonlyMap<string, Field>): Shape {
  return { members: [...all.values()].map((field) => ({ field, optional: !field.repeated })), choices: [] };
}

/** What an optional group gives: all of it, or nothing of it. */
function orNothing(shape: Shape, scope: Scope): Shape {
  if (mayBeEmpty(shape)) return shape;
  const [member, ...others] = shape.members;
  if (member !== undefined && others.length === 0 && shape.choices.length === 0)
    return { members: [{ ...member, optional: true }], choices: [] };
  const [choice, ...more] = shape.choices;
  if (choice === undefined || more.length > 0 || shape.members.length > 0)
    return oneOf([shape, nothing], scope);
  return { members: [], choices: [[...choice, { ...nothing, absent: [...keysOf(shape).values()] }]] };
}

function mayBeEmpty({ members, choices }: Shape): boolean {
  return (
    members.every(({ field, optional }) => optional || field.repeated) &&
    choices.every((branches) => branches.some(mayBeEmpty))
  );
}

function keysOf({ members, choices }: Shape): Map<string, Field> {
  const keys = new Map(members.map(({ field }) => [field.key, field]));
  for (const branch of choices.flat()) for (const [key, field] of keysOf(branch)) keys.set(key, field);
  return keys;
}

function combinations({ choices }: Shape): number {
  return choices.reduce(
    (product, branches) => product * branches.reduce((sum, branch) => sum + combinations(branch), 0),
    1,
  );
}
