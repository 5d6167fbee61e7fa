import {
  type AnyElementDescriptor,
  type ElementDescriptor,
  type GroupDescriptor,
  type Occurrence,
  type ParticleDescriptor,
} from "../descriptor.ts";
import { createKeyScope, type KeyScope } from "./keys.ts";
import { foldOccurrence } from "./occurrence.ts";
import { type RawAny, type RawElement, type RawGroup, type RawParticle } from "./raw-particle.ts";
import { countParticles, type SchemaContext } from "./context.ts";
import { unsupported } from "./schema-node.ts";

/** A content model in its shortest form, still without keys. */
type Particle = RawElement | RawAny | Group;
type Group = Omit<RawGroup, "particles"> & { readonly particles: readonly Particle[] };

const once: Occurrence = { min: 1, max: 1 };

/**
 * The content of a complex type as the descriptor has it: groups of one are their particle, a sequence directly in a
 * sequence is part of it, what cannot occur is gone. The group itself occurs at most once and has no key.
 */
export function contentGroup(raw: RawParticle | undefined, context: SchemaContext): GroupDescriptor {
  const particle = raw === undefined ? "empty" : simplify(raw, context);
  if (particle === "empty" || particle === "never") return { kind: "sequence", ...once, particles: [] };
  const keys = createKeyScope();
  if (!isGroup(particle) || isRepeated(particle))
    return { kind: "sequence", ...once, particles: [describe(particle, keys)] };
  return describeGroup(particle, keys);
}

/** `empty` always matches nothing; `never` is not there at all. */
function simplify(raw: RawParticle, context: SchemaContext): Particle | "empty" | "never" {
  // Counted where a graph becomes a tree, which is where it can grow.
  countParticles(context, 1, raw.node);
  if (raw.max === 0) return "never";
  if (raw.kind === "element" || raw.kind === "any") return raw;
  const particles: Particle[] = [];
  let min = raw.min;
  for (const child of raw.particles) {
    const particle = simplify(child, context);
    // A choice with an empty branch is an optional one.
    if (particle === "empty" && raw.kind === "choice") min = 0;
    if (particle === "empty" || particle === "never") continue;
    if (isGroup(particle) && particle.kind === raw.kind && raw.kind !== "all" && isOnce(particle))
      particles.push(...particle.particles);
    else particles.push(particle);
  }
  const [only] = particles;
  if (only === undefined) return "empty";
  if (particles.length === 1) {
    const folded = foldOccurrence({ min, max: raw.max }, only);
    if (folded !== undefined) return { ...only, ...folded };
    return { kind: "sequence", particles, min, max: raw.max, node: raw.node };
  }
  const all = particles.find(({ kind }) => kind === "all");
  if (all !== undefined) throw unsupported("xsd:all beside other content", all.node);
  return { kind: raw.kind, particles, min, max: raw.max, node: raw.node };
}

function isGroup(particle: Particle): particle is Group {
  return particle.kind !== "element" && particle.kind !== "any";
}

function isOnce({ min, max }: Occurrence): boolean {
  return min === 1 && max === 1;
}

function isRepeated({ max }: Occurrence): boolean {
  return max === "unbounded" || max > 1;
}

function describe(particle: Particle, keys: KeyScope): ParticleDescriptor {
  if (isGroup(particle)) return describeGroup(particle, keys);
  if (particle.kind === "any") return describeAny(particle, keys);
  return describeElement(particle, keys);
}

function describeGroup({ kind, min, max, particles }: Group, keys: KeyScope): GroupDescriptor {
  const key = isRepeated({ min, max }) && particles.length > 1 ? keys.numbered(`$${kind}`) : undefined;
  // Each occurrence of a repeated group is an object of its own.
  const inner = key === undefined ? keys : createKeyScope();
  return {
    kind,
    ...(key === undefined ? {} : { key }),
    min,
    max,
    particles: particles.map((each) => describe(each, inner)),
  };
}

function describeAny({ kind, namespaces, not, min, max }: RawAny, keys: KeyScope): AnyElementDescriptor {
  return { kind, key: keys.numbered("$any"), namespaces, ...(not === undefined ? {} : { not }), min, max };
}

function describeElement(element: RawElement, keys: KeyScope): ElementDescriptor {
  const { kind, namespace, name, type, min, max, nillable, default: preset, fixed, documentation } = element;
  return {
    kind,
    key: keys.element(element),
    namespace,
    name,
    type,
    min,
    max,
    nillable,
    ...(preset === undefined ? {} : { default: preset }),
    ...(fixed === undefined ? {} : { fixed }),
    ...(documentation === undefined ? {} : { documentation }),
  };
}
