import { type QName } from "../descriptor.ts";
import { type SchemaSource } from "./bundle.ts";
import { schemaNamespace } from "./names.ts";
import {
  clark,
  expandName,
  ncNameOf,
  type SchemaNode,
  schemaChildren,
  unsupported,
  wrong,
} from "./schema-node.ts";

/** A schema and the defaults that hold for what is declared in it. */
export interface Schema {
  readonly node: SchemaNode;
  readonly targetNamespace: string;
  readonly chameleon: boolean;
  readonly elementsQualified: boolean;
  readonly attributesQualified: boolean;
  readonly substitutionBlocked: boolean;
}

/** What stands directly in a schema and has a name. */
export interface Component extends QName {
  readonly node: SchemaNode;
  readonly schema: Schema;
}

/** Types share one symbol space (XML Schema Part 1 section 2.5). */
export type ComponentKind = "element" | "attribute" | "type" | "group" | "attributeGroup";

const kinds: Readonly<Record<string, ComponentKind>> = {
  element: "element",
  attribute: "attribute",
  complexType: "type",
  simpleType: "type",
  group: "group",
  attributeGroup: "attributeGroup",
};
const ignored: ReadonlySet<string> = new Set(["import", "include", "notation"]);

/** The components of all schemas by expanded name. */
export interface SchemaIndex {
  find(kind: ComponentKind, name: QName): Component | undefined;
  /** Fails with the place of what refers to it. */
  get(kind: ComponentKind, name: QName, at: SchemaNode): Component;
  /** All named types, in the order of the documents. */
  readonly types: readonly Component[];
  /** Complex types that say they extend or restrict this one. */
  derivedFrom(type: QName): readonly Component[];
  /** Elements that may stand for this one directly (XML Schema Part 1 section 3.3.2). */
  substitutesOf(element: QName): readonly Component[];
}

export function indexSchemas(sources: readonly SchemaSource[]): SchemaIndex {
  const components = new Map<string, Component>();
  const types: Component[] = [];
  const derived = new Map<string, Component[]>();
  const substitutes = new Map<string, Component[]>();
  for (const source of sources) {
    const schema = schemaOf(source);
    for (const node of schemaChildren(source.node)) {
      if (ignored.has(node.name)) continue;
      const kind = Object.hasOwn(kinds, node.name) ? kinds[node.name] : undefined;
      if (kind === undefined) throw unsupported(`xsd:${node.name} in a schema`, node);
      const component: Component = { namespace: schema.targetNamespace, name: ncNameOf(node), node, schema };
      const key = `${kind} ${clark(component)}`;
      const other = components.get(key);
      if (other !== undefined) throw twice(component, other);
      components.set(key, component);
      if (kind === "type") types.push(component);
      if (node.name === "complexType") addTo(derived, baseOf(component), component);
      if (kind === "element") addTo(substitutes, headOf(component), component);
    }
  }
  const find = (kind: ComponentKind, name: QName): Component | undefined =>
    components.get(`${kind} ${clark(name)}`);
  return {
    find,
    get(kind, name, at) {
      const found = find(kind, name);
      if (found === undefined)
        throw wrong(`the ${kind} ${clark(name)} is not ${kind === "type" ? "defined" : "declared"}`, at);
      return found;
    },
    types,
    derivedFrom: (type) => derived.get(clark(type)) ?? [],
    substitutesOf: (element) => substitutes.get(clark(element)) ?? [],
  };
}

/** Expands a reference between components: inside a chameleon, no namespace is that of the schema around it. */
export function expandReference(written: string, at: SchemaNode, schema: Schema): QName {
  const expanded = expandName(written, at);
  if (expanded.namespace === "" && schema.chameleon)
    return { namespace: schema.targetNamespace, name: expanded.name };
  return expanded;
}

function schemaOf({ node, targetNamespace, chameleon }: SchemaSource): Schema {
  return {
    node,
    targetNamespace,
    chameleon,
    elementsQualified: isQualified(node, "elementFormDefault", false),
    attributesQualified: isQualified(node, "attributeFormDefault", false),
    substitutionBlocked: blocksSubstitution(node.attributes.get("blockDefault")),
  };
}

/** What an attribute such as `form` says, or else the default. */
export function isQualified(node: SchemaNode, attribute: string, otherwise: boolean): boolean {
  const form = node.attributes.get(attribute)?.trim();
  if (form === undefined) return otherwise;
  if (form !== "qualified" && form !== "unqualified")
    throw wrong(`${attribute}=${JSON.stringify(form)} is neither qualified nor unqualified`, node);
  return form === "qualified";
}

export function blocksSubstitution(block: string | undefined): boolean {
  const words = block?.split(/\s+/) ?? [];
  return words.includes("#all") || words.includes("substitution");
}

function baseOf({ node, schema }: Component): string | undefined {
  const content = node.children.find(
    ({ namespace, name }) =>
      namespace === schemaNamespace && (name === "complexContent" || name === "simpleContent"),
  );
  const step = content?.children.find(({ attributes }) => attributes.has("base"));
  const base = step?.attributes.get("base");
  return step === undefined || base === undefined ? undefined : clark(expandReference(base, step, schema));
}

function headOf({ node, schema }: Component): string | undefined {
  const head = node.attributes.get("substitutionGroup");
  return head === undefined ? undefined : clark(expandReference(head, node, schema));
}

function addTo(map: Map<string, Component[]>, key: string | undefined, component: Component): void {
  if (key === undefined) return;
  const list = map.get(key);
  if (list === undefined) map.set(key, [component]);
  else list.push(component);
}

function twice(component: Component, other: Component): Error {
  const { file, line } = other.node;
  const same = component.node.file === file ? `line ${line}` : `${file}:${line}`;
  return wrong(`the ${component.node.name} ${clark(component)} is there already (${same})`, component.node);
}
