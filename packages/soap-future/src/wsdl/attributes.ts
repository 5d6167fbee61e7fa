import { type AttributeDescriptor, type TypeReference, type WildcardDescriptor } from "../descriptor.ts";
import { checkNesting, type SchemaContext, typeNamed } from "./context.ts";
import { createNameKeys } from "./keys.ts";
import { valueConstraint } from "./particles.ts";
import { type RawAttribute } from "./raw-attribute.ts";
import { type Component, expandReference, isQualified, type Schema } from "./schema-index.ts";
import { clark, ncNameOf, type SchemaNode, schemaChildren, unsupported, wrong } from "./schema-node.ts";
import { type Naming, type TypeEntry } from "./type-table.ts";
import { intersect, unite, wildcardOf } from "./wildcards.ts";
import { isEncodingNamespace, wellKnownAttribute } from "./well-known.ts";

/** Attributes and the wildcard for others, as one type or attribute group has them. */
export interface AttributeUses {
  readonly attributes: readonly RawAttribute[];
  readonly anyAttribute?: WildcardDescriptor;
}

const kinds: ReadonlySet<string> = new Set(["attribute", "attributeGroup", "anyAttribute"]);

export function isAttribute({ name }: SchemaNode): boolean {
  return kinds.has(name);
}

/** What a list of `attribute`, `attributeGroup` and `anyAttribute` comes to (XML Schema Part 1 section 3.4.2). */
export function readAttributes(
  nodes: readonly SchemaNode[],
  schema: Schema,
  within: TypeEntry | string,
  context: SchemaContext,
  open: readonly Component[] = [],
): AttributeUses {
  const attributes: RawAttribute[] = [];
  let anyAttribute: WildcardDescriptor | undefined;
  const narrow = (wildcard: WildcardDescriptor | undefined, at: SchemaNode): void => {
    if (wildcard !== undefined)
      anyAttribute = anyAttribute === undefined ? wildcard : intersect(anyAttribute, wildcard, at);
  };
  for (const node of nodes) {
    if (node.name === "anyAttribute") narrow(wildcardOf(node, schema), node);
    else if (node.name === "attributeGroup") {
      const group = readAttributeGroup(node, schema, context, open);
      attributes.push(...group.attributes);
      if (attributes.length > maxAttributes)
        throw wrong(`more attributes than maxAttributes (${maxAttributes})`, node);
      narrow(group.anyAttribute, node);
    } else attributes.push(...readAttribute(node, schema, within, context));
  }
  return { attributes, ...(anyAttribute === undefined ? {} : { anyAttribute }) };
}

/** Attributes of one type; groups in groups can say more than they are long. */
const maxAttributes = 10_000;

function readAttributeGroup(
  node: SchemaNode,
  schema: Schema,
  context: SchemaContext,
  open: readonly Component[],
): AttributeUses {
  const written = node.attributes.get("ref");
  if (written === undefined) throw wrong("xsd:attributeGroup has no ref", node);
  const group = context.index.get("attributeGroup", expandReference(written, node, schema), node);
  if (open.includes(group)) throw wrong(`the attribute group ${clark(group)} contains itself`, node);
  checkNesting(open.length + 1, "attribute groups are nested", node);
  const children = schemaChildren(group.node);
  const other = children.find((child) => !isAttribute(child));
  if (other !== undefined) throw unsupported(`xsd:${other.name} in an attribute group`, other);
  return readAttributes(children, group.schema, group.name, context, [...open, group]);
}

function readAttribute(
  node: SchemaNode,
  schema: Schema,
  within: TypeEntry | string,
  context: SchemaContext,
): RawAttribute[] {
  const use = node.attributes.get("use")?.trim() ?? "optional";
  if (use !== "required" && use !== "optional" && use !== "prohibited")
    throw wrong(`use=${JSON.stringify(use)} is neither required, optional nor prohibited`, node);
  const written = node.attributes.get("ref");
  if (written === undefined) {
    const name = ncNameOf(node);
    const namespace = isQualified(node, "form", schema.attributesQualified) ? schema.targetNamespace : "";
    const type = attributeType(node, schema, { within, name }, context);
    return [{ namespace, name, type, use, ...valueConstraint(node), node }];
  }
  const reference = expandReference(written, node, schema);
  // arrayType, offset, root and so on are part of the encoding, not of a value.
  if (isEncodingNamespace(reference.namespace)) return [];
  const known = wellKnownAttribute(reference);
  if (known !== undefined) {
    const type: TypeReference = { kind: "builtin", name: known };
    return [{ ...reference, type, use, ...valueConstraint(node), node }];
  }
  const component = context.index.get("attribute", reference, node);
  const declared = component.node;
  const type = attributeType(declared, component.schema, { name: component.name }, context);
  const constraint = { ...valueConstraint(declared), ...valueConstraint(node) };
  return [{ ...reference, type, use, ...constraint, node }];
}

function attributeType(
  node: SchemaNode,
  schema: Schema,
  naming: Naming,
  context: SchemaContext,
): TypeReference {
  const written = node.attributes.get("type");
  const [definition, ...others] = schemaChildren(node);
  if (others.length > 0 || (definition !== undefined && written !== undefined))
    throw wrong(`the attribute ${naming.name} has more than one type`, node);
  if (definition !== undefined && definition.name !== "simpleType")
    throw unsupported(`xsd:${definition.name} in an attribute`, definition);
  if (definition !== undefined)
    return context.table.anonymous(definition, schema, naming).reference as TypeReference;
  if (written === undefined) return { kind: "builtin", name: "anySimpleType" };
  const type = typeNamed(written, node, schema, context);
  if (type.kind === "complex" || (type.kind === "builtin" && type.name === "anyType"))
    throw wrong(`the attribute ${naming.name} is not of a simple type`, node);
  return type;
}

/** Extension adds; a wildcard takes what either takes. */
export function extendAttributes(base: AttributeUses, own: AttributeUses, at: SchemaNode): AttributeUses {
  const anyAttribute =
    base.anyAttribute === undefined || own.anyAttribute === undefined
      ? (own.anyAttribute ?? base.anyAttribute)
      : unite(base.anyAttribute, own.anyAttribute, at);
  return {
    attributes: [...base.attributes, ...own.attributes],
    ...(anyAttribute === undefined ? {} : { anyAttribute }),
  };
}

/** Restriction keeps what it does not say otherwise, but for the wildcard. */
export function restrictAttributes(base: AttributeUses, own: AttributeUses): AttributeUses {
  const replaced = new Map(own.attributes.map((attribute) => [clark(attribute), attribute]));
  const kept = base.attributes.map((attribute) => replaced.get(clark(attribute)) ?? attribute);
  const known = new Set(base.attributes.map(clark));
  return {
    ...own,
    attributes: [...kept, ...own.attributes.filter((attribute) => !known.has(clark(attribute)))],
  };
}

/** Attributes as the descriptor has them; prohibited ones are not there. */
export function describeAttributes(uses: readonly RawAttribute[]): AttributeDescriptor[] {
  const keyOf = createNameKeys();
  const seen = new Set<string>();
  return uses.flatMap((attribute) => {
    const { namespace, name, type, use, default: preset, fixed, node } = attribute;
    if (use === "prohibited") return [];
    const expanded = clark(attribute);
    if (seen.size === seen.add(expanded).size) throw wrong(`the attribute ${expanded} is there twice`, node);
    const constraint = {
      ...(preset === undefined ? {} : { default: preset }),
      ...(fixed === undefined ? {} : { fixed }),
    };
    return [
      { key: `@${keyOf(attribute)}`, namespace, name, type, required: use === "required", ...constraint },
    ];
  });
}
