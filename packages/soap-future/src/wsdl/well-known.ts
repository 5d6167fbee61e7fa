import { builtinTypes, type BuiltinType, type QName } from "../descriptor.ts";
import {
  schemaNamespace,
  soap12EncodingNamespace,
  soapEncodingNamespace,
  wsdlMimeNamespace,
  wsdlNamespace,
  xmlMimeNamespace,
  xmlNamespace,
} from "./names.ts";

const builtins: ReadonlySet<string> = new Set(builtinTypes);
const encodings: ReadonlySet<string> = new Set([soapEncodingNamespace, soap12EncodingNamespace]);

/** Namespaces whose schemas are not read but known, wherever an import says that they are. */
const wellKnown: ReadonlySet<string> = new Set([
  schemaNamespace,
  xmlNamespace,
  xmlMimeNamespace,
  wsdlMimeNamespace,
  wsdlNamespace,
  ...encodings,
]);

export function isWellKnownNamespace(namespace: string): boolean {
  return wellKnown.has(namespace);
}

export function isEncodingNamespace(namespace: string): boolean {
  return encodings.has(namespace);
}

/** SOAP-ENC:Array (SOAP 1.1 section 5.4.2; SOAP 1.2 Part 2 section 3.1.6). */
export function isSoapArray({ namespace, name }: QName): boolean {
  return isEncodingNamespace(namespace) && name === "Array";
}

/**
 * A type that XML Schema defines, or its twin of SOAP-ENC, which has the same values and may have an id
 * (SOAP 1.1 section 5.2.1).
 */
export function builtinType({ namespace, name }: QName): BuiltinType | undefined {
  if (isEncodingNamespace(namespace)) return name === "base64" ? "base64Binary" : simpleBuiltin(name);
  if (namespace === xmlMimeNamespace && (name === "base64Binary" || name === "hexBinary")) return name;
  if (namespace !== schemaNamespace || !builtins.has(name)) return undefined;
  return name as BuiltinType;
}

function simpleBuiltin(name: string): BuiltinType | undefined {
  return builtins.has(name) && name !== "anyType" && name !== "anySimpleType"
    ? (name as BuiltinType)
    : undefined;
}

const xmlAttributes: Readonly<Record<string, BuiltinType>> = {
  lang: "language",
  space: "NCName",
  base: "anyURI",
  id: "ID",
};

/** The type of a global attribute of a well-known namespace. */
export function wellKnownAttribute({ namespace, name }: QName): BuiltinType | undefined {
  if (namespace === xmlNamespace && Object.hasOwn(xmlAttributes, name)) return xmlAttributes[name];
  if (namespace === xmlMimeNamespace && (name === "contentType" || name === "expectedContentTypes"))
    return "string";
  return undefined;
}
