import {
  type ComplexTypeDescriptor,
  type GroupDescriptor,
  type ServiceDescriptor,
  type TypeReference,
} from "../descriptor.ts";
import { fieldsOf } from "../schema/fields.ts";
import { derivedType } from "./typed-json.ts";

/** What may follow in the path of an argument. */
export interface Member {
  readonly key: string;
  /** Absent for what has no type of its own: groups and what wildcards take. */
  readonly type?: TypeReference;
  readonly group?: GroupDescriptor;
  /** One item, where the value is an array. */
  readonly item?: Member;
}

/** The keys that are possible at one place: those of a type, or of one occurrence of a repeated group. */
export interface Scope {
  readonly descriptor: ServiceDescriptor;
  readonly type?: ComplexTypeDescriptor;
  readonly group?: GroupDescriptor;
}

/** The keys of a type; the value itself may say that it is of a derived one. */
export function scopeOfType(descriptor: ServiceDescriptor, declared: number, value: object): Scope {
  const index = derivedType(descriptor, value as Readonly<Record<string, unknown>>) ?? declared;
  const { [index]: type } = descriptor.types;
  if (type === undefined) return { descriptor };
  return type.content.kind === "elements"
    ? { descriptor, type, group: type.content.group }
    : { descriptor, type };
}

const string: TypeReference = { kind: "builtin", name: "string" };

export function membersOf({ descriptor, type, group }: Scope): readonly Member[] {
  const members = group === undefined ? [] : groupMembers(descriptor, group);
  if (type === undefined) return members;
  const { content, attributes, anyAttribute } = type;
  const hasDerived = descriptor.types.some(
    ({ base }) => base !== undefined && descriptor.types[base] === type,
  );
  return [
    ...members,
    ...attributes.map(({ key, type: of }) => ({ key, type: of })),
    ...(content.kind === "simple" ? [{ key: "$", type: content.type }] : []),
    ...(content.kind === "mixed" ? [{ key: "$mixed" }] : []),
    ...(anyAttribute === undefined ? [] : [{ key: "@any" }]),
    ...(hasDerived ? [{ key: "$type", type: string }] : []),
  ];
}

function groupMembers(descriptor: ServiceDescriptor, group: GroupDescriptor): Member[] {
  return fieldsOf(group).map((field): Member => {
    const { key, repeated } = field;
    if (field.kind === "any") return { key };
    if (field.kind === "group") return { key, item: { key, group: { ...field.group, min: 1, max: 1 } } };
    const one = typedMember(descriptor, key, field.element.type);
    return repeated ? { ...one, item: one } : one;
  });
}

function typedMember(descriptor: ServiceDescriptor, key: string, type: TypeReference): Member {
  const content = type.kind === "complex" ? descriptor.types[type.index]?.content : undefined;
  return content?.kind === "array"
    ? { key, type, item: typedMember(descriptor, key, content.item) }
    : { key, type };
}
