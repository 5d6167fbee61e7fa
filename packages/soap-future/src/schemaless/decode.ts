import { builtinTypes, type BuiltinType } from "../descriptor.ts";
import { attributeOf, isEncodingNamespace, isNil, saidTypeOf } from "../encoded/attributes.ts";
import { decodeItems } from "../encoded/items.ts";
import { References } from "../encoded/references.ts";
import { childElements, type EncodedElement, hasText, textOf } from "../encoded/tree.ts";
import { SoapError } from "../errors.ts";
import { decodeBuiltin } from "../schema/builtin.ts";
import { PlainObject } from "../schema/plain-object.ts";
import { parseExpandedName } from "../schema/qualified-names.ts";
import { valueError } from "../schema/value-error.ts";
import {
  schemaNamespace,
  soap12EncodingNamespace,
  soap12RpcNamespace,
  soapEncodingNamespace,
} from "../wsdl/names.ts";

export interface SchemalessAnswer {
  /** Local name of the answer's element. */
  readonly name: string;
  /** What it holds, by names: the return value and the out parameters. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What PHP's SoapClient returns: the only value; `values` when there are several; undefined when there is none. */
  readonly result: unknown;
}

const builtins: ReadonlySet<string> = new Set(builtinTypes);
/** An element of these types is what its children are. */
const noType: ReadonlySet<string> = new Set(["anyType", "anySimpleType"]);

/**
 * Reads the answer of a service that has no WSDL. This is the only mode in which values are not typed by a schema:
 * xsi:type decides, and where it says nothing, a text is a string, an element with children is an object (siblings of
 * one name are an array, a single one is not), and a SOAP-ENC:Array is an array. A Map of Apache, which PHP sends for
 * an associative array, is an array of `{ key, value }`. Throws `decode`.
 *
 * @param elements children of the Body
 */
export function decodeSchemalessAnswer(elements: readonly EncodedElement[]): SchemalessAnswer {
  const references = new References(elements);
  const entry = elements.find(isRoot);
  if (entry === undefined) throw new SoapError("decode", "the Body of the envelope is empty");
  const values = decodeMembers(entry, entry.name, references);
  const names = Object.keys(values);
  const [only] = names;
  const result = names.length > 1 ? values : only === undefined ? undefined : values[only];
  return { name: entry.name, values, result };
}

/** SOAP 1.1 section 5.6: what is only referred to may say that it is not the root. */
function isRoot(element: EncodedElement): boolean {
  const root =
    attributeOf(element, soapEncodingNamespace, "root") ??
    attributeOf(element, soap12EncodingNamespace, "root");
  return root !== "0" && root !== "false";
}

function decodeMembers(
  element: EncodedElement,
  path: string,
  references: References,
): Record<string, unknown> {
  if (hasText(element)) throw valueError("decode", `there is text between the elements (${path})`, path);
  const members = new PlainObject();
  const repeated = new Set<string>();
  for (const child of childElements(element)) {
    const { name } = child;
    // SOAP 1.2 part 2 section 4.2.1: it only says which of the others is the return value.
    if (name === "result" && child.namespace === soap12RpcNamespace) continue;
    const before = members[name];
    if (!Object.hasOwn(members, name)) members[name] = decodeValue(child, `${path}/${name}`, references);
    else if (repeated.has(name)) {
      const items = before as unknown[];
      items.push(decodeValue(child, `${path}/${name}[${items.length}]`, references));
    } else {
      repeated.add(name);
      members[name] = [before, decodeValue(child, `${path}/${name}[1]`, references)];
    }
  }
  return members;
}

/** @param told the type that the array around it gives its items */
function decodeValue(element: EncodedElement, path: string, references: References, told?: string): unknown {
  return references.decode(element, told ?? "", path, (target) => {
    if (isNil(target)) return null;
    const said = saidTypeOf(target, path) ?? told;
    const type = said === undefined ? undefined : parseExpandedName(said);
    const isEncoding = type !== undefined && isEncodingNamespace(type.namespace);
    if (isArray(target) || (isEncoding && type.name === "Array"))
      return decodeItems(target, path, (item, place, told) => decodeValue(item, place, references, told));
    if (said === "{http://xml.apache.org/xml-soap}Map") return decodeMap(target, path, references);
    if (type !== undefined && (isEncoding || type.namespace === schemaNamespace) && isBuiltin(type.name)) {
      if (childElements(target).length > 0)
        throw valueError("decode", `an element stands inside a value (${path})`, path);
      // PHP says xsd:int of every integer.
      const builtin = type.name === "int" ? "long" : type.name;
      return decodeBuiltin(builtin, textOf(target), path, (prefix) => target.scope.get(prefix));
    }
    const isStruct = childElements(target).length > 0 || (isEncoding && type.name === "Struct");
    return isStruct ? decodeMembers(target, path, references) : textOf(target);
  });
}

function isBuiltin(name: string): name is BuiltinType {
  return builtins.has(name) && !noType.has(name);
}

function isArray(element: EncodedElement): boolean {
  return (
    attributeOf(element, soapEncodingNamespace, "arrayType") !== undefined ||
    attributeOf(element, soap12EncodingNamespace, "itemType") !== undefined ||
    attributeOf(element, soap12EncodingNamespace, "arraySize") !== undefined
  );
}

function decodeMap(element: EncodedElement, path: string, references: References): unknown[] {
  return childElements(element).map((item, index) => decodeMembers(item, `${path}[${index}]`, references));
}
