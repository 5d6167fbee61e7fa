import { builtinTypes, type ServiceDescriptor, type TypeReference } from "../descriptor.ts";
import { schemaNamespace } from "../wsdl/names.ts";
import { expandedName } from "./qualified-names.ts";

/** Types by the names that xsi:type says, as `{namespace}name`. */
export interface TypeNames {
  find(name: string): TypeReference | undefined;
  /** The name of a type; undefined for anonymous ones. */
  nameOf(reference: TypeReference): string | undefined;
  /** True when each value of `type` may stand where `base` is declared (XML Schema Part 1 section 3.4.6). */
  isDerived(type: TypeReference, base: TypeReference): boolean;
}

/** Types that the builtin ones are derived from; those not listed are from anySimpleType (Part 2 section 3). */
const builtinBases: Readonly<Record<string, string>> = {
  normalizedString: "string",
  token: "normalizedString",
  language: "token",
  Name: "token",
  NMTOKEN: "token",
  NCName: "Name",
  ID: "NCName",
  IDREF: "NCName",
  ENTITY: "NCName",
  integer: "decimal",
  nonPositiveInteger: "integer",
  negativeInteger: "nonPositiveInteger",
  long: "integer",
  int: "long",
  short: "int",
  byte: "short",
  nonNegativeInteger: "integer",
  positiveInteger: "nonNegativeInteger",
  unsignedLong: "nonNegativeInteger",
  unsignedInt: "unsignedLong",
  unsignedShort: "unsignedInt",
  unsignedByte: "unsignedShort",
};

export function createTypeNames({
  types,
  simpleTypes,
}: Pick<ServiceDescriptor, "types" | "simpleTypes">): TypeNames {
  const byName = new Map<string, TypeReference>();
  for (const name of builtinTypes) byName.set(expandedName(schemaNamespace, name), { kind: "builtin", name });
  for (const [index, { qname }] of simpleTypes.entries())
    if (qname) byName.set(expandedName(qname.namespace, qname.name), { kind: "simple", index });
  for (const [index, { qname }] of types.entries())
    if (qname) byName.set(expandedName(qname.namespace, qname.name), { kind: "complex", index });

  const baseOf = (type: TypeReference): TypeReference | undefined => {
    if (type.kind === "complex") {
      const base = types[type.index]?.base;
      return base === undefined ? { kind: "builtin", name: "anyType" } : { kind: "complex", index: base };
    }
    if (type.kind === "simple") {
      const variety = simpleTypes[type.index]?.variety;
      return variety?.kind === "atomic" ? variety.base : { kind: "builtin", name: "anySimpleType" };
    }
    if (type.name === "anyType") return undefined;
    if (type.name === "anySimpleType") return { kind: "builtin", name: "anyType" };
    return byName.get(expandedName(schemaNamespace, builtinBases[type.name] ?? "anySimpleType"));
  };

  return {
    find: (name) => byName.get(name),
    nameOf(reference) {
      if (reference.kind === "builtin") return expandedName(schemaNamespace, reference.name);
      const list = reference.kind === "complex" ? types : simpleTypes;
      const qname = list[reference.index]?.qname;
      return qname && expandedName(qname.namespace, qname.name);
    },
    isDerived(type, base) {
      // A chain of bases is no longer than the list of types, unless it goes in a circle.
      let steps = types.length + simpleTypes.length + builtinTypes.length;
      for (
        let each: TypeReference | undefined = type;
        each !== undefined && steps > 0;
        each = baseOf(each), steps--
      )
        if (sameType(each, base)) return true;
      return false;
    },
  };
}

export function sameType(left: TypeReference, right: TypeReference): boolean {
  if (left.kind === "builtin") return right.kind === "builtin" && left.name === right.name;
  return right.kind !== "builtin" && left.kind === right.kind && left.index === right.index;
}
