import { type TypeReference } from "../descriptor.ts";
import { builtinReference, checkNesting, countParticles, type SchemaContext, typeNamed } from "./context.ts";
import { schemaNamespace } from "./names.ts";
import { occurrenceOf } from "./occurrence.ts";
import { type ElementDeclaration, type RawElement, type RawGroup, type RawParticle } from "./raw-particle.ts";
import {
  blocksSubstitution,
  type Component,
  expandReference,
  isQualified,
  type Schema,
} from "./schema-index.ts";
import {
  booleanAttribute,
  clark,
  documentationOf,
  ncNameOf,
  type SchemaNode,
  schemaChildren,
  unsupported,
  wrong,
} from "./schema-node.ts";
import { type Naming, type TypeEntry } from "./type-table.ts";
import { wildcardOf } from "./wildcards.ts";

const groupKinds: ReadonlySet<string> = new Set(["sequence", "choice", "all"]);

export function isParticle({ name }: SchemaNode): boolean {
  return groupKinds.has(name) || name === "group";
}

/** A model group, a reference to one, an element or a wildcard (XML Schema Part 1 section 3.9). */
export function readParticle(
  node: SchemaNode,
  schema: Schema,
  within: TypeEntry | string,
  context: SchemaContext,
  depth = 0,
): RawParticle {
  checkNesting(depth, "groups are nested", node);
  if (node.name === "element") return readElement(node, schema, within, context);
  if (node.name === "any") return { kind: "any", ...occurrenceOf(node), ...wildcardOf(node, schema), node };
  if (node.name === "group") {
    const particles = [groupReference(node, schema, context, depth)];
    return { kind: "sequence", particles, ...occurrenceOf(node), node };
  }
  return modelGroup(node, schema, within, context, depth);
}

function modelGroup(
  node: SchemaNode,
  schema: Schema,
  within: TypeEntry | string,
  context: SchemaContext,
  depth: number,
): RawGroup {
  const { name } = node;
  if (name !== "sequence" && name !== "choice" && name !== "all") throw unsupported(`xsd:${name} here`, node);
  const particles = schemaChildren(node).map((child) =>
    readParticle(child, schema, within, context, depth + 1),
  );
  const { min, max } = occurrenceOf(node);
  if (name === "all" && (max === "unbounded" || max > 1)) throw wrong("xsd:all cannot be repeated", node);
  return { kind: name, min, max, particles, node };
}

/** The content of a named group, read once. */
function groupReference(node: SchemaNode, schema: Schema, context: SchemaContext, depth: number): RawGroup {
  const written = node.attributes.get("ref");
  if (written === undefined) throw wrong("xsd:group has no ref", node);
  const component = context.index.get("group", expandReference(written, node, schema), node);
  const known = context.groups.get(component);
  if (known === "open") throw wrong(`the group ${clark(component)} contains itself`, node);
  if (known !== undefined) return known;
  context.groups.set(component, "open");
  const [content, ...others] = schemaChildren(component.node);
  if (content === undefined || others.length > 0)
    throw wrong(`the group ${clark(component)} does not hold one sequence, choice or all`, component.node);
  const group = modelGroup(content, component.schema, component.name, context, depth);
  context.groups.set(component, group);
  return group;
}

function readElement(
  node: SchemaNode,
  schema: Schema,
  within: TypeEntry | string,
  context: SchemaContext,
): RawParticle {
  const occurrence = occurrenceOf(node);
  const written = node.attributes.get("ref");
  if (written === undefined) {
    const name = ncNameOf(node);
    const qualified = isQualified(node, "form", schema.elementsQualified);
    const namespace = qualified ? schema.targetNamespace : "";
    const declaration = declarationOf(node, schema, { within, name }, context);
    return { kind: "element", namespace, name, ...declaration, ...occurrence, node };
  }
  const reference = expandReference(written, node, schema);
  // How .NET says that a data set brings its schema along; there is no declaration of it to read.
  if (reference.namespace === schemaNamespace && reference.name === "schema")
    return { kind: "any", namespaces: [schemaNamespace], ...occurrence, node };
  const component = context.index.get("element", reference, node);
  const candidates = substitutable(component, context);
  // Each reference to its head brings the whole substitution group again.
  if (candidates.length > 1) countParticles(context, candidates.length, node);
  const [only, ...others] = candidates.map((each): RawElement => {
    return { kind: "element", ...globalElement(each, context), min: 1, max: 1, node };
  });
  if (only !== undefined && others.length === 0) return { ...only, ...documentationOf(node), ...occurrence };
  if (only === undefined && occurrence.min > 0)
    throw unsupported(
      `the element ${clark(component)}, which is abstract and which none may stand for,`,
      node,
    );
  return { kind: "choice", particles: only === undefined ? [] : [only, ...others], ...occurrence, node };
}

/** What may stand where an element is referred to: itself unless it is abstract, and its substitution group. */
function substitutable(head: Component, context: SchemaContext): Component[] {
  const found = [head];
  const blocked =
    blocksSubstitution(head.node.attributes.get("block")) ||
    (head.schema.substitutionBlocked && !head.node.attributes.has("block"));
  if (!blocked) {
    const seen = new Set(found);
    // The list grows while it is walked.
    for (const element of found) {
      for (const substitute of context.index.substitutesOf(element)) {
        if (seen.size < seen.add(substitute).size) found.push(substitute);
      }
    }
  }
  return found.filter(({ node }) => !booleanAttribute(node, "abstract"));
}

/** A declaration that stands directly in a schema. */
export function globalElement(component: Component, context: SchemaContext): ElementDeclaration {
  const { namespace, name, node, schema } = component;
  return { namespace, name, ...declarationOf(node, schema, { name }, context) };
}

function declarationOf(
  node: SchemaNode,
  schema: Schema,
  naming: Naming,
  context: SchemaContext,
): Omit<ElementDeclaration, "namespace" | "name"> {
  return {
    type: elementType(node, schema, naming, context),
    nillable: booleanAttribute(node, "nillable"),
    ...valueConstraint(node),
    ...documentationOf(node),
  };
}

/** `default` or `fixed`. */
export function valueConstraint(node: SchemaNode): { default?: string; fixed?: string } {
  const preset = node.attributes.get("default");
  const fixed = node.attributes.get("fixed");
  if (preset !== undefined && fixed !== undefined) throw wrong("default and fixed exclude each other", node);
  return { ...(preset === undefined ? {} : { default: preset }), ...(fixed === undefined ? {} : { fixed }) };
}

const identityConstraints: ReadonlySet<string> = new Set(["key", "unique", "keyref"]);

function elementType(
  node: SchemaNode,
  schema: Schema,
  naming: Naming,
  context: SchemaContext,
): TypeReference {
  const written = node.attributes.get("type");
  const definitions = schemaChildren(node).filter(({ name }) => !identityConstraints.has(name));
  const [definition] = definitions;
  if (definitions.length > (written === undefined ? 1 : 0))
    throw wrong(`the element ${naming.name} has more than one type`, node);
  if (written !== undefined) return typeNamed(written, node, schema, context);
  if (definition !== undefined) {
    if (definition.name !== "simpleType" && definition.name !== "complexType")
      throw unsupported(`xsd:${definition.name} in an element`, definition);
    return context.table.anonymous(definition, schema, naming).reference as TypeReference;
  }
  return headType(node, schema, context);
}

/** An element without a type has that of the head of its substitution group, or any. */
function headType(node: SchemaNode, schema: Schema, context: SchemaContext): TypeReference {
  const seen = new Set<SchemaNode>();
  // What one element of a long chain finds, those on the way there need not look for.
  const found = (type: TypeReference): TypeReference => {
    for (const each of seen) context.headTypes.set(each, type);
    return type;
  };
  let at = { node, schema };
  for (;;) {
    const known = context.headTypes.get(at.node);
    if (known !== undefined) return found(known);
    const head = at.node.attributes.get("substitutionGroup");
    if (head === undefined) return found(builtinReference("anyType", context));
    if (seen.size === seen.add(at.node).size) throw wrong("a substitution group contains itself", node);
    const component = context.index.get("element", expandReference(head, at.node, at.schema), at.node);
    const typed =
      component.node.attributes.has("type") ||
      schemaChildren(component.node).some(({ name }) => !identityConstraints.has(name));
    if (typed) return found(globalElement(component, context).type);
    at = component;
  }
}
