import { type SimpleTypeDescriptor, type TypeReference } from "../descriptor.ts";
import { schemaInstanceNamespace, schemaNamespace } from "../wsdl/names.ts";
import { shorten } from "../xml/characters.ts";
import { type XmlAttribute } from "../xml/element.ts";
import { isBuiltinType, isDerivedBuiltin } from "./builtin-hierarchy.ts";
import { type Resolve } from "./decode-leaf.ts";
import { type DecodePlans } from "./decode-plan.ts";

export interface InstanceType {
  readonly type: TypeReference;
  /** The expanded name of the type, where the schema alone does not say it. */
  readonly $type: string | undefined;
}

/**
 * The type of an element: the declared one, or the one that xsi:type names (XML Schema Part 1 section 2.6.1), which
 * must be derived from it. Returns what is wrong otherwise: a sender cannot choose how its data is read.
 */
export function instanceType(
  plans: DecodePlans,
  declared: TypeReference,
  attributes: readonly XmlAttribute[],
  resolve: Resolve,
): InstanceType | string {
  const written = attributes
    .find(({ namespace, name }) => namespace === schemaInstanceNamespace && name === "type")
    ?.value.trim();
  if (written === undefined) return { type: declared, $type: undefined };
  const colon = written.indexOf(":");
  const namespace = resolve(colon === -1 ? "" : written.slice(0, colon));
  if (namespace === undefined) return `xsi:type ${shorten(written)} has a prefix that is not declared`;
  const name = written.slice(colon + 1);
  const type = typeNamed(plans, namespace, name);
  if (type === undefined) return `xsi:type names {${shorten(namespace)}}${shorten(name)}, which is not known`;
  if (sameType(type, declared)) return { type: declared, $type: undefined };
  if (!isDerived(plans, type, declared))
    return `xsi:type names {${shorten(namespace)}}${shorten(name)}, which is not derived from the declared type`;
  // A simple value has no place for the name of its type, and needs none, but where any type may stand.
  const keepsName = type.kind === "complex" || (declared.kind === "builtin" && declared.name === "anyType");
  return { type, $type: keepsName ? `{${namespace}}${name}` : undefined };
}

function typeNamed(plans: DecodePlans, namespace: string, name: string): TypeReference | undefined {
  if (namespace === schemaNamespace) return isBuiltinType(name) ? { kind: "builtin", name } : undefined;
  return plans.named({ namespace, name });
}

function sameType(one: TypeReference, other: TypeReference): boolean {
  if (one.kind === "builtin") return other.kind === "builtin" && one.name === other.name;
  return other.kind === one.kind && one.index === other.index;
}

function isDerived(plans: DecodePlans, type: TypeReference, from: TypeReference): boolean {
  if (from.kind === "builtin" && from.name === "anyType") return true;
  const { types, simpleTypes } = plans.descriptor;
  const seen = new Set<number>();
  for (let at: TypeReference | undefined = type; at !== undefined; at = parentOf(at)) {
    if (sameType(at, from)) return true;
    if (at.kind === "builtin") return from.kind === "builtin" && isDerivedBuiltin(at.name, from.name);
    // A descriptor that was made by hand may go round in circles.
    if (at.kind === "complex" && seen.size === seen.add(at.index).size) return false;
  }
  return false;

  function parentOf(at: TypeReference): TypeReference | undefined {
    if (at.kind === "complex") {
      const base = types[at.index]?.base;
      return base === undefined ? undefined : { kind: "complex", index: base };
    }
    return at.kind === "simple" ? baseOf(simpleTypes[at.index]) : undefined;
  }
}

/** What a simple type is derived from; a list and a union are derived from anySimpleType. */
function baseOf(type: SimpleTypeDescriptor | undefined): TypeReference | undefined {
  if (type === undefined) return undefined;
  return type.variety.kind === "atomic" ? type.variety.base : { kind: "builtin", name: "anySimpleType" };
}
