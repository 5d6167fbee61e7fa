import { type Occurrence, type QName, type TypeReference, type WildcardDescriptor } from "../descriptor.ts";
import { type SchemaNode } from "./schema-node.ts";

/**
 * A content model as it is written, references followed, before it is simplified and keys are given. Named groups
 * and base types are shared between models, so this is a graph, not a tree.
 */
export type RawParticle = RawElement | RawGroup | RawAny;

export interface RawElement extends ElementDeclaration, Occurrence {
  readonly kind: "element";
  readonly node: SchemaNode;
}

export interface RawGroup extends Occurrence {
  readonly kind: "sequence" | "choice" | "all";
  readonly particles: readonly RawParticle[];
  readonly node: SchemaNode;
}

export interface RawAny extends Occurrence, WildcardDescriptor {
  readonly kind: "any";
  readonly node: SchemaNode;
}

/** What a declaration says of an element, wherever it occurs. */
export interface ElementDeclaration extends QName {
  readonly type: TypeReference;
  readonly nillable: boolean;
  readonly default?: string;
  readonly fixed?: string;
  readonly documentation?: string;
}
