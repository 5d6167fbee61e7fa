import {
  type AttributeDescriptor,
  type ComplexTypeDescriptor,
  type ElementDescriptor,
  type GroupDescriptor,
  type TypeReference,
} from "../descriptor.ts";
import { type Field } from "./fields.ts";

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
  /** A key of the type itself that must be there. */
  readonly required: boolean;
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
