import { type TypeReference, type WildcardDescriptor } from "../descriptor.ts";
import {
  type AttributeUses,
  describeAttributes,
  extendAttributes,
  isAttribute,
  readAttributes,
  restrictAttributes,
} from "./attributes.ts";
import { contentGroup } from "./content-model.ts";
import { checkNesting, type SchemaContext, typeNamed } from "./context.ts";
import { isParticle, readParticle } from "./particles.ts";
import { type RawGroup, type RawParticle } from "./raw-particle.ts";
import { expandReference, type Schema } from "./schema-index.ts";
import {
  booleanAttribute,
  documentationOf,
  type SchemaNode,
  schemaChildren,
  unsupported,
  wrong,
} from "./schema-node.ts";
import { readArray } from "./soap-encoding.ts";
import { type CompiledComplexType, type TypeEntry } from "./type-table.ts";
import { isSoapArray } from "./well-known.ts";

/** What is known of a complex type while it is read. */
interface Reading {
  readonly entry: TypeEntry;
  readonly node: SchemaNode;
  readonly schema: Schema;
  readonly context: SchemaContext;
}

type Body = Pick<CompiledComplexType, "content" | "particle" | "base"> &
  AttributeUses & { readonly depth?: number };

const anyAttribute: WildcardDescriptor = { namespaces: "##any" };

/** A complex type definition (XML Schema Part 1 section 3.4). */
export function readComplexType(entry: TypeEntry, context: SchemaContext): CompiledComplexType {
  if (entry.definition === undefined) throw new Error("a complex type without a definition");
  const reading: Reading = { entry, context, ...entry.definition };
  const { attributes, depth = 0, ...body } = readBody(reading);
  checkNesting(depth, "types are derived", reading.node);
  return {
    ...body,
    depth,
    abstract: booleanAttribute(reading.node, "abstract"),
    rawAttributes: attributes,
    attributes: describeAttributes(attributes),
    ...documentationOf(reading.node),
  };
}

function readBody(reading: Reading): Body {
  const { node } = reading;
  const children = schemaChildren(node);
  const [first, ...others] = children;
  if (first?.name !== "complexContent" && first?.name !== "simpleContent") {
    const attributes = ownAttributes(children, reading);
    return {
      ...attributes,
      ...elements(ownParticle(children, reading), booleanAttribute(node, "mixed"), reading),
    };
  }
  if (others.length > 0) throw wrong(`xsd:${others[0]?.name} beside xsd:${first.name}`, node);
  const [step, ...more] = schemaChildren(first);
  if (step === undefined || more.length > 0 || (step.name !== "extension" && step.name !== "restriction"))
    throw wrong(`xsd:${first.name} does not hold one extension or restriction`, first);
  if (first.name === "simpleContent") return simpleContent(step, reading);
  const mixed = first.attributes.has("mixed")
    ? booleanAttribute(first, "mixed")
    : booleanAttribute(node, "mixed");
  return complexContent(step, mixed, reading);
}

function complexContent(step: SchemaNode, mixed: boolean, reading: Reading): Body {
  const { schema, entry, context } = reading;
  const written = baseOf(step);
  if (isSoapArray(expandReference(written, step, schema)))
    return { content: readArray(step, schema, entry, context), attributes: [] };
  const base = typeNamed(written, step, schema, context);
  const children = schemaChildren(step);
  const own = ownAttributes(children, reading);
  if (base.kind === "builtin" && base.name === "anyType") {
    if (step.name === "restriction")
      return { ...own, ...elements(ownParticle(children, reading), mixed, reading) };
    return { content: { kind: "mixed" }, attributes: own.attributes, anyAttribute };
  }
  const parent = complexBase(base, step, context);
  const { content } = parent.type;
  if (content.kind === "array")
    return {
      base: parent.entry,
      depth: parent.type.depth + 1,
      content: readArray(step, schema, entry, context, content),
      attributes: [],
    };
  const particle = ownParticle(children, reading);
  if (content.kind === "simple") {
    if (particle !== undefined || step.name === "restriction")
      throw wrong("elements cannot be derived from text", step);
    return {
      ...derivedAttributes(step, parent.type, own),
      base: parent.entry,
      depth: parent.type.depth + 1,
      content,
    };
  }
  const extended = step.name === "extension";
  const whole = extended ? joined(parent.type.particle, particle, step) : particle;
  return {
    ...derivedAttributes(step, parent.type, own),
    base: parent.entry,
    depth: parent.type.depth + 1,
    ...elements(whole, mixed || (extended && content.kind === "mixed"), reading),
  };
}

/** Text with attributes (XML Schema Part 1 section 3.4.2, complex types with simple content). */
function simpleContent(step: SchemaNode, reading: Reading): Body {
  const { schema, entry, context } = reading;
  const base = typeNamed(baseOf(step), step, schema, context);
  const children = schemaChildren(step);
  const own = ownAttributes(children, reading);
  const facets = children.filter((child) => !isAttribute(child));
  if (base.kind !== "complex") {
    if (base.kind === "builtin" && base.name === "anyType")
      throw wrong("xsd:anyType is not simple content", step);
    if (step.name === "restriction")
      throw wrong("simple content restricts a complex type, not a simple one", step);
    const [first] = facets;
    if (first !== undefined) throw wrong(`xsd:${first.name} in an extension of simple content`, first);
    return { ...own, content: { kind: "simple", type: base } };
  }
  const parent = complexBase(base, step, context);
  const { content } = parent.type;
  const inline = facets.some(({ name }) => name === "simpleType");
  if (content.kind !== "simple" && !(content.kind === "mixed" && inline))
    throw wrong("the base of simple content has none", step);
  let type: TypeReference = content.kind === "simple" ? content.type : { kind: "builtin", name: "string" };
  if (facets.length > 0) {
    if (step.name === "extension") throw wrong("an extension of simple content has no facets", step);
    type = context.table.anonymous(step, schema, { within: entry, name: "value" }, type)
      .reference as TypeReference;
  }
  return {
    ...derivedAttributes(step, parent.type, own),
    base: parent.entry,
    depth: parent.type.depth + 1,
    content: { kind: "simple", type },
  };
}

function elements(
  particle: RawParticle | undefined,
  mixed: boolean,
  { context }: Reading,
): Pick<Body, "content" | "particle"> {
  if (mixed) return { content: { kind: "mixed" } };
  const content = { kind: "elements", group: contentGroup(particle, context) } as const;
  return particle === undefined ? { content } : { content, particle };
}

/** The content of an extension: that of the base, then its own. */
function joined(
  base: RawParticle | undefined,
  own: RawParticle | undefined,
  node: SchemaNode,
): RawParticle | undefined {
  if (base === undefined || own === undefined) return base ?? own;
  const group: RawGroup = { kind: "sequence", min: 1, max: 1, particles: [base, own], node };
  return group;
}

function ownParticle(
  children: readonly SchemaNode[],
  { schema, entry, context }: Reading,
): RawParticle | undefined {
  const content = children.filter((child) => !isAttribute(child));
  const [first, second] = content;
  if (first === undefined) return undefined;
  if (!isParticle(first)) throw unsupported(`xsd:${first.name} in a complexType`, first);
  if (second !== undefined)
    throw wrong(`xsd:${second.name} after xsd:${first.name} in a complexType`, second);
  return readParticle(first, schema, entry, context);
}

function ownAttributes(children: readonly SchemaNode[], { schema, entry, context }: Reading): AttributeUses {
  return readAttributes(children.filter(isAttribute), schema, entry, context);
}

function derivedAttributes(step: SchemaNode, base: CompiledComplexType, own: AttributeUses): AttributeUses {
  const inherited: AttributeUses = {
    attributes: base.rawAttributes,
    ...(base.anyAttribute === undefined ? {} : { anyAttribute: base.anyAttribute }),
  };
  return step.name === "extension"
    ? extendAttributes(inherited, own, step)
    : restrictAttributes(inherited, own);
}

function baseOf(step: SchemaNode): string {
  const base = step.attributes.get("base");
  if (base === undefined) throw wrong(`xsd:${step.name} has no base`, step);
  return base;
}

function complexBase(
  reference: TypeReference,
  at: SchemaNode,
  context: SchemaContext,
): { entry: TypeEntry; type: CompiledComplexType } {
  const entry = reference.kind === "complex" ? context.table.entries[reference.index] : undefined;
  if (entry === undefined) throw wrong("the base of complex content is a simple type", at);
  return { entry, type: context.complex(entry, at) };
}
