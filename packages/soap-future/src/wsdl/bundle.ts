import { SoapError } from "../errors.ts";
import { resolveLocation } from "./locations.ts";
import { schemaNamespace, wsdlNamespace } from "./names.ts";
import { readDocument } from "./read-document.ts";
import { childrenOf, fileLabel, type SchemaNode, unsupported, wrong } from "./schema-node.ts";
import { isWellKnownNamespace } from "./well-known.ts";

/** What the documents of one WSDL may come to. 0 means zero; errors name the limit. */
export interface WsdlLimits {
  /** Documents in all, the main one included. Default 100. */
  readonly maxDocuments: number;
  /** Imports from the main document to any other. Default 16. */
  readonly maxImportDepth: number;
  /** UTF-16 units of one document. Default 16,777,216, which is also the most. */
  readonly maxDocumentLength: number;
  /** UTF-16 units of all documents. Default 67,108,864. */
  readonly maxTotalLength: number;
}

export const defaultWsdlLimits: WsdlLimits = {
  maxDocuments: 100,
  maxImportDepth: 16,
  maxDocumentLength: 16 * 1024 * 1024,
  maxTotalLength: 64 * 1024 * 1024,
};

/** A schema element and the namespace that its components are in. */
export interface SchemaSource {
  readonly node: SchemaNode;
  readonly targetNamespace: string;
  /** It names no namespace itself, and was included by a schema that does (XML Schema Part 1 section 4.2.1). */
  readonly chameleon: boolean;
}

/** A WSDL with everything that it imports and includes, read. */
export interface WsdlBundle {
  /** Location of the main document. */
  readonly location: string;
  /** The text of each document, by location. */
  readonly sources: ReadonlyMap<string, string>;
  /** @internal The `definitions` elements, the main one first. */
  readonly definitions: readonly SchemaNode[];
  /** @internal */
  readonly schemas: readonly SchemaSource[];
}

/** A document that {@link readBundle} needs: who has it answers with its text, or with nothing. */
export interface DocumentRequest {
  readonly location: string;
  /** The import. Absent for the main document. */
  readonly at: SchemaNode | undefined;
}

/** A way from one document to another. */
interface Import {
  readonly location: string;
  readonly depth: number;
  readonly at: SchemaNode | undefined;
  /** The namespace that a schema there has to have; of an include that of the schema around it. */
  readonly namespace: string | undefined;
  readonly kind: "main" | "wsdl" | "import" | "include";
}

/**
 * Reads a WSDL and follows `wsdl:import`, `xsd:import` and `xsd:include`, each document once, so that cycles end.
 * It does no I/O: it yields the locations it needs.
 */
export function* readBundle(
  location: string,
  limits: WsdlLimits = defaultWsdlLimits,
): Generator<DocumentRequest, WsdlBundle, string | undefined> {
  const sources = new Map<string, string>();
  const documents = new Map<string, SchemaNode>();
  const definitions: SchemaNode[] = [];
  const schemas: SchemaSource[] = [];
  const done = new Set<string>();
  const ownSchemas = new Set<string>();
  const waiting: Import[] = [{ location, depth: 0, at: undefined, namespace: undefined, kind: "main" }];
  let totalLength = 0;
  // The list grows while it is walked.
  for (const wanted of waiting) {
    const key = `${wanted.kind === "include" ? (wanted.namespace ?? "") : ""} ${wanted.location}`;
    if (done.has(key)) continue;
    done.add(key);
    // Counted with the namespaces: one document may be included into many.
    if (done.size > limits.maxDocuments)
      throw limitError("there are more documents than maxDocuments", limits.maxDocuments, wanted);
    if (wanted.depth > limits.maxImportDepth)
      throw limitError("the imports are deeper than maxImportDepth", limits.maxImportDepth, wanted);
    let root = documents.get(wanted.location);
    if (root === undefined) {
      const source = yield { location: wanted.location, at: wanted.at };
      if (source === undefined) throw missing(wanted);
      if (source.length > limits.maxDocumentLength)
        throw limitError("the document is longer than maxDocumentLength", limits.maxDocumentLength, wanted);
      totalLength += source.length;
      if (totalLength > limits.maxTotalLength)
        throw limitError(
          "the documents are longer together than maxTotalLength",
          limits.maxTotalLength,
          wanted,
        );
      root = readDocument(source, wanted.location);
      sources.set(wanted.location, source);
      documents.set(wanted.location, root);
    }
    if (isDefinitions(root)) {
      if (wanted.kind === "include" || wanted.kind === "import")
        throw wrong(`xsd:${wanted.kind} names a WSDL, not a schema`, wanted.at ?? root);
      definitions.push(root);
      waiting.push(...wsdlImports(root, wanted.depth + 1));
      for (const schema of inlineSchemas(root)) {
        const targetNamespace = schema.attributes.get("targetNamespace")?.trim() ?? "";
        schemas.push({ node: schema, targetNamespace, chameleon: false });
        waiting.push(...schemaImports(schema, targetNamespace, wanted.depth + 1));
      }
      continue;
    }
    const schema = schemaSource(root, wanted);
    // A schema that names its namespace is the same one however it was reached.
    if (!schema.chameleon && ownSchemas.size === ownSchemas.add(wanted.location).size) continue;
    schemas.push(schema);
    waiting.push(...schemaImports(root, schema.targetNamespace, wanted.depth + 1));
  }
  return { location, sources, definitions, schemas };
}

function isDefinitions({ namespace, name }: SchemaNode): boolean {
  return namespace === wsdlNamespace && name === "definitions";
}

function wsdlImports(definitions: SchemaNode, depth: number): Import[] {
  return childrenOf(definitions, wsdlNamespace, "import").map((at) => {
    const written = at.attributes.get("location");
    if (written === undefined) throw wrong("wsdl:import has no location", at);
    return { location: resolveLocation(written, at), depth, at, namespace: undefined, kind: "wsdl" };
  });
}

function inlineSchemas(definitions: SchemaNode): SchemaNode[] {
  return childrenOf(definitions, wsdlNamespace, "types").flatMap((types) =>
    types.children.filter((child) => {
      if (child.namespace === schemaNamespace && child.name === "schema") return true;
      if (child.namespace === wsdlNamespace && child.name === "documentation") return false;
      throw unsupported(
        `<${child.name}> of the namespace ${JSON.stringify(child.namespace)} in wsdl:types`,
        child,
      );
    }),
  );
}

function schemaImports(schema: SchemaNode, targetNamespace: string, depth: number): Import[] {
  return schema.children.flatMap((at): Import[] => {
    if (at.namespace !== schemaNamespace) return [];
    if (at.name === "redefine" || at.name === "override") throw unsupported(`xsd:${at.name}`, at);
    if (at.name !== "import" && at.name !== "include") return [];
    const written = at.attributes.get("schemaLocation");
    if (at.name === "include") {
      if (written === undefined) throw wrong("xsd:include has no schemaLocation", at);
      return [
        { location: resolveLocation(written, at), depth, at, namespace: targetNamespace, kind: "include" },
      ];
    }
    const namespace = at.attributes.get("namespace")?.trim() ?? "";
    // Without a location it is a schema beside this one; if there is none, what refers to it says so.
    if (written === undefined || isWellKnownNamespace(namespace)) return [];
    return [{ location: resolveLocation(written, at), depth, at, namespace, kind: "import" }];
  });
}

function schemaSource(root: SchemaNode, { kind, namespace, at }: Import): SchemaSource {
  if (kind === "main" || root.namespace !== schemaNamespace || root.name !== "schema") {
    const expected = kind === "main" ? "WSDL 1.1 definitions" : "an XML schema or WSDL 1.1 definitions";
    throw wrong(
      `the root element is <${root.name}> of the namespace ${JSON.stringify(root.namespace)}, not ${expected}`,
      root,
    );
  }
  const own = root.attributes.get("targetNamespace")?.trim() ?? "";
  if (kind === "include" && own === "" && namespace !== "" && namespace !== undefined)
    return { node: root, targetNamespace: namespace, chameleon: true };
  if (namespace !== undefined && own !== namespace && at !== undefined) {
    const what = `the schema ${fileLabel(root.file)} has the namespace ${JSON.stringify(own)}, not ${JSON.stringify(namespace)}`;
    throw wrong(`${what} as xsd:${kind} says`, at);
  }
  return { node: root, targetNamespace: own, chameleon: false };
}

function missing({ location, at }: Import): SoapError {
  if (at === undefined) return new SoapError("invalid_argument", `there is no document ${location}`);
  return wrong(`the document ${location} is not among those given`, at);
}

function limitError(what: string, limit: number, { at, location }: Import): SoapError {
  if (at !== undefined) return wrong(`${what} (${limit})`, at);
  return new SoapError("wsdl_parse", `${what} (${limit}) (${fileLabel(location)}:1)`, {
    context: { file: location, line: 1 },
  });
}
