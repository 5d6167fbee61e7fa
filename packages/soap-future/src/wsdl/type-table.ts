import {
  type AttributeDescriptor,
  type ContentDescriptor,
  type QName,
  type SimpleTypeDescriptor,
  type TypeReference,
  type WildcardDescriptor,
} from "../descriptor.ts";
import { type RawAttribute } from "./raw-attribute.ts";
import { type RawParticle } from "./raw-particle.ts";
import { type Component, type Schema } from "./schema-index.ts";
import { type SchemaNode } from "./schema-node.ts";

/**
 * A type of the descriptor to be. The reference is given out before the type is read, which is how types can hold
 * themselves; its index becomes the place in the descriptor when all are known.
 */
export interface TypeEntry {
  readonly kind: "complex" | "simple";
  readonly reference: { readonly kind: "complex" | "simple"; index: number };
  readonly naming: Naming;
  readonly qname?: QName;
  /** Where it is written. Absent for what the messages and SOAP arrays make up. */
  readonly definition?: { readonly node: SchemaNode; readonly schema: Schema };
  /** The text that a restriction of simple content restricts. */
  readonly restricted?: TypeReference;
  state: "waiting" | "open" | "done";
  complex?: CompiledComplexType;
  simple?: Pick<SimpleTypeDescriptor, "variety" | "facets" | "documentation">;
}

/** What an anonymous type is called after: the type or group around it, and what it is the type of. */
export interface Naming {
  readonly within?: TypeEntry | string;
  readonly name: string;
}

/** A complex type, with what those derived from it need. */
export interface CompiledComplexType {
  readonly base?: TypeEntry;
  readonly abstract: boolean;
  /** Steps of derivation to the type that has no base. */
  readonly depth: number;
  readonly content: ContentDescriptor;
  /** The particles before keys are given; of `elements` only. */
  readonly particle?: RawParticle;
  readonly rawAttributes: readonly RawAttribute[];
  readonly attributes: readonly AttributeDescriptor[];
  readonly anyAttribute?: WildcardDescriptor;
  readonly documentation?: string;
}

/** All types that something refers to, each once. */
export interface TypeTable {
  /** In the order of the first reference; grows while types are read. */
  readonly entries: readonly TypeEntry[];
  named(component: Component): TypeEntry;
  anonymous(node: SchemaNode, schema: Schema, naming: Naming, restricted?: TypeReference): TypeEntry;
  synthetic(naming: Naming, content: ContentDescriptor, qname?: QName): TypeEntry;
}

export function createTypeTable(): TypeTable {
  const entries: TypeEntry[] = [];
  const named = new Map<Component, TypeEntry>();
  // By schema too: a chameleon is one document in many namespaces.
  const anonymous = new Map<Schema, Map<SchemaNode, TypeEntry>>();
  const add = (entry: Omit<TypeEntry, "reference">): TypeEntry => {
    const added = { ...entry, reference: { kind: entry.kind, index: entries.length } };
    entries.push(added);
    return added;
  };
  return {
    entries,
    named(component) {
      let entry = named.get(component);
      if (entry === undefined) {
        const { namespace, name, node, schema } = component;
        const kind = kindOf(node);
        entry = add({
          kind,
          naming: { name },
          qname: { namespace, name },
          definition: { node, schema },
          state: "waiting",
        });
        named.set(component, entry);
      }
      return entry;
    },
    anonymous(node, schema, naming, restricted) {
      let ofSchema = anonymous.get(schema);
      if (ofSchema === undefined) anonymous.set(schema, (ofSchema = new Map()));
      let entry = ofSchema.get(node);
      if (entry === undefined) {
        const more = restricted === undefined ? {} : { restricted };
        entry = add({ kind: kindOf(node), naming, definition: { node, schema }, state: "waiting", ...more });
        ofSchema.set(node, entry);
      }
      return entry;
    },
    synthetic(naming, content, qname) {
      const complex = { abstract: false, depth: 0, content, rawAttributes: [], attributes: [] };
      return add({
        kind: "complex",
        naming,
        ...(qname === undefined ? {} : { qname }),
        state: "done",
        complex,
      });
    },
  };
}

function kindOf({ name }: SchemaNode): "complex" | "simple" {
  return name === "complexType" ? "complex" : "simple";
}
