import {
  type BuiltinType,
  builtinTypes,
  type GroupDescriptor,
  type ServiceDescriptor,
  type TypeReference,
} from "../descriptor.ts";
import { fieldsOf } from "../schema/fields.ts";
import { schemaNamespace } from "../wsdl/names.ts";

/**
 * Turns a value from JSON into one of a type: JSON has no bytes, which are base64 there, and no NaN and no infinity,
 * which are strings. All else stays as it is: the encoder says what is wrong with it.
 */
export function typedJson(descriptor: ServiceDescriptor, type: TypeReference, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (type.kind === "builtin") return builtinValue(descriptor, type.name, value);
  if (type.kind === "simple") return simpleValue(descriptor, type.index, value);
  const content = descriptor.types[type.index]?.content;
  if (content?.kind === "array" && Array.isArray(value))
    return value.map((item) => typedJson(descriptor, content.item, item));
  return isObject(value) ? objectValue(descriptor, type.index, value) : value;
}

type Values = Readonly<Record<string, unknown>>;
type Revive = (value: unknown) => unknown;

function objectValue(descriptor: ServiceDescriptor, declared: number, value: Values): unknown {
  const index = derivedType(descriptor, value) ?? declared;
  const { [index]: type } = descriptor.types;
  if (type === undefined) return value;
  const { content, attributes } = type;
  const known = new Map<string, Revive>(
    content.kind === "elements" ? groupKeys(descriptor, content.group) : undefined,
  );
  for (const attribute of attributes)
    known.set(attribute.key, (each) => typedJson(descriptor, attribute.type, each));
  if (content.kind === "simple") known.set("$", (each) => typedJson(descriptor, content.type, each));
  return mapped(value, known);
}

/** The same for one occurrence of a repeated group. */
export function typedOccurrence(
  descriptor: ServiceDescriptor,
  group: GroupDescriptor,
  value: unknown,
): unknown {
  return isObject(value) ? mapped(value, groupKeys(descriptor, { ...group, min: 1, max: 1 })) : value;
}

/** What happens to the value of each key of a group. */
function groupKeys(descriptor: ServiceDescriptor, group: GroupDescriptor): Map<string, Revive> {
  return new Map(
    fieldsOf(group).map((field) => {
      const one = (value: unknown): unknown => {
        if (field.kind === "element") return typedJson(descriptor, field.element.type, value);
        return field.kind === "group" ? typedOccurrence(descriptor, field.group, value) : value;
      };
      return [field.key, field.repeated ? (value) => (Array.isArray(value) ? value.map(one) : value) : one];
    }),
  );
}

function mapped(value: Values, known: ReadonlyMap<string, Revive>): unknown {
  const result = Object.create(null) as Record<string, unknown>;
  for (const [key, item] of Object.entries(value)) result[key] = known.get(key)?.(item) ?? item;
  return result;
}

/** The complex type that `$type` names. */
export function derivedType({ types }: ServiceDescriptor, { $type }: Values): number | undefined {
  const index = types.findIndex(
    ({ qname }) => qname !== undefined && `{${qname.namespace}}${qname.name}` === $type,
  );
  return index === -1 ? undefined : index;
}

function simpleValue(descriptor: ServiceDescriptor, index: number, value: unknown): unknown {
  const variety = descriptor.simpleTypes[index]?.variety;
  if (variety?.kind === "atomic") return typedJson(descriptor, variety.base, value);
  if (variety?.kind === "list" && Array.isArray(value))
    return value.map((item) => typedJson(descriptor, variety.item, item));
  return value;
}

function builtinValue(descriptor: ServiceDescriptor, type: BuiltinType, value: unknown): unknown {
  if (type === "base64Binary" || type === "hexBinary") {
    const isBase64 = typeof value === "string" && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
    return isBase64 ? new Uint8Array(Buffer.from(value, "base64")) : value;
  }
  if (type === "float" || type === "double") {
    if (value === "NaN") return NaN;
    return value === "INF" ? Infinity : value === "-INF" ? -Infinity : value;
  }
  return type === "anyType" && isObject(value) ? anyValue(descriptor, value) : value;
}

/** A value of any type says its type itself. */
function anyValue(descriptor: ServiceDescriptor, value: Values): unknown {
  const index = derivedType(descriptor, value);
  if (index !== undefined) return objectValue(descriptor, index, value);
  const name = builtinTypes.find((each) => `{${schemaNamespace}}${each}` === value["$type"]);
  if (name === undefined || name === "anyType") return value;
  return mapped(value, new Map([["$", (item) => builtinValue(descriptor, name, item)]]));
}

function isObject(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
