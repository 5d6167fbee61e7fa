import { type BuiltinType, type TypeReference } from "../descriptor.ts";
import { soapEncodingNamespace, soap12EncodingNamespace, schemaNamespace } from "../wsdl/names.ts";
import { otherAttributes } from "./encode-attributes.ts";
import { enter, type EncodeContext, instanceAttribute } from "./encode-context.ts";
import { checkedObject } from "./encode-keys.ts";
import { encodeMixed } from "./encode-mixed.ts";
import { encodeText, wrapped } from "./encode-text.ts";
import { type Encoder } from "./encoder.ts";
import { expandedName, parseExpandedName } from "./qualified-names.ts";
import { described, quoted, valueError } from "./value-error.ts";

/** The builtin type that a JavaScript value is sent as where any is allowed; undefined when none fits. */
export function builtinTypeOf(value: unknown): BuiltinType | undefined {
  switch (typeof value) {
    case "string":
      return "string";
    case "boolean":
      return "boolean";
    case "number":
      if (!Number.isSafeInteger(value) || Object.is(value, -0)) return "double";
      return value >= -(2 ** 31) && value < 2 ** 31 ? "int" : "long";
    case "bigint":
      if (value >= -(2n ** 63n) && value < 2n ** 63n) return "long";
      return value >= 0n && value < 2n ** 64n ? "unsignedLong" : "integer";
    default:
      if (value instanceof Uint8Array) return "base64Binary";
      return value instanceof Date ? "dateTime" : undefined;
  }
}

/**
 * An element of xsd:anyType or xsd:anySimpleType: `{ $type, $ }` for a simple type, an object with `$type` for a
 * complex one, `{ $mixed, "@any" }` for XML of no type, or a plain value, whose type is found by {@link builtinTypeOf}.
 */
export function encodeAny(
  encoder: Encoder,
  tag: string,
  declared: TypeReference,
  value: unknown,
  path: string,
  context: EncodeContext,
  more: string,
): string {
  const isSimple = declared.kind === "builtin" && declared.name === "anySimpleType";
  const builtin = builtinTypeOf(value);
  if (builtin !== undefined) {
    // The text of an anySimpleType is a string without being told.
    const told = isSimple && builtin === "string" ? undefined : expandedName(schemaNamespace, builtin);
    const attribute = told === undefined ? "" : typeAttribute(told, context);
    const codec = encoder.simple.codec({ kind: "builtin", name: builtin });
    return wrapped(tag, attribute + more, encodeText(codec, value, path, context));
  }
  const object = checkedObject(value, path);
  const name = Object.hasOwn(object, "$type") ? object["$type"] : undefined;
  if (name === undefined && !isSimple) return encodeUntyped(tag, object, path, context, more);
  if (typeof name !== "string") throw valueError("encode", `${path} needs a $type`, path);
  if (isArrayName(name) && context.encoding !== undefined)
    return encodeAnyArray(encoder, tag, object["$"], path, context, more);
  const type = encoder.names.find(name);
  if (type === undefined || (isSimple && type.kind === "complex"))
    throw valueError("encode", `the type ${quoted(name)} at ${path} is not known`, `${path}/$type`);
  if (type.kind === "complex") {
    // The encoding says each type by itself.
    const said = context.encoding === undefined ? typeAttribute(name, context) : "";
    const isArray = encoder.descriptor.types[type.index]?.content.kind === "array";
    return encoder.element(tag, type, isArray ? object["$"] : object, path, context, said + more);
  }
  const unknown = Object.keys(object).find((key) => key !== "$type" && key !== "$");
  if (unknown !== undefined)
    throw valueError("encode", `${path} has no key ${quoted(unknown)}: It has $type, $`, path);
  const codec = encoder.simple.codec(type);
  return wrapped(
    tag,
    typeAttribute(name, context) + more,
    encodeText(codec, object["$"], `${path}/$`, context),
  );
}

/** XML that nobody has declared. */
function encodeUntyped(
  tag: string,
  object: Record<string, unknown>,
  path: string,
  context: EncodeContext,
  more: string,
): string {
  const unknown = Object.keys(object).find((key) => key !== "$mixed" && key !== "@any");
  if (unknown !== undefined) {
    const what = `${path} may be of any type, so its value needs a $type; without one it may have $mixed and @any, not ${quoted(unknown)}`;
    throw valueError("encode", what, path);
  }
  const attributes =
    object["@any"] === undefined ? "" : otherAttributes(undefined, object["@any"], `${path}/@any`, context);
  return wrapped(tag, more + attributes, encodeMixed(object["$mixed"], `${path}/$mixed`));
}

/** A SOAP-ENC array whose items may be of any type. */
function encodeAnyArray(
  encoder: Encoder,
  tag: string,
  value: unknown,
  path: string,
  context: EncodeContext,
  more: string,
): string {
  if (!Array.isArray(value))
    throw valueError("encode", `${path}/$ must be an array, not ${described(value)}`, `${path}/$`);
  enter(context, path);
  const anyType: TypeReference = { kind: "builtin", name: "anyType" };
  const items = value.map((item: unknown, index) =>
    item === null
      ? `<item${instanceAttribute(context, "nil", "true")}/>`
      : encodeAny(encoder, "item", anyType, item, `${path}[${index}]`, context, ""),
  );
  context.depth--;
  return wrapped(tag, anyArrayAttributes(items.length, context) + more, items.join(""));
}

function anyArrayAttributes(length: number, context: EncodeContext): string {
  const anyType = `${context.prefixOf(schemaNamespace)}anyType`;
  if (context.encoding === "1.2") {
    const prefix = context.prefixOf(soap12EncodingNamespace);
    return ` ${prefix}itemType="${anyType}" ${prefix}arraySize="${length}"`;
  }
  const prefix = context.prefixOf(soapEncodingNamespace);
  const type = instanceAttribute(context, "type", `${prefix}Array`);
  return `${type} ${prefix}arrayType="${anyType}[${length}]"`;
}

function isArrayName(name: string): boolean {
  const parsed = parseExpandedName(name);
  const isEncoding =
    parsed?.namespace === soapEncodingNamespace || parsed?.namespace === soap12EncodingNamespace;
  return isEncoding && parsed.name === "Array";
}

/** Only names of the descriptor and of XML Schema come here. */
function typeAttribute(name: string, context: EncodeContext): string {
  const { namespace, name: local } = parseExpandedName(name) ?? { namespace: "", name };
  return instanceAttribute(context, "type", `${context.prefixOf(namespace)}${local}`);
}
