import { type SoapVersion } from "../descriptor.ts";
import { envelopeNamespaces, writeEnvelope } from "../envelope/write.ts";
import { encodeBuiltin } from "../schema/builtin.ts";
import { builtinTypeOf } from "../schema/encode-any.ts";
import { createPrefixes, enter, type EncodeContext } from "../schema/encode-context.ts";
import { checkedObject } from "../schema/encode-keys.ts";
import { quoted, valueError } from "../schema/value-error.ts";
import {
  schemaInstanceNamespace,
  schemaNamespace,
  soap12EncodingNamespace,
  soapEncodingNamespace,
} from "../wsdl/names.ts";
import { escapeText } from "../xml/characters.ts";
import { type XmlElement } from "../xml/element.ts";
import { isNcName } from "../xml/names.ts";
import { writeXmlElement } from "../xml/writer.ts";

export interface SchemalessOptions {
  /** Default 1.1. */
  readonly soapVersion?: SoapVersion;
  readonly headerElements?: readonly XmlElement[];
}

/** Arguments by their names, or in their order: those are called `param0`, `param1` and so on, as PHP has them. */
export type SchemalessArguments = Readonly<Record<string, unknown>> | readonly unknown[];

/**
 * A call of a service that has no WSDL (rpc/encoded), with the types that JavaScript values say: string xsd:string,
 * boolean, safe integer xsd:int or xsd:long, other number xsd:double, bigint xsd:long or wider, Uint8Array
 * xsd:base64Binary, Date xsd:dateTime, array SOAP-ENC:Array, object SOAP-ENC:Struct. `null` is nil, and so is
 * `undefined` in an array; elsewhere that is left out. Throws `encode`.
 *
 * @param uri namespace of the service
 */
export function encodeSchemalessCall(
  uri: string,
  operation: string,
  args: SchemalessArguments,
  { soapVersion = "1.1", headerElements = [] }: SchemalessOptions = {},
): string {
  if (!isNcName(operation))
    throw valueError("encode", `${quoted(operation)} is not the name of an operation`, "Body");
  const prefixes = createPrefixes(envelopeNamespaces[soapVersion]);
  const { prefixOf } = prefixes;
  const context: EncodeContext = { prefixOf, encoding: soapVersion, mtom: undefined, depth: 0 };
  const named = isList(args)
    ? args.map((value, index) => [`param${index}`, value ?? null] as const)
    : Object.entries(checkedObject(args, operation));
  const tag = `${prefixOf(uri)}${operation}`;
  const style = soapVersion === "1.1" ? soapEncodingNamespace : soap12EncodingNamespace;
  const content = encodeMembers(named, operation, context);
  const start = `<${tag} SOAP-ENV:encodingStyle="${style}"`;
  const body = content === "" ? `${start}/>` : `${start}>${content}</${tag}>`;
  const header = headerElements.map((each, index) => writeXmlElement(each, `Header/*[${index}]`)).join("");
  return writeEnvelope(soapVersion, prefixes.declarations(), header, body);
}

function isList(args: SchemalessArguments): args is readonly unknown[] {
  return Array.isArray(args);
}

function encodeMembers(
  members: readonly (readonly [name: string, value: unknown])[],
  path: string,
  context: EncodeContext,
): string {
  let xml = "";
  for (const [name, value] of members) {
    // No schema stands between a key and the wire.
    if (!isNcName(name))
      throw valueError("encode", `${quoted(name)} at ${path} cannot be the name of an element`, path);
    if (value !== undefined) xml += encodeValue(name, value, `${path}/${name}`, context);
  }
  return xml;
}

function encodeValue(tag: string, value: unknown, path: string, context: EncodeContext): string {
  const instance = context.prefixOf(schemaInstanceNamespace);
  if (value === null || value === undefined) return `<${tag} ${instance}nil="true"/>`;
  const type = builtinTypeOf(value);
  if (type !== undefined) {
    const text = escapeText(encodeBuiltin(type, value, path), path);
    return `<${tag} ${instance}type="${context.prefixOf(schemaNamespace)}${type}">${text}</${tag}>`;
  }
  enter(context, path);
  const xml = Array.isArray(value)
    ? encodeArray(tag, value, path, context)
    : encodeStruct(tag, checkedObject(value, path), path, context);
  context.depth--;
  return xml;
}

function encodeStruct(
  tag: string,
  value: Record<string, unknown>,
  path: string,
  context: EncodeContext,
): string {
  const start = `<${tag} ${typeAttribute(structType(context), context)}`;
  const content = encodeMembers(Object.entries(value), path, context);
  return content === "" ? `${start}/>` : `${start}>${content}</${tag}>`;
}

function encodeArray(tag: string, items: readonly unknown[], path: string, context: EncodeContext): string {
  const content = items
    .map((item, index) => encodeValue("item", item, `${path}[${index}]`, context))
    .join("");
  const itemType = commonType(items, context);
  const start = `<${tag}${arrayAttributes(itemType, items.length, context)}`;
  return content === "" ? `${start}/>` : `${start}>${content}</${tag}>`;
}

function arrayAttributes(itemType: string, length: number, context: EncodeContext): string {
  if (context.encoding === "1.2") {
    const prefix = context.prefixOf(soap12EncodingNamespace);
    return ` ${prefix}itemType="${itemType}" ${prefix}arraySize="${length}" ${typeAttribute(`${prefix}Array`, context)}`;
  }
  const prefix = context.prefixOf(soapEncodingNamespace);
  return ` ${prefix}arrayType="${itemType}[${length}]" ${typeAttribute(`${prefix}Array`, context)}`;
}

/** The type of all items, or the one that takes any. */
function commonType(items: readonly unknown[], context: EncodeContext): string {
  const types = new Set(items.map((item) => builtinTypeOf(item)));
  const [type] = types;
  return `${context.prefixOf(schemaNamespace)}${types.size === 1 && type !== undefined ? type : "anyType"}`;
}

function structType(context: EncodeContext): string {
  const namespace = context.encoding === "1.2" ? soap12EncodingNamespace : soapEncodingNamespace;
  return `${context.prefixOf(namespace)}Struct`;
}

function typeAttribute(type: string, context: EncodeContext): string {
  return `${context.prefixOf(schemaInstanceNamespace)}type="${type}"`;
}
