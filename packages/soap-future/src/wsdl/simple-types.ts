import { type FacetsDescriptor, type SimpleTypeDescriptor, type TypeReference } from "../descriptor.ts";
import { isAttribute } from "./attributes.ts";
import { checkNesting, type SchemaContext, typeNamed } from "./context.ts";
import { readFacets } from "./facets.ts";
import { type Schema } from "./schema-index.ts";
import { documentationOf, type SchemaNode, schemaChildren, unsupported, wrong } from "./schema-node.ts";
import { type TypeEntry } from "./type-table.ts";

type SimpleType = Pick<SimpleTypeDescriptor, "variety" | "facets" | "documentation">;

const noFacets: FacetsDescriptor = {};

/** A simple type definition (XML Schema Part 1 section 3.14), or a restriction inside simple content. */
export function readSimpleType(entry: TypeEntry, context: SchemaContext): SimpleType {
  if (entry.definition === undefined) throw new Error("a simple type without a definition");
  const { node, schema } = entry.definition;
  if (node.name === "restriction") return readRestriction(node, schema, entry, context);
  const documentation = documentationOf(node);
  const [step, ...others] = schemaChildren(node);
  if (step === undefined || others.length > 0)
    throw wrong("a simpleType does not hold one restriction, list or union", node);
  if (step.name === "restriction")
    return { ...readRestriction(step, schema, entry, context), ...documentation };
  if (step.name === "list") {
    const item = one(typesOf(step, "itemType", "item", schema, entry, context), step);
    return { variety: { kind: "list", item }, facets: noFacets, ...documentation };
  }
  if (step.name === "union") {
    const members = typesOf(step, "memberTypes", "member", schema, entry, context);
    if (members.length === 0) throw wrong("xsd:union has no members", step);
    return { variety: { kind: "union", members }, facets: noFacets, ...documentation };
  }
  throw unsupported(`xsd:${step.name} in a simpleType`, step);
}

function readRestriction(
  node: SchemaNode,
  schema: Schema,
  entry: TypeEntry,
  context: SchemaContext,
): SimpleType {
  const children = schemaChildren(node).filter((child) => !isAttribute(child));
  const inline = children.filter(({ name }) => name === "simpleType");
  const facets = readFacets(children.filter(({ name }) => name !== "simpleType"));
  const own = inline.length > 0 || entry.restricted === undefined;
  const base = own
    ? one(
        typesOf(node, entry.restricted === undefined ? "base" : undefined, "base", schema, entry, context),
        node,
      )
    : entry.restricted;
  return { variety: { kind: "atomic", base: base as TypeReference }, facets };
}

/** The types that an attribute names, then those that are defined inside. */
function typesOf(
  node: SchemaNode,
  attribute: string | undefined,
  name: string,
  schema: Schema,
  within: TypeEntry,
  context: SchemaContext,
): TypeReference[] {
  const words = (attribute === undefined ? "" : (node.attributes.get(attribute) ?? "")).split(/\s+/);
  const named = words.filter((word) => word !== "").map((word) => typeNamed(word, node, schema, context));
  const wrongOne = named.find(
    (type) => type.kind === "complex" || (type.kind === "builtin" && type.name === "anyType"),
  );
  if (wrongOne !== undefined) throw wrong(`${attribute ?? name} is not a simple type`, node);
  const inline = schemaChildren(node).filter((child) => child.name === "simpleType");
  return [
    ...named,
    ...inline.map(
      (each) => context.table.anonymous(each, schema, { within, name }).reference as TypeReference,
    ),
  ];
}

function one(types: readonly TypeReference[], node: SchemaNode): TypeReference {
  const [type, ...others] = types;
  if (type === undefined || others.length > 0) throw wrong(`xsd:${node.name} is not of one type`, node);
  return type;
}

/** Types that a text is tried as, one after another: a few unions of unions stand for any number of them. */
const maxUnionMembers = 1000;

/**
 * Fails where simple types are made of themselves, or of others in more steps than {@link maxNesting}, or where a text
 * would have to be tried as more types than anybody means.
 */
export function checkSimpleTypes(entries: readonly TypeEntry[]): void {
  const simple = entries.filter(({ kind }) => kind === "simple");
  const byReference = new Map(simple.map((entry) => [entry.reference as TypeReference, entry]));
  const depths = new Map<TypeEntry, number>();
  const tries = new Map<TypeEntry, number>();
  const open = new Set<TypeEntry>();
  const depthOf = (entry: TypeEntry): number => {
    const known = depths.get(entry);
    if (known !== undefined) return known;
    const node = entry.definition?.node;
    if (open.has(entry) && node !== undefined) throw wrong("a simple type is made of itself", node);
    open.add(entry);
    if (node !== undefined) checkNesting(open.size, "simple types are derived", node);
    let depth = 1;
    let members = 0;
    for (const part of partsOf(entry)) {
      const below = byReference.get(part);
      if (below !== undefined) depth = Math.max(depth, 1 + depthOf(below));
      members += below === undefined ? 1 : (tries.get(below) ?? 1);
    }
    if (node !== undefined) checkNesting(depth, "simple types are derived", node);
    if (node !== undefined && members > maxUnionMembers)
      throw wrong(`a union has more members than maxUnionMembers (${maxUnionMembers})`, node);
    tries.set(entry, members);
    open.delete(entry);
    depths.set(entry, depth);
    return depth;
  };
  for (const entry of simple) depthOf(entry);
}

/** The types that a simple type is made of. */
export function partsOf({ simple }: TypeEntry): readonly TypeReference[] {
  if (simple === undefined) return [];
  const { variety } = simple;
  if (variety.kind === "atomic") return [variety.base];
  return variety.kind === "list" ? [variety.item] : variety.members;
}
