import { type BuiltinType, type QName, type TypeReference } from "../descriptor.ts";
import { type RawGroup } from "./raw-particle.ts";
import { type Component, expandReference, type Schema, type SchemaIndex } from "./schema-index.ts";
import { clark, type SchemaNode, unsupported, wrong } from "./schema-node.ts";
import { type CompiledComplexType, type TypeEntry, type TypeTable } from "./type-table.ts";
import { builtinType, isSoapArray, isWellKnownNamespace } from "./well-known.ts";

/** Nesting of what a schema lets refer to each other: derivation, groups, attribute groups. */
export const maxNesting = 64;

/** Particles in all types together: a schema can say more than it is long, as groups hold groups twice. */
const maxParticles = 500_000;

/** What reading the types of one WSDL shares. */
export interface SchemaContext {
  readonly index: SchemaIndex;
  readonly table: TypeTable;
  /** Named groups that were read, or are being read. */
  readonly groups: Map<Component, RawGroup | "open">;
  /** Types of elements that have that of the head of their substitution group. */
  readonly headTypes: Map<SchemaNode, TypeReference>;
  /** Particles made so far. */
  particles: number;
  /** An element may have a value of any type, which xsi:type then names. */
  usesAnyType: boolean;
  /** Direct references to SOAP-ENC:Array, by namespace. */
  readonly soapArrays: Map<string, TypeEntry>;
  /** A complex type, read if it was not. */
  complex(entry: TypeEntry, at: SchemaNode): CompiledComplexType;
}

export const anyType: TypeReference = { kind: "builtin", name: "anyType" };

/** The type that an attribute such as `type` or `base` names. */
export function typeNamed(
  written: string,
  at: SchemaNode,
  schema: Schema,
  context: SchemaContext,
): TypeReference {
  return typeOf(expandReference(written, at, schema), at, context);
}

export function typeOf(name: QName, at: SchemaNode, context: SchemaContext): TypeReference {
  const builtin = builtinType(name);
  if (builtin !== undefined) return builtinReference(builtin, context);
  if (isSoapArray(name)) return soapArray(name, context).reference as TypeReference;
  if (isWellKnownNamespace(name.namespace) && context.index.find("type", name) === undefined)
    throw unsupported(`the type ${clark(name)}`, at);
  return context.table.named(context.index.get("type", name, at)).reference as TypeReference;
}

export function builtinReference(name: BuiltinType, context: SchemaContext): TypeReference {
  if (name !== "anyType") return { kind: "builtin", name };
  context.usesAnyType = true;
  return anyType;
}

/** An array whose items may be anything: SOAP-ENC:Array itself. */
function soapArray({ namespace, name }: QName, context: SchemaContext): TypeEntry {
  const known = context.soapArrays.get(namespace);
  if (known !== undefined) return known;
  const content = { kind: "array", item: builtinReference("anyType", context), itemName: "item" } as const;
  const entry = context.table.synthetic({ name }, content, { namespace, name });
  context.soapArrays.set(namespace, entry);
  return entry;
}

/** Fails when the types hold more particles than any schema for people does. */
export function countParticles(context: SchemaContext, count: number, at: SchemaNode): void {
  context.particles += count;
  if (context.particles > maxParticles)
    throw wrong(`the types have more particles than maxParticles (${maxParticles})`, at);
}

/** Fails when something is nested deeper than any schema for people is. */
export function checkNesting(depth: number, what: string, at: SchemaNode): void {
  if (depth > maxNesting) throw wrong(`${what} deeper than maxNesting (${maxNesting})`, at);
}
