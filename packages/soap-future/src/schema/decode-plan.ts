import {
  type AttributeDescriptor,
  type BuiltinType,
  type ComplexTypeDescriptor,
  type ElementDescriptor,
  type GroupDescriptor,
  type ServiceDescriptor,
  type TypeReference,
  type WildcardDescriptor,
} from "../descriptor.ts";
import { createEncodedDecoder, type EncodedDecoder } from "../encoded/decode.ts";
import { createContentCheck } from "./content-check.ts";
import { type Field, fieldsOf } from "./fields.ts";
import { createSimpleTypes, type SimpleTypes } from "./simple.ts";
import { TagPairs, type Tags } from "./tag-bytes.ts";
import { createTypeNames, type TypeNames } from "./type-names.ts";
import { isInWildcard } from "./wildcard.ts";
import { XmlVocabulary } from "../xml/vocabulary.ts";

/** How the text of an element becomes its value where the bytes are looked at directly; 0: through its text. */
export const leafKinds = { text: 0, string: 1, integer: 2, boolean: 3, base64: 4 } as const;

/** An element inside a type, and where its value goes. */
export interface FieldPlan {
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  readonly type: TypeReference;
  readonly element: ElementDescriptor;
  readonly repeated: boolean;
  readonly optional: boolean;
  /** The repeated group whose occurrences have it as a key; undefined for a key of the type itself. */
  readonly group: GroupPlan | undefined;
  /** Place among the fields of the type, or in the order of its group. */
  readonly position: number;
  readonly alternatives: Alternatives;
  /** Place among all that a type holds, that of its repeated group for an element in one. */
  readonly order: number;
  readonly leafKind: number;
  /** Bounds of an integer type that is read from its bytes. */
  readonly least: number;
  readonly most: number;
}

/** Which alternative it belongs to, of each choice around it in the same object; choices are numbered. */
export type Alternatives = ReadonlyMap<number, number>;

/** A group that repeats, and is an array of objects. */
export interface GroupPlan {
  readonly key: string;
  /** One occurrence of it. */
  readonly once: GroupDescriptor;
  readonly parent: GroupPlan | undefined;
  readonly position: number;
  readonly alternatives: Alternatives;
  /** Keys that are arrays in each occurrence. */
  readonly arrays: readonly string[];
}

/** A complex type, made ready for reading. */
export interface TypePlan {
  readonly descriptor: ComplexTypeDescriptor;
  readonly kind: ComplexTypeDescriptor["content"]["kind"];
  /** The type's own elements in their order, without those of repeated groups. */
  readonly fields: readonly FieldPlan[];
  /** By local name: namespaces are compared leniently, so several may come into question. */
  readonly byName: ReadonlyMap<string, readonly FieldPlan[]>;
  readonly any: readonly AnyPlan[];
  /** Type of the text of simple content. */
  readonly simple: TypeReference | undefined;
  /** What each child of an array is. */
  readonly item: FieldPlan | undefined;
  /** Keys that are arrays from the start. */
  readonly arrays: readonly string[];
  readonly required: readonly string[];
  /** Arrays that may not have any number of items. */
  readonly counted: readonly Pick<Field, "key" | "min" | "max">[];
  /** The content, when more has to be checked than that `required` is there: choices, groups that may be absent. */
  readonly checked: GroupDescriptor | undefined;
  readonly attributes: ReadonlyMap<string, readonly AttributeDescriptor[]>;
  /** Attributes that are an error or a default when they are absent. */
  readonly expected: readonly AttributeDescriptor[];
  /** True for the namespace of an attribute that a wildcard takes. */
  readonly takesAttribute: ((namespace: string) => boolean) | undefined;
}

export interface AnyPlan {
  readonly key: string;
  readonly takes: (namespace: string) => boolean;
  readonly group: GroupPlan | undefined;
  readonly position: number;
  readonly alternatives: Alternatives;
}

/**
 * The types of a service, made ready for reading as they are met. One for each descriptor is enough, and it may be
 * shared by all calls.
 */
export class DecodePlans {
  readonly descriptor: ServiceDescriptor;
  readonly simpleTypes: SimpleTypes;
  readonly tagPairs = new TagPairs();
  readonly contentProblem = createContentCheck();
  readonly vocabulary = new XmlVocabulary();
  /** How the tags of a type were written last. */
  readonly tags = new Map<TypePlan, Tags>();
  readonly #plans: (TypePlan | undefined)[] = [];
  #names: TypeNames | undefined;
  #encoded: EncodedDecoder | undefined;

  constructor(descriptor: ServiceDescriptor) {
    this.descriptor = descriptor;
    this.simpleTypes = createSimpleTypes(descriptor);
  }

  /** Reads encoded messages. Made when there is one. */
  get encoded(): EncodedDecoder {
    this.#encoded ??= createEncodedDecoder(this.descriptor);
    return this.#encoded;
  }

  /** What xsi:type may say. Made when it is first said. */
  get names(): TypeNames {
    this.#names ??= createTypeNames(this.descriptor);
    return this.#names;
  }

  complex(index: number): TypePlan {
    let plan = this.#plans[index];
    if (plan === undefined) {
      const descriptor = this.descriptor.types[index];
      if (descriptor === undefined) throw new Error(`the descriptor has no type ${index}`);
      plan = planOf(descriptor);
      this.#plans[index] = plan;
    }
    return plan;
  }
}

const noAlternatives: Alternatives = new Map();

interface Collecting {
  readonly fields: FieldPlan[];
  readonly any: AnyPlan[];
}

function planOf(descriptor: ComplexTypeDescriptor): TypePlan {
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
    optional: true,
    group: undefined,
    position: 0,
    order: 0,
    alternatives: noAlternatives,
  };
  return { ...elementPlan(element), ...place };
}

/** What an element of any type is, when nothing says which: whatever stands in it, as it is. */
export const anyTypePlan: TypePlan = planOf({
  name: "anyType",
  content: { kind: "mixed" },
  attributes: [],
  anyAttribute: { namespaces: "##any" },
});

type ElementPlan = Omit<FieldPlan, "repeated" | "optional" | "group" | "position" | "order" | "alternatives">;

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
