import { type QName } from "../descriptor.ts";
import { wsdlNamespace } from "./names.ts";
import {
  childrenOf,
  clark,
  expandName,
  fileLabel,
  nameOf,
  pathOf,
  type SchemaNode,
  unsupported,
  wrong,
} from "./schema-node.ts";

export type DefinitionKind = "message" | "portType" | "binding" | "service";

/** What stands directly in `wsdl:definitions`, by expanded name, from all documents. */
export interface Definitions {
  /** The element of the main document. */
  readonly main: SchemaNode;
  readonly services: readonly SchemaNode[];
  /** The definition that an attribute names. */
  referred(kind: DefinitionKind, from: SchemaNode, attribute: string): SchemaNode;
}

const kinds: readonly DefinitionKind[] = ["message", "portType", "binding", "service"];

/** Extensions that say nothing about what stands in a message without leave of the caller. */
const harmless: ReadonlySet<string> = new Set([
  "http://www.w3.org/2006/05/addressing/wsdl",
  "http://www.w3.org/2007/05/addressing/metadata",
  "http://schemas.xmlsoap.org/ws/2004/09/policy",
  "http://www.w3.org/ns/ws-policy",
]);

export function indexDefinitions(documents: readonly SchemaNode[]): Definitions {
  const [main] = documents;
  if (main === undefined) throw new Error("a bundle without a main document");
  const found = new Map<string, SchemaNode>();
  const services: SchemaNode[] = [];
  for (const document of documents) {
    checkExtensions(document);
    const namespace = document.attributes.get("targetNamespace")?.trim() ?? "";
    for (const kind of kinds) {
      for (const node of childrenOf(document, wsdlNamespace, kind)) {
        const name: QName = { namespace, name: nameOf(node) };
        const key = `${kind} ${clark(name)}`;
        const other = found.get(key);
        if (other !== undefined)
          throw wrong(
            `the ${kind} ${clark(name)} is there already (${fileLabel(other.file)}:${other.line})`,
            node,
          );
        found.set(key, node);
        if (kind === "service") services.push(node);
      }
    }
  }
  return {
    main,
    services,
    referred(kind, from, attribute) {
      const written = from.attributes.get(attribute);
      if (written === undefined) throw wrong(`<${from.name}> has no ${attribute}`, from);
      const name = expandName(written, from);
      const node = found.get(`${kind} ${clark(name)}`);
      if (node === undefined) throw wrong(`the ${kind} ${clark(name)} is not defined`, from);
      return node;
    },
  };
}

/** An extension that a WSDL requires and that is not known changes what everything else means (WSDL 1.1 section 2.1.3). */
export function checkExtensions(node: SchemaNode): void {
  for (const child of node.children) {
    const required = child.attributes.get(`{${wsdlNamespace}}required`)?.trim();
    if (required !== "true" && required !== "1") continue;
    const known = harmless.has(child.namespace) || child.namespace.startsWith(wsdlNamespace);
    if (!known) throw unsupported(`the required extension ${clark(child)} of ${pathOf(node)}`, child);
  }
}
