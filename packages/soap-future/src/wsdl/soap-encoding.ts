import { type ContentDescriptor, type TypeReference } from "../descriptor.ts";
import { isAttribute } from "./attributes.ts";
import { builtinReference, type SchemaContext, typeOf } from "./context.ts";
import { wsdlNamespace } from "./names.ts";
import { isParticle, readParticle } from "./particles.ts";
import { type RawParticle } from "./raw-particle.ts";
import { expandReference, type Schema } from "./schema-index.ts";
import { type SchemaNode, schemaChildren, unsupported, wrong } from "./schema-node.ts";
import { type TypeEntry } from "./type-table.ts";
import { isEncodingNamespace } from "./well-known.ts";

type ArrayContent = Extract<ContentDescriptor, { kind: "array" }>;

/**
 * What derives from SOAP-ENC:Array. Its items are said in one of two ways: `wsdl:arrayType` (WSDL 1.1 section 2.2),
 * or a sequence of one element. The first has the last word on their type, the second on their name.
 */
export function readArray(
  step: SchemaNode,
  schema: Schema,
  entry: TypeEntry,
  context: SchemaContext,
  inherited?: ArrayContent,
): ArrayContent {
  const children = schemaChildren(step);
  const other = children.find((child) => !isParticle(child) && !isAttribute(child));
  if (other !== undefined) throw unsupported(`xsd:${other.name} in an array`, other);
  const group = children.find(isParticle);
  const element =
    group === undefined ? undefined : onlyItem(readParticle(group, schema, entry, context), step);
  const named = arrayType(children, schema, entry, context);
  const itemOfElement = element?.kind === "element" ? element.type : undefined;
  return {
    kind: "array",
    item: named ?? itemOfElement ?? inherited?.item ?? builtinReference("anyType", context),
    itemName: element?.kind === "element" ? element.name : (inherited?.itemName ?? "item"),
  };
}

/** The particle that stands for all items. */
function onlyItem(particle: RawParticle, at: SchemaNode): RawParticle | undefined {
  if (particle.kind === "element" || particle.kind === "any") return particle;
  if (particle.particles.length > 1) throw unsupported("an array with items of several names", at);
  const [only] = particle.particles;
  return only === undefined ? undefined : onlyItem(only, at);
}

function arrayType(
  children: readonly SchemaNode[],
  schema: Schema,
  entry: TypeEntry,
  context: SchemaContext,
): TypeReference | undefined {
  for (const node of children) {
    const reference = node.name === "attribute" ? node.attributes.get("ref") : undefined;
    const written = node.attributes.get(`{${wsdlNamespace}}arrayType`);
    if (reference === undefined || written === undefined) continue;
    const { namespace, name } = expandReference(reference, node, schema);
    if (isEncodingNamespace(namespace) && name === "arrayType")
      return itemType(written, node, schema, entry, context);
  }
  return undefined;
}

/** `tns:Item[]`; `tns:Item[][]` is an array of arrays. Sizes are examples, not limits. */
function itemType(
  written: string,
  node: SchemaNode,
  schema: Schema,
  entry: TypeEntry,
  context: SchemaContext,
): TypeReference {
  const match = /^([^[\]]+)((?:\[[\d, ]*\])+)$/.exec(written.trim());
  if (match === null) throw wrong(`arrayType=${JSON.stringify(written)} is not a name with []`, node);
  const [, name = "", brackets = ""] = match;
  if (brackets.includes(",")) throw unsupported("an array of several dimensions", node);
  const dimensions = brackets.split("[").length - 1;
  if (dimensions > maxDimensions) throw wrong(`arrays in arrays past maxDimensions (${maxDimensions})`, node);
  let item = typeOf(expandReference(name, node, schema), node, context);
  for (let dimension = 1; dimension < dimensions; dimension++) {
    const content: ArrayContent = { kind: "array", item, itemName: "item" };
    item = context.table.synthetic({ within: entry, name: "item" }, content).reference as TypeReference;
  }
  return item;
}

const maxDimensions = 8;
