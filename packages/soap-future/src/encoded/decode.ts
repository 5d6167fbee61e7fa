import {
  type ComplexTypeDescriptor,
  type ElementDescriptor,
  type MessageDescriptor,
  type ServiceDescriptor,
  type TypeReference,
} from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { type Field, fieldsOfType } from "../schema/fields.ts";
import { PlainObject } from "../schema/plain-object.ts";
import { createSimpleTypes } from "../schema/simple.ts";
import { createTypeNames, sameType } from "../schema/type-names.ts";
import { quoted, valueError } from "../schema/value-error.ts";
import { attributeOf, isNil, saidTypeOf } from "./attributes.ts";
import { entryOf, withReturn } from "./entry.ts";
import { decodeItems } from "./items.ts";
import { References } from "./references.ts";
import { createTypeResolver, type SaidType } from "./said-type.ts";
import { childElements, type EncodedElement, hasText, textOf } from "./tree.ts";
import { type KnownPrefixes, untypedValue } from "./untyped.ts";

export interface EncodedContent {
  readonly value: Record<string, unknown>;
  /** Paths of elements that the schema does not know; their content was skipped. */
  readonly unknownElements: readonly string[];
}

/** Reads the children of a Body into the value of its message. Throws `decode`. */
export type EncodedDecoder = (
  message: MessageDescriptor,
  elements: readonly EncodedElement[],
) => EncodedContent;

type ElementField = Field & { readonly kind: "element" };

const anyInteger: TypeReference = { kind: "builtin", name: "integer" };
const anyType: TypeReference = { kind: "builtin", name: "anyType" };
/** Names that were skipped, at most so many: the sender decides how many it makes up. */
const maxUnknownNames = 32;

/** Reads messages that are encoded (SOAP 1.1 section 5, SOAP 1.2 Part 2 section 3). Made once for a descriptor. */
export function createEncodedDecoder(descriptor: ServiceDescriptor): EncodedDecoder {
  const simple = createSimpleTypes(descriptor);
  const names = createTypeNames(descriptor);
  const resolveType = createTypeResolver(descriptor, names);
  const fieldMaps = new Map<number, ReadonlyMap<string, ElementField>>();

  const fieldsByName = (type: ComplexTypeDescriptor, index: number): ReadonlyMap<string, ElementField> => {
    const known = fieldMaps.get(index);
    if (known !== undefined) return known;
    const fields = fieldsOfType(type);
    const unusable = fields.find(({ kind }) => kind === "group");
    if (unusable)
      throw new SoapError(
        "wsdl_unsupported",
        `the type ${type.name} repeats a group, which cannot be encoded`,
      );
    const map = new Map(
      fields.flatMap((field) => (field.kind === "element" ? [[field.element.name, field] as const] : [])),
    );
    fieldMaps.set(index, map);
    return map;
  };

  return (message, elements) => {
    const references = new References(elements);
    const unknownElements: string[] = [];
    const prefixes: KnownPrefixes = new Map();

    /** A value that is not nil. `told` is the type that the array around it gives its items. */
    const decodeValue = (
      declared: TypeReference,
      element: EncodedElement,
      path: string,
      told?: string,
    ): unknown => {
      const as = `${declared.kind}:${declared.kind === "builtin" ? declared.name : declared.index}:${told ?? ""}`;
      return references.decode(element, as, path, (target) => {
        if (isNil(target)) return null;
        const said = saidTypeOf(target, path) ?? told;
        return decodeTyped(
          said === undefined ? { type: declared } : resolveType(said, declared, path),
          declared,
          target,
          path,
        );
      });
    };

    const decodeTyped = (
      { type, name }: SaidType,
      declared: TypeReference,
      element: EncodedElement,
      path: string,
    ): unknown => {
      const isAny =
        declared.kind === "builtin" && (declared.name === "anyType" || declared.name === "anySimpleType");
      if (type === "array") return typedAs(name, { $: itemsOf(anyType, element, path) });
      if (type.kind === "complex") {
        const value = decodeComplex(type.index, element, path);
        if (Array.isArray(value)) return isAny ? typedAs(name, { $: value }) : value;
        return sameType(type, declared) ? value : typedAs(name, value as object);
      }
      if (type.kind === "builtin" && type.name === "anyType") return untypedValue(element, prefixes);
      const text = leafText(element, path);
      const resolve = (prefix: string): string | undefined => element.scope.get(prefix);
      // PHP says xsd:int of every integer: the declared type knows how great it may be.
      const isInt = !isAny && type.kind === "builtin" && type.name === "int" && !sameType(type, declared);
      const value = simple.codec(isInt ? anyInteger : type).decode(text, path, resolve);
      if (isAny) return name === undefined ? value : typedAs(name, { $: value });
      // A derived type is narrower, but the kind of the value is that of the declared one: decimals are texts.
      return sameType(type, declared) ? value : simple.codec(declared).decode(text, path, resolve);
    };

    const decodeComplex = (index: number, element: EncodedElement, path: string): unknown => {
      const type = descriptor.types[index];
      if (type === undefined)
        throw valueError("decode", `the type at ${path} is not in the descriptor`, path);
      if (type.abstract === true)
        throw valueError(
          "decode",
          `the type ${type.name} at ${path} is abstract: xsi:type must say which it is`,
          path,
        );
      if (type.content.kind === "array") return itemsOf(type.content.item, element, path);
      const value =
        type.content.kind === "elements" ? decodeStruct(type, index, element, path) : new PlainObject();
      if (type.content.kind === "simple") {
        const codec = simple.codec(type.content.type);
        value["$"] = codec.decode(leafText(element, path), path, (prefix) => element.scope.get(prefix));
      } else if (type.content.kind === "mixed") Object.assign(value, untypedValue(element, prefixes));
      for (const attribute of type.attributes) {
        const place = `${path}/${attribute.key}`;
        const text = attributeOf(element, attribute.namespace, attribute.name) ?? attribute.default;
        if (text !== undefined)
          value[attribute.key] = simple
            .codec(attribute.type)
            .decode(text, place, (prefix) => element.scope.get(prefix));
        else if (attribute.required) throw valueError("decode", `${place} is missing`, place);
      }
      return value;
    };

    /** Accessors are told apart by their names, in any order. */
    const decodeStruct = (
      type: ComplexTypeDescriptor,
      index: number,
      element: EncodedElement,
      path: string,
    ): Record<string, unknown> => {
      if (hasText(element)) throw valueError("decode", `there is text between the elements (${path})`, path);
      const fields = fieldsByName(type, index);
      const value = new PlainObject();
      for (const field of fields.values()) if (field.repeated) value[field.key] = [];
      for (const child of childElements(element)) {
        const field = fields.get(child.name);
        if (field === undefined) {
          if (unknownElements.length < maxUnknownNames)
            unknownElements.push(`${path}/${child.name.slice(0, 60)}`);
          continue;
        }
        addTo(value, field, child, path);
      }
      checkComplete(value, fields, path);
      return value;
    };

    const addTo = (
      value: Record<string, unknown>,
      field: ElementField,
      child: EncodedElement,
      path: string,
    ): void => {
      const { key, repeated, optional, element } = field;
      const items = repeated ? (value[key] as unknown[]) : undefined;
      const place = items === undefined ? `${path}/${key}` : `${path}/${key}[${items.length}]`;
      if (items === undefined && Object.hasOwn(value, key))
        throw valueError("decode", `${place} comes twice`, place);
      const decoded = decodeField(element, child, place);
      // A parameter that may be left out is often sent as nil.
      if (decoded === null && !element.nillable) {
        if (optional) return;
        throw valueError("decode", `${place} cannot be nil`, place);
      }
      if (items === undefined) value[key] = decoded;
      else items.push(decoded);
    };

    const decodeField = (element: ElementDescriptor, child: EncodedElement, path: string): unknown => {
      const isEmpty =
        element.default !== undefined && child.children.length === 0 && child.attributes.length === 0;
      return decodeValue(
        element.type,
        isEmpty ? { ...child, children: [element.default ?? ""] } : child,
        path,
      );
    };

    const itemsOf = (type: TypeReference, element: EncodedElement, path: string): unknown[] =>
      decodeItems(element, path, (item, place, told) => decodeValue(type, item, place, told));

    const entry = entryOf(message, elements);
    const type = descriptor.types[message.type];
    if (type === undefined)
      throw valueError("decode", "the type of the message is not in the descriptor", message.name);
    const struct = withReturn(entry, [...fieldsByName(type, message.type).keys()]);
    return { value: decodeStruct(type, message.type, struct, message.name), unknownElements };
  };
}

function checkComplete(
  value: Record<string, unknown>,
  fields: ReadonlyMap<string, ElementField>,
  path: string,
): void {
  for (const { key, optional, repeated } of fields.values()) {
    if (!optional && !repeated && !Object.hasOwn(value, key))
      throw valueError("decode", `the element ${key} is missing (${path})`, `${path}`);
  }
}

function leafText(element: EncodedElement, path: string): string {
  const [child] = childElements(element);
  if (child)
    throw valueError("decode", `the element ${quoted(child.name)} stands inside a value (${path})`, path);
  return textOf(element);
}

/** A value that says its type. The shared one stays as it is: it may stand elsewhere, where its type is declared. */
function typedAs(name: string | undefined, value: object): Record<string, unknown> {
  const typed = new PlainObject();
  if (name !== undefined) typed["$type"] = name;
  return Object.assign(typed, value);
}
