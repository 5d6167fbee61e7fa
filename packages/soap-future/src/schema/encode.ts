import { type ElementDescriptor, type ServiceDescriptor } from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { escapeText } from "../xml/characters.ts";
import { schemaInstanceNamespace } from "../wsdl/names.ts";
import { encodeBuiltin } from "./builtin.ts";

/** Gives a namespace's prefix with its colon, or the empty string for no namespace. */
export type PrefixOf = (namespace: string) => string;

/**
 * Writes the children of a complex type, in the order of the schema. Unknown keys, missing values and wrong types
 * are an `encode` error that names the path: nothing is dropped in silence.
 */
export function encodeChildren(
  descriptor: ServiceDescriptor,
  typeIndex: number,
  value: unknown,
  path: string,
  prefixOf: PrefixOf,
): string {
  const type = descriptor.types[typeIndex];
  if (!type)
    throw new SoapError("encode", `the type at ${path} is not in the descriptor`, { context: { path } });
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new SoapError("encode", `the value at ${path} must be an object`, { context: { path } });
  }
  const known = new Set(type.elements.map((element) => element.name));
  for (const key of Object.keys(value)) {
    if (!known.has(key)) {
      const list = [...known].join(", ");
      throw new SoapError(
        "encode",
        `${path} has no element "${key.slice(0, 60)}": it has ${list || "none"}`,
        { context: { path } },
      );
    }
  }
  let xml = "";
  for (const element of type.elements) {
    const child = Object.hasOwn(value, element.name)
      ? (value as Record<string, unknown>)[element.name]
      : undefined;
    xml += encodeElement(descriptor, element, child, `${path}/${element.name}`, prefixOf);
  }
  return xml;
}

function encodeElement(
  descriptor: ServiceDescriptor,
  element: ElementDescriptor,
  value: unknown,
  path: string,
  prefixOf: PrefixOf,
): string {
  if (element.repeated) {
    if (value === undefined) return "";
    if (!Array.isArray(value))
      throw new SoapError("encode", `${path} must be an array`, { context: { path } });
    return value
      .map((item, index) => encodeOne(descriptor, element, item, `${path}[${index}]`, prefixOf))
      .join("");
  }
  if (value === null && element.nillable) {
    return `<${prefixOf(element.namespace)}${element.name} xmlns:xsi="${schemaInstanceNamespace}" xsi:nil="true"/>`;
  }
  if (value === undefined || (value === null && element.optional)) {
    if (element.optional) return "";
    throw new SoapError("encode", `${path} is required`, { context: { path } });
  }
  return encodeOne(descriptor, element, value, path, prefixOf);
}

function encodeOne(
  descriptor: ServiceDescriptor,
  element: ElementDescriptor,
  value: unknown,
  path: string,
  prefixOf: PrefixOf,
): string {
  const tag = `${prefixOf(element.namespace)}${element.name}`;
  const content =
    element.type.kind === "builtin"
      ? escapeText(encodeBuiltin(element.type.name, value, path), path)
      : encodeChildren(descriptor, element.type.index, value, path, prefixOf);
  return content === "" ? `<${tag}/>` : `<${tag}>${content}</${tag}>`;
}
