import { type QName } from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { isNcName } from "../xml/names.ts";
import { schemaNamespace, wsdlNamespace } from "./names.ts";

/** An element of a WSDL or schema document, by expanded name, with its place. */
export interface SchemaNode extends QName {
  /** By local name; those of a namespace by `{namespace}name`. Declarations of prefixes are not among them. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly SchemaNode[];
  readonly text: string;
  readonly scope: PrefixScope;
  readonly parent: SchemaNode | undefined;
  /** Location of the document, as absolute as it is known. */
  readonly file: string;
  /** Of the `<`; from 1. */
  readonly line: number;
}

/** Prefixes that one element declares (the empty one is the default namespace), and the scope around it. */
export interface PrefixScope {
  readonly declared: ReadonlyMap<string, string>;
  readonly outer: PrefixScope | undefined;
}

const maxShown = 500;

type WsdlErrorCode = "wsdl_parse" | "wsdl_unsupported";

/** An error of a document, with the place in it. */
export function errorAt(code: WsdlErrorCode, what: string, at: SchemaNode, cause?: unknown): SoapError {
  const { file, line } = at;
  // Names of a document may be as long as it is.
  const shown = what.length > maxShown ? `${what.slice(0, maxShown).toWellFormed()}…` : what;
  return new SoapError(code, `${shown} (${fileLabel(file)}:${line})`, {
    context: { path: pathOf(at), file, line },
    cause,
  });
}

/** The document is wrong. */
export function wrong(what: string, at: SchemaNode): SoapError {
  return errorAt("wsdl_parse", what, at);
}

/** The document is right, and this package cannot do it. */
export function unsupported(what: string, at: SchemaNode): SoapError {
  return errorAt("wsdl_unsupported", `${what} is not supported`, at);
}

/** The end of a location, for messages: `shop.wsdl`. The whole is in the error's context. */
export function fileLabel(location: string): string {
  const end = location.slice(location.lastIndexOf("/") + 1);
  return end === "" ? location : end;
}

/** Where a node stands: `definitions/types/schema/complexType`. */
export function pathOf(node: SchemaNode): string {
  const names: string[] = [];
  for (let at: SchemaNode | undefined = node; at !== undefined; at = at.parent) names.push(at.name);
  return names.reverse().join("/");
}

export function resolvePrefix(scope: PrefixScope, prefix: string): string | undefined {
  for (let at: PrefixScope | undefined = scope; at !== undefined; at = at.outer) {
    const namespace = at.declared.get(prefix);
    if (namespace !== undefined) return namespace;
  }
  return prefix === "" ? "" : undefined;
}

/** Expands a value that is a QName. Without a prefix it is in the default namespace. */
export function expandName(written: string, at: SchemaNode): QName {
  const trimmed = written.trim();
  const colon = trimmed.indexOf(":");
  const prefix = colon === -1 ? "" : trimmed.slice(0, colon);
  const namespace = resolvePrefix(at.scope, prefix);
  if (namespace === undefined) throw wrong(`the prefix ${prefix} is not declared`, at);
  const name = trimmed.slice(colon + 1);
  if (name === "") throw wrong(`${JSON.stringify(written)} is not a name`, at);
  return { namespace, name };
}

/** An expanded name as one string, for maps and messages. */
export function clark({ namespace, name }: QName): string {
  return `{${namespace}}${name}`;
}

/** The `name` attribute. */
export function nameOf(node: SchemaNode): string {
  const name = node.attributes.get("name")?.trim();
  if (name === undefined || name === "") throw wrong(`<${node.name}> has no name`, node);
  return name;
}

/** The same for what is written into messages: a name that is none would be markup of somebody else's making there. */
export function ncNameOf(node: SchemaNode): string {
  return checkedNcName(nameOf(node), node);
}

export function checkedNcName(name: string, at: SchemaNode): string {
  if (isNcName(name)) return name;
  throw wrong(
    `${JSON.stringify(name.slice(0, 60).toWellFormed())} is not a name that an element can have`,
    at,
  );
}

export function booleanAttribute(node: SchemaNode, name: string): boolean {
  const value = node.attributes.get(name)?.trim();
  if (value === undefined || value === "false" || value === "0") return false;
  if (value === "true" || value === "1") return true;
  throw wrong(`${name}=${JSON.stringify(value)} is neither true nor false`, node);
}

export function childrenOf(node: SchemaNode, namespace: string, name: string): SchemaNode[] {
  return node.children.filter((child) => child.namespace === namespace && child.name === name);
}

/** The children that a schema component has by XML Schema, annotations left out. */
export function schemaChildren(node: SchemaNode): SchemaNode[] {
  return node.children.filter((child) => {
    if (child.namespace !== schemaNamespace)
      throw unsupported(`<${child.name}> inside xsd:${node.name}`, child);
    return child.name !== "annotation";
  });
}

/** Text of `wsdl:documentation`, or of `xsd:annotation/xsd:documentation`, with its white space folded. */
export function documentationOf(node: SchemaNode): { documentation?: string } {
  const holders = [node, ...childrenOf(node, schemaNamespace, "annotation")];
  for (const holder of holders) {
    const found = holder.children.find(
      ({ name, namespace }) =>
        name === "documentation" && (namespace === wsdlNamespace || namespace === schemaNamespace),
    );
    const documentation = found === undefined ? "" : allText(found).split(/\s+/).filter(Boolean).join(" ");
    if (documentation !== "") return { documentation };
  }
  return {};
}

function allText(node: SchemaNode): string {
  return [node.text, ...node.children.map(allText)].join(" ");
}
