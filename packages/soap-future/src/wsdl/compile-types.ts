import {
  type ComplexTypeDescriptor,
  type ServiceDescriptor,
  type SimpleTypeDescriptor,
  type TypeReference,
} from "../descriptor.ts";
import { readComplexType } from "./complex-types.ts";
import { checkNesting, type SchemaContext } from "./context.ts";
import { orderTypes } from "./order-types.ts";
import { type SchemaIndex } from "./schema-index.ts";
import { type SchemaNode, wrong } from "./schema-node.ts";
import { checkSimpleTypes, readSimpleType } from "./simple-types.ts";
import { createTypeTable, type TypeEntry } from "./type-table.ts";

export function createSchemaContext(index: SchemaIndex): SchemaContext {
  let nested = 0;
  const context: SchemaContext = {
    index,
    table: createTypeTable(),
    groups: new Map(),
    particles: 0,
    usesAnyType: false,
    soapArrays: new Map(),
    headTypes: new Map(),
    complex(entry: TypeEntry, at: SchemaNode) {
      if (entry.state === "open") throw wrong("a type is derived from itself", at);
      if (entry.complex === undefined) {
        checkNesting(nested++, "types are derived", at);
        entry.state = "open";
        entry.complex = readComplexType(entry, context);
        entry.state = "done";
        nested--;
      }
      return entry.complex;
    },
  };
  return context;
}

/**
 * Reads every type that something refers to, and what those refer to in turn: one after another, not one inside the
 * other, so that types may be linked in chains of any length.
 */
export function compileTypes(
  context: SchemaContext,
  roots: readonly TypeReference[],
): Pick<ServiceDescriptor, "types" | "simpleTypes"> {
  const { table, index } = context;
  readAll(context);
  if (context.usesAnyType) {
    // Any of them may then stand in a message, under xsi:type.
    for (const component of index.types) table.named(component);
    readAll(context);
  }
  checkSimpleTypes(table.entries);
  const { complex, simple, nameOf } = orderTypes(context, roots);
  return {
    types: complex.map((entry) => describeComplex(entry, nameOf(entry))),
    simpleTypes: simple.map((entry) => describeSimple(entry, nameOf(entry))),
  };
}

function readAll(context: SchemaContext): void {
  const { table, index } = context;
  // The list grows while it is walked.
  for (const entry of table.entries) {
    if (entry.kind === "simple") {
      entry.simple ??= readSimpleType(entry, context);
      continue;
    }
    if (entry.definition !== undefined) context.complex(entry, entry.definition.node);
    // xsi:type may name what derives from a type that something refers to.
    if (entry.qname !== undefined) for (const derived of index.derivedFrom(entry.qname)) table.named(derived);
  }
}

function describeComplex({ complex, qname }: TypeEntry, name: string): ComplexTypeDescriptor {
  if (complex === undefined) throw new Error(`the type ${name} was not read`);
  const { abstract, base, content, attributes, anyAttribute, documentation } = complex;
  return {
    name,
    ...(qname === undefined ? {} : { qname }),
    ...(abstract ? { abstract } : {}),
    ...(base === undefined ? {} : { base: base.reference.index }),
    content,
    attributes,
    ...(anyAttribute === undefined ? {} : { anyAttribute }),
    ...(documentation === undefined ? {} : { documentation }),
  };
}

function describeSimple({ simple, qname }: TypeEntry, name: string): SimpleTypeDescriptor {
  if (simple === undefined) throw new Error(`the type ${name} was not read`);
  const { variety, facets, documentation } = simple;
  return {
    name,
    ...(qname === undefined ? {} : { qname }),
    variety,
    facets,
    ...(documentation === undefined ? {} : { documentation }),
  };
}
