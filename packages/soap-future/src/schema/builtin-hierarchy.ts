import { type BuiltinType, builtinTypes } from "../descriptor.ts";

const names: ReadonlySet<string> = new Set(builtinTypes);

export function isBuiltinType(name: string): name is BuiltinType {
  return names.has(name);
}

/** Which builtin type another is derived from, where it is not anySimpleType (XML Schema Part 2 section 3). */
const bases: Partial<Record<BuiltinType, BuiltinType>> = {
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

/** True when each value of a type is one of the other too. */
export function isDerivedBuiltin(type: BuiltinType, from: BuiltinType): boolean {
  if (from === "anyType" || (from === "anySimpleType" && type !== "anyType")) return true;
  for (let at: BuiltinType | undefined = type; at !== undefined; at = bases[at]) if (at === from) return true;
  return false;
}
