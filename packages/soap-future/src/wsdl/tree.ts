import { XMLParser } from "fast-xml-parser";
import { SoapError } from "../errors.ts";

/** An element of a WSDL or schema document, by expanded name. */
export interface XmlElement {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
  /** Namespace declarations in force here: prefix (empty for the default) to URI. */
  readonly scope: ReadonlyMap<string, string>;
  /** Where it stands, for error messages: `definitions/types/schema`. */
  readonly path: string;
}

const maxBytes = 16 * 1024 * 1024;
const attributesKey = ":@";
const textKey = "#text";

type RawNode = Record<string, unknown>;

/** Reads a WSDL or schema document with fast-xml-parser into a tree of expanded names. */
export function parseXmlTree(source: string): XmlElement {
  if (source.length > maxBytes)
    throw new SoapError("wsdl_parse", `the document is larger than ${maxBytes} bytes`);
  // Before any parser looks at it: no DTD, so no entities of its own and nothing to fetch.
  if (/<!DOCTYPE/i.test(source))
    throw new SoapError("wsdl_parse", "the document has a document type declaration, which is refused");
  let nodes: RawNode[];
  try {
    const parser = new XMLParser({
      preserveOrder: true,
      ignoreAttributes: false,
      attributeNamePrefix: "",
      attributesGroupName: attributesKey,
      textNodeName: textKey,
      parseTagValue: false,
      parseAttributeValue: false,
      trimValues: false,
      ignoreDeclaration: true,
      ignorePiTags: true,
    });
    nodes = parser.parse(source, true) as RawNode[];
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new SoapError("wsdl_parse", `the document is not well-formed XML: ${detail}`, { cause });
  }
  const roots = nodes.filter((node) => elementName(node) !== undefined);
  const [root] = roots;
  if (root === undefined || roots.length !== 1)
    throw new SoapError("wsdl_parse", "the document has no single root element");
  return toElement(root, new Map([["xml", "http://www.w3.org/XML/1998/namespace"]]), "");
}

function elementName(node: RawNode): string | undefined {
  return Object.keys(node).find((key) => key !== attributesKey && key !== textKey);
}

function toElement(node: RawNode, outer: ReadonlyMap<string, string>, parentPath: string): XmlElement {
  const written = elementName(node) ?? "";
  const raw = Object.entries((node[attributesKey] ?? {}) as Record<string, unknown>).map(
    ([name, value]) => [name, String(value)] as const,
  );
  const declared = raw.filter(([name]) => name === "xmlns" || name.startsWith("xmlns:"));
  const scope =
    declared.length === 0
      ? outer
      : new Map([...outer, ...declared.map(([name, uri]) => [name.slice(6), uri] as const)]);
  const { namespace, name } = expandName(written, scope, parentPath);
  const path = parentPath === "" ? name : `${parentPath}/${name}`;
  const content = node[written] as RawNode[];
  return {
    namespace,
    name,
    attributes: new Map(raw),
    children: content
      .filter((child) => elementName(child) !== undefined)
      .map((child) => toElement(child, scope, path)),
    text: content.map((child) => (typeof child[textKey] === "string" ? child[textKey] : "")).join(""),
    scope,
    path,
  };
}

/** Expands a name written with a prefix, as element names and QName values are. */
export function expandName(
  written: string,
  scope: ReadonlyMap<string, string>,
  path: string,
): { namespace: string; name: string } {
  const colon = written.indexOf(":");
  const prefix = colon === -1 ? "" : written.slice(0, colon);
  const namespace = scope.get(prefix);
  if (namespace === undefined && prefix !== "") {
    throw new SoapError("wsdl_parse", `the prefix ${prefix} is not declared at ${path}`, {
      context: { path },
    });
  }
  return { namespace: namespace ?? "", name: written.slice(colon + 1) };
}
