import {
  type AttributeDescriptor,
  type BuiltinType,
  type ComplexTypeDescriptor,
  type ElementDescriptor,
  type GroupDescriptor,
  type TypeReference,
  type WildcardDescriptor,
} from "../descriptor.ts";
import { fieldsOf } from "./fields.ts";
import {
  type Alternatives,
  type AnyPlan,
  type FieldPlan,
  type GroupPlan,
  leafKinds,
  type TypePlan,
} from "./type-plan.ts";
import { isInWildcard } from "./wildcard.ts";

const noAlternatives: Alternatives = new Map();

interface Collecting {
  readonly fields: FieldPlan[];
  readonly any: AnyPlan[];
}

/** Makes a complex type ready for reading. */
export function compileType(descriptor: ComplexTypeDescriptor): TypePlan {
  const { content, attributes, anyAttribute } = descriptor;
  const group = content.kind === "elements" ? content.group : undefined;
  const all: Collecting = { fields: [], any: [] };
  if (group) collect(group, undefined, all);
  const rootFields = group ? fieldsOf(group) : [];
  const ordered = all.fields.map((field) => ({ ...field, order: orderOf(field) }));
  const fields = ordered
    .filter((field) => field.group === undefined)
    .map((field, position) => ({ ...field, position }));
  const byName = new Map<string, FieldPlan[]>();
  for (const field of [...fields, ...ordered.filter((each) => each.group !== undefined)])
    byName.set(field.name, [...(byName.get(field.name) ?? []), field]);
  const byAttribute = new Map<string, AttributeDescriptor[]>();
  for (const each of attributes) byAttribute.set(each.name, [...(byAttribute.get(each.name) ?? []), each]);
  return {
    descriptor,
    kind: content.kind,
    fields,
    byName,
    any: all.any,
    simple: content.kind === "simple" ? content.type : undefined,
    item: content.kind === "array" ? itemPlan(content.item, content.itemName) : undefined,
    arrays: rootFields.filter((field) => field.repeated).map((field) => field.key),
    counted: rootFields.filter(({ repeated, min, max }) => repeated && (min > 0 || max < Infinity)),
    required: rootFields.filter((field) => !field.repeated && !field.optional).map((field) => field.key),
    checked: group === undefined || isPlain(group) ? undefined : group,
    attributes: byAttribute,
    takesAttribute: anyAttribute === undefined ? undefined : takesNamespace(anyAttribute),
    expected: attributes.filter(
      (each) => each.required || each.default !== undefined || each.fixed !== undefined,
    ),
  };
}

function orderOf({ group, position }: Pick<FieldPlan, "group" | "position">): number {
  return group === undefined ? position : orderOf({ group: group.parent, position: group.position });
}

/** Nothing but elements of which each may or must be there. */
function isPlain(group: GroupDescriptor): boolean {
  return (
    group.kind !== "choice" && group.min === 1 && group.particles.every(({ kind }) => kind === "element")
  );
}

function collect(group: GroupDescriptor, owner: GroupPlan | undefined, { fields, any }: Collecting): void {
  const seen = new Map<string, Map<number, number>>();
  const flags = new Map(fieldsOf(group).map((field) => [field.key, field]));
  let position = 0;
  let choices = 0;
  const walk = (within: GroupDescriptor, around: Alternatives): void => {
    const choice = within.kind === "choice" ? choices++ : undefined;
    for (const [index, particle] of within.particles.entries()) {
      const alternatives = new Map(around);
      if (choice !== undefined) alternatives.set(choice, index);
      if (particle.kind === "element") {
        // The second element of one name in a type goes into the array of the first, and chooses no more than both do.
        const first = seen.get(particle.key);
        if (first !== undefined) {
          for (const [of, index] of first) if (alternatives.get(of) !== index) first.delete(of);
          continue;
        }
        seen.set(particle.key, alternatives);
        const { repeated = false, optional = false } = flags.get(particle.key) ?? {};
        fields.push({
          ...elementPlan(particle),
          repeated,
          optional,
          required: owner === undefined && !repeated && !optional,
          group: owner,
          position: position++,
          order: 0,
          alternatives,
        });
      } else if (particle.kind === "any") {
        any.push({
          key: particle.key,
          takes: takesNamespace(particle),
          group: owner,
          position: position++,
          alternatives,
        });
      } else if (particle.key === undefined) {
        walk(particle, alternatives);
      } else {
        const { key, ...unkeyed } = particle;
        const once: GroupDescriptor = { ...unkeyed, min: 1, max: 1 };
        const inner: GroupPlan = {
          key,
          once,
          parent: owner,
          position: position++,
          alternatives,
          arrays: fieldsOf(once)
            .filter((field) => field.repeated)
            .map((field) => field.key),
        };
        collect(once, inner, { fields, any });
      }
    }
  };
  walk(group, noAlternatives);
}

function takesNamespace(wildcard: WildcardDescriptor): (namespace: string) => boolean {
  return (namespace) => isInWildcard(wildcard, namespace);
}

function itemPlan(type: TypeReference, name: string): FieldPlan {
  const element: ElementDescriptor = {
    kind: "element",
    key: name,
    name,
    namespace: "",
    type,
    min: 0,
    max: "unbounded",
    nillable: true,
  };
  const place = {
    repeated: true,
    required: false,
    optional: true,
    group: undefined,
    position: 0,
    order: 0,
    alternatives: noAlternatives,
  };
  return { ...elementPlan(element), ...place };
}

/** What an element of any type is, when nothing says which: whatever stands in it, as it is. */
export const anyTypePlan: TypePlan = compileType({
  name: "anyType",
  content: { kind: "mixed" },
  attributes: [],
  anyAttribute: { namespaces: "##any" },
});

type ElementPlan = Omit<
  FieldPlan,
  "repeated" | "optional" | "required" | "group" | "position" | "order" | "alternatives"
>;

function elementPlan(element: ElementDescriptor): ElementPlan {
  const { key, name, namespace, type } = element;
  const builtin = type.kind === "builtin" ? type.name : undefined;
  const [least, most] = (builtin === undefined ? undefined : ranges[builtin]) ?? [0, 0];
  // What a default or a fixed value makes of an empty text is left to the general way.
  const direct = builtin === undefined || element.default !== undefined || element.fixed !== undefined;
  return {
    key,
    name,
    namespace,
    type,
    element,
    leafKind: direct ? leafKinds.text : leafKindOf(builtin),
    least,
    most,
  };
}

function leafKindOf(type: BuiltinType): number {
  if (type === "string") return leafKinds.string;
  if (type === "boolean") return leafKinds.boolean;
  if (type === "base64Binary") return leafKinds.base64;
  return ranges[type] === undefined ? leafKinds.text : leafKinds.integer;
}

/** Integers of up to 15 digits are exact as numbers; where a type ends below that, its own bound. */
const all = [-Infinity, Infinity] as const;
const ranges: Partial<Record<BuiltinType, readonly [least: number, most: number]>> = {
  byte: [-128, 127],
  short: [-32768, 32767],
  int: [-2147483648, 2147483647],
  long: all,
  integer: all,
  unsignedByte: [0, 255],
  unsignedShort: [0, 65535],
  unsignedInt: [0, 4294967295],
  unsignedLong: [0, Infinity],
  nonNegativeInteger: [0, Infinity],
  positiveInteger: [1, Infinity],
  nonPositiveInteger: [-Infinity, 0],
  negativeInteger: [-Infinity, -1],
};
