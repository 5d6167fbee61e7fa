import { type BuiltinType, type ServiceDescriptor, type TypeReference } from "../descriptor.ts";
import { isIntegerType, smallIntegers } from "../schema/builtin.ts";
import { type TypeNames } from "./names.ts";

/** Writes references to types, and remembers what the module must have because of them. */
export interface References {
  readonly descriptor: ServiceDescriptor;
  readonly names: TypeNames;
  /** The type of a value: a name, a builtin of TypeScript, or a union. */
  of(reference: TypeReference): string;
  /** The type of a value of a complex type or of one that is derived from it. */
  complex(index: number): string;
  /** `XmlElement`, which the module then imports. */
  xmlElement(): string;
  readonly needs: { xmlElement: boolean; anyValue: boolean };
}

/** Complex types that xsi:type may name in the place of one, itself left out: all that are derived from it. */
export function derivedTypes({ types }: ServiceDescriptor): ReadonlyMap<number, readonly number[]> {
  const derived = new Map<number, number[]>();
  for (const [index, type] of types.entries()) {
    if (type.qname === undefined || type.abstract === true) continue;
    const seen = new Set([index]);
    for (let base = type.base; base !== undefined && !seen.has(base); base = types[base]?.base) {
      seen.add(base);
      derived.set(base, [...(derived.get(base) ?? []), index]);
    }
  }
  return derived;
}

export function createReferences(
  descriptor: ServiceDescriptor,
  names: TypeNames,
  families: ReadonlyMap<number, string>,
): References {
  const needs = { xmlElement: false, anyValue: false };
  const references: References = {
    descriptor,
    names,
    needs,
    of(reference) {
      if (reference.kind === "complex") return references.complex(reference.index);
      if (reference.kind === "simple") return names.simple[reference.index] ?? "never";
      if (reference.name === "anyType") {
        needs.anyValue = true;
        // Elements that no schema describes are a part of it.
        return references.xmlElement() && "AnyValue";
      }
      return builtinText(reference.name);
    },
    complex: (index) => families.get(index) ?? names.complex[index] ?? "never",
    xmlElement() {
      needs.xmlElement = true;
      return "XmlElement";
    },
  };
  return references;
}

function builtinText(type: BuiltinType): string {
  // Whichever simple type xsi:type names; text without it.
  if (type === "anySimpleType") return "string | number | bigint | boolean | Uint8Array | unknown[]";
  if (type === "boolean") return "boolean";
  if (type === "base64Binary" || type === "hexBinary") return "Uint8Array";
  if (type === "NMTOKENS" || type === "IDREFS" || type === "ENTITIES") return "string[]";
  if (type === "float" || type === "double" || smallIntegers.has(type)) return "number";
  return isIntegerType(type) ? "number | bigint" : "string";
}

export function arrayOf(item: string): string {
  return /[|&]/.test(item) ? `(${item})[]` : `${item}[]`;
}

export function nullable(type: string, nillable: boolean): string {
  return nillable ? `${type} | null` : type;
}
