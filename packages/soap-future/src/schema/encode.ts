import { type ElementDescriptor, type ServiceDescriptor } from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { escapeText } from "../xml/characters.ts";
import { schemaInstanceNamespace } from "../wsdl/names.ts";
import { encodeBuiltin } from "./builtin.ts";
import { type Field, fieldsOfType } from "./fields.ts";

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
  const fields = fieldsOfType(type);
  const known = new Set(fields.map((field) => field.key));
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
  for (const field of fields) {
    const child = Object.hasOwn(value, field.key) ? (value as Record<string, unknown>)[field.key] : undefined;
    xml += encodeField(descriptor, field, child, `${path}/${field.key}`, prefixOf);
  }
  return xml;
}

function encodeField(
  descriptor: ServiceDescriptor,
  field: Field,
  value: unknown,
  path: string,
  prefixOf: PrefixOf,
): string {
  if (field.kind !== "element")
    throw new SoapError("encode", `${path} cannot be sent yet`, { context: { path } });
  const { element, repeated, optional } = field;
  if (repeated) {
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
  if (value === undefined || (value === null && optional)) {
    if (optional) return "";
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
  const { type } = element;
  if (type.kind === "simple")
    throw new SoapError("encode", `${path} cannot be sent yet`, { context: { path } });
  const content =
    type.kind === "builtin"
      ? escapeText(encodeBuiltin(type.name, value, path), path)
      : encodeChildren(descriptor, type.index, value, path, prefixOf);
  return content === "" ? `<${tag}/>` : `<${tag}>${content}</${tag}>`;
}
