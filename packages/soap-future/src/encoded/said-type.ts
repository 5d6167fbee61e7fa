import { builtinTypes, type ServiceDescriptor, type TypeReference } from "../descriptor.ts";
import { expandedName, parseExpandedName } from "../schema/qualified-names.ts";
import { type TypeNames } from "../schema/type-names.ts";
import { quoted, valueError } from "../schema/value-error.ts";
import { schemaNamespace } from "../wsdl/names.ts";
import { isEncodingNamespace } from "./attributes.ts";

/** The type that a value is of: a known one, or an array of anything. */
export interface SaidType {
  readonly type: TypeReference | "array";
  /** As `{namespace}name`, when the value says it. */
  readonly name?: string;
}

export type TypeResolver = (said: string, declared: TypeReference, path: string) => SaidType;

const builtins: ReadonlySet<string> = new Set(builtinTypes);

/** What xsi:type may say: the declared type or one derived from it, and the generic names of the encoding. */
export function createTypeResolver({ types }: ServiceDescriptor, names: TypeNames): TypeResolver {
  const isArray = (type: TypeReference): boolean =>
    type.kind === "complex" && types[type.index]?.content.kind === "array";
  const isAny = (type: TypeReference): boolean => type.kind === "builtin" && type.name === "anyType";

  return (said, declared, path) => {
    const parsed = parseExpandedName(said);
    const isGeneric = parsed !== undefined && isEncodingNamespace(parsed.namespace);
    if (isGeneric && parsed.name === "Array") {
      if (isArray(declared)) return { type: declared };
      if (isAny(declared)) return { type: "array", name: said };
    }
    if (isGeneric && parsed.name === "Struct") {
      if (declared.kind === "complex" && !isArray(declared)) return { type: declared };
      if (isAny(declared)) return { type: declared };
    }
    // SOAP 1.1 section 5.2.2: the encoding has elements and types of the builtin ones' names.
    const name = isGeneric && builtins.has(parsed.name) ? expandedName(schemaNamespace, parsed.name) : said;
    const type = names.find(name);
    if (type === undefined) {
      const hint = name === "{http://xml.apache.org/xml-soap}Map" ? ": a Map of Apache has no schema" : "";
      throw valueError("decode", `the type ${quoted(said)} at ${path} is not known${hint}`, path);
    }
    if (names.isDerived(type, declared)) return { type, name };
    // A sender that knows only the base type of an enumeration: the declared type decides what fits.
    const isSimple = declared.kind !== "complex" && type.kind !== "complex";
    if ((isSimple && names.isDerived(declared, type)) || isAny(type)) return { type: declared };
    throw valueError(
      "decode",
      `the type ${quoted(said)} at ${path} is not derived from the declared one`,
      path,
    );
  };
}
