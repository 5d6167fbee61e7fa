import {
  type AnyElementDescriptor,
  type AttributeDescriptor,
  type ComplexTypeDescriptor,
  type ElementDescriptor,
  type GroupDescriptor,
  type ParticleDescriptor,
  type TypeReference,
} from "../descriptor.ts";
import { fieldsOf } from "./fields.ts";
import { type SimpleTypes } from "./simple.ts";
import { type SimpleCodec } from "./simple-codec.ts";

/** A complex type as the encoder goes through it: keys are places in an array, found once for each value. */
export interface ComplexPlan {
  readonly type: ComplexTypeDescriptor;
  /** Place of each key that a value may have; those of child elements come first. */
  readonly slots: ReadonlyMap<string, number>;
  readonly attributes: readonly AttributePlan[];
  readonly content: ContentPlan;
}

type ContentPlan =
  | { readonly kind: "elements"; readonly scope: ScopePlan }
  | { readonly kind: "simple"; readonly codec: SimpleCodec; readonly slot: number }
  | { readonly kind: "mixed"; readonly slot: number }
  | { readonly kind: "array"; readonly item: TypedPlan; readonly itemName: string };

export interface AttributePlan {
  readonly slot: number;
  readonly attribute: AttributeDescriptor;
  readonly codec: SimpleCodec;
  readonly fixed: FixedText | undefined;
}

/** The keys of one object: of a type, or of one occurrence of a repeated group. */
export interface ScopePlan {
  readonly slots: ReadonlyMap<string, number>;
  /** Keys by their places, and which of them are arrays. */
  readonly keys: readonly { readonly key: string; readonly repeated: boolean }[];
  readonly root: GroupNode;
}

export type Node = ElementNode | AnyNode | GroupNode | RepeatedNode;

/** Values at a place, and how many of them this particle takes. */
interface SlotNode {
  readonly slot: number;
  readonly key: string;
  readonly min: number;
  readonly max: number;
  readonly slots: readonly number[];
  readonly emptiable: boolean;
}

export interface ElementNode extends SlotNode, TypedPlan {
  readonly kind: "element";
  readonly element: ElementDescriptor;
  readonly fixed: FixedText | undefined;
  /** Values that later particles of the same key need. */
  readonly reserved: number;
}

export interface AnyNode extends SlotNode {
  readonly kind: "any";
  readonly any: AnyElementDescriptor;
}

/** A group without a key: its elements are keys of the object around it. */
export interface GroupNode {
  readonly kind: GroupDescriptor["kind"];
  readonly min: number;
  readonly max: number;
  readonly nodes: readonly Node[];
  readonly slots: readonly number[];
  /** No element at all is one of the things it allows. */
  readonly emptiable: boolean;
}

/** A group with a key: an array of objects. */
export interface RepeatedNode extends SlotNode {
  readonly kind: "repeated";
  readonly scope: ScopePlan;
}

/** What an element holds: a simple type has a codec. */
export interface TypedPlan {
  readonly type: TypeReference;
  readonly codec: SimpleCodec | undefined;
}

/** The only text that an element or attribute may have, as it is declared and as the encoder writes it. */
export interface FixedText {
  readonly declared: string;
  readonly written: string;
}

export function typedPlan(type: TypeReference, simple: SimpleTypes): TypedPlan {
  const isAny = type.kind === "builtin" && (type.name === "anyType" || type.name === "anySimpleType");
  return { type, codec: type.kind === "complex" || isAny ? undefined : simple.codec(type) };
}

export function complexPlan(type: ComplexTypeDescriptor, simple: SimpleTypes): ComplexPlan {
  const { content } = type;
  const scope = content.kind === "elements" ? scopePlan(content.group, simple) : undefined;
  const slots = new Map(scope?.slots);
  const slotOf = (key: string): number => {
    const slot = slots.get(key) ?? slots.size;
    slots.set(key, slot);
    return slot;
  };
  slotOf("$type");
  const attributes = type.attributes.map((attribute): AttributePlan => {
    const codec = simple.codec(attribute.type);
    return { slot: slotOf(attribute.key), attribute, codec, fixed: fixedText(attribute.fixed, codec) };
  });
  if (type.anyAttribute !== undefined) slotOf("@any");
  return { type, slots, attributes, content: contentPlan() };

  function contentPlan(): ContentPlan {
    switch (content.kind) {
      case "elements":
        return { kind: "elements", scope: scope ?? scopePlan(content.group, simple) };
      case "simple":
        return { kind: "simple", codec: simple.codec(content.type), slot: slotOf("$") };
      case "mixed":
        return { kind: "mixed", slot: slotOf("$mixed") };
      case "array":
        return { kind: "array", item: typedPlan(content.item, simple), itemName: content.itemName };
    }
  }
}

function fixedText(fixed: string | undefined, codec: SimpleCodec | undefined): FixedText | undefined {
  if (fixed === undefined) return undefined;
  let written = fixed;
  try {
    if (codec !== undefined) written = codec.encode(codec.decode(fixed, ""), "");
  } catch {
    // A schema may fix what its own type refuses: then nothing fits but its very text.
  }
  return { declared: fixed, written };
}

function scopePlan(group: GroupDescriptor, simple: SimpleTypes): ScopePlan {
  const keys = fieldsOf(group).map(({ key, repeated }) => ({ key, repeated }));
  const slots = new Map(keys.map(({ key }, index) => [key, index]));
  /** What the particles after the one at hand need: they are gone through from the last to the first. */
  const needed = new Map<number, number>();

  const node = (particle: ParticleDescriptor, optional: boolean): Node => {
    if (particle.kind === "element") return elementNode(particle, optional);
    if (particle.kind === "any") {
      const { key, min } = particle;
      const slot = slots.get(key) ?? 0;
      return {
        kind: "any",
        any: particle,
        slot,
        key,
        min,
        max: most(particle),
        slots: [slot],
        emptiable: min === 0,
      };
    }
    return particle.key === undefined ? groupNode(particle, optional) : repeatedNode(particle, particle.key);
  };

  const elementNode = (element: ElementDescriptor, optional: boolean): ElementNode => {
    const { key, min } = element;
    const slot = slots.get(key) ?? 0;
    const reserved = needed.get(slot) ?? 0;
    if (!optional) needed.set(slot, reserved + min);
    const plan = typedPlan(element.type, simple);
    const fixed = fixedText(element.fixed, plan.codec);
    const place = { slot, key, min, max: most(element), slots: [slot], emptiable: min === 0 };
    return { kind: "element", element, fixed, reserved, ...place, ...plan };
  };

  const groupNode = (of: GroupDescriptor, optional: boolean): GroupNode => {
    const { kind, min } = of;
    const skippable = optional || min === 0 || kind === "choice";
    const nodes = of.particles
      .toReversed()
      .map((particle) => node(particle, skippable))
      .reverse();
    const inside = [...new Set(nodes.flatMap((each) => each.slots))];
    const empty = kind === "choice" ? nodes.some(isEmptiable) : nodes.every(isEmptiable);
    return {
      kind,
      min,
      max: most(of),
      nodes,
      slots: inside,
      emptiable: min === 0 || nodes.length === 0 || empty,
    };
  };

  const repeatedNode = (of: GroupDescriptor, key: string): RepeatedNode => {
    const { key: _, ...inner } = of;
    const slot = slots.get(key) ?? 0;
    const scope = scopePlan({ ...inner, min: 1, max: 1 }, simple);
    const emptiable = of.min === 0 || scope.root.emptiable;
    // Where an occurrence may be empty, one that is not among the values is written by writing nothing.
    const min = emptiable ? 0 : of.min;
    return { kind: "repeated", scope, slot, key, min, max: most(of), slots: [slot], emptiable };
  };

  // The outermost group may have a key itself: then it is the only one of its object.
  const root =
    group.key === undefined
      ? groupNode(group, false)
      : groupNode({ kind: "sequence", min: 1, max: 1, particles: [group] }, false);
  return { slots, keys, root };
}

function isEmptiable(node: Node): boolean {
  return node.emptiable;
}

function most({ max }: { readonly max: number | "unbounded" }): number {
  return max === "unbounded" ? Infinity : max;
}
