import { SoapError } from "../errors.ts";
import { escapeAttribute, escapeText } from "./characters.ts";
import { type XmlElement } from "./element.ts";
import { isNcName } from "./names.ts";

const xmlNamespace = "http://www.w3.org/XML/1998/namespace";
const xmlnsNamespace = "http://www.w3.org/2000/xmlns/";

/** Nesting of elements that is written. What is deeper most likely contains itself. */
export const maxWrittenDepth = 200;

/** Prefixes in force: prefix to namespace, the empty one for the default namespace. */
type Scope = ReadonlyMap<string, string>;

/**
 * Writes an element with all that it needs declared, for a place where no default namespace is in force. Its own
 * prefixes are declared again, so that names inside its values keep their meaning. Throws `encode`.
 *
 * @param path names the element in errors
 */
export function writeXmlElement(element: unknown, path: string): string {
  return write(checkedElement(element, path), path, new Map([["", ""]]), 1);
}

function write(element: XmlElement, path: string, around: Scope, depth: number): string {
  if (depth > maxWrittenDepth) throw wrong(`${path} is nested deeper than ${maxWrittenDepth} elements`, path);
  const scope = new Map(around);
  const declared = new Map<string, string>();
  const declare = (prefix: string, namespace: string): void => {
    scope.set(prefix, namespace);
    declared.set(prefix, namespace);
  };
  for (const [prefix, namespace] of Object.entries(element.prefixes ?? {})) {
    if (prefix === "xml" || scope.get(prefix) === namespace) continue;
    checkDeclaration(prefix, namespace, path);
    declare(prefix, namespace);
  }
  const tag = elementName(element, scope, declare, path);
  let attributes = "";
  const seen = new Set<string>();
  for (const { namespace, name, value } of element.attributes) {
    const place = `${path}/@${name}`;
    const key = `${namespace} ${name}`;
    if (!isNcName(name) || namespace === xmlnsNamespace)
      throw wrong(`${place} is not the name of an attribute`, place);
    if (typeof value !== "string") throw wrong(`${place} must be a text`, place);
    if (seen.has(key)) throw wrong(`${place} is given twice`, place);
    seen.add(key);
    attributes += ` ${attributePrefix(namespace, scope, declare)}${name}="${escapeAttribute(value, place)}"`;
  }
  const declarations = [...declared]
    .map(([prefix, uri]) => ` xmlns${prefix === "" ? "" : `:${prefix}`}="${escapeAttribute(uri, path)}"`)
    .join("");
  const content = element.children
    .map((child, index) =>
      typeof child === "string"
        ? escapeText(child, path)
        : write(checkedElement(child, `${path}/*[${index}]`), `${path}/${child.name}`, scope, depth + 1),
    )
    .join("");
  const start = `<${tag}${declarations}${attributes}`;
  return content === "" ? `${start}/>` : `${start}>${content}</${tag}>`;
}

type Declare = (prefix: string, namespace: string) => void;

function elementName({ namespace, name }: XmlElement, scope: Scope, declare: Declare, path: string): string {
  if (!isNcName(name)) throw wrong(`${path} has a name that no element can have`, path);
  if (scope.get("") === namespace) return name;
  if (namespace === "") {
    declare("", "");
    return name;
  }
  return `${attributePrefix(namespace, scope, declare)}${name}`;
}

/** The default namespace is not that of attributes. */
function attributePrefix(namespace: string, scope: Scope, declare: Declare): string {
  if (namespace === "") return "";
  if (namespace === xmlNamespace) return "xml:";
  for (const [prefix, uri] of scope) if (uri === namespace && prefix !== "") return `${prefix}:`;
  let number = 1;
  while (scope.has(`n${number}`)) number++;
  declare(`n${number}`, namespace);
  return `n${number}:`;
}

function checkDeclaration(prefix: string, namespace: string, path: string): void {
  const reserved = prefix === "xmlns" || namespace === xmlNamespace || namespace === xmlnsNamespace;
  const named = prefix === "" || (isNcName(prefix) && namespace !== "");
  if (reserved || !named || typeof namespace !== "string")
    throw wrong(`${path} has a prefix that cannot be declared`, path);
}

/** True for a value that has the shape of an XmlElement. */
export function isXmlElement(value: unknown): value is XmlElement {
  if (typeof value !== "object" || value === null) return false;
  const { namespace, name, attributes, children } = value as Record<keyof XmlElement, unknown>;
  const named = typeof namespace === "string" && typeof name === "string";
  return named && Array.isArray(attributes) && Array.isArray(children);
}

function checkedElement(value: unknown, path: string): XmlElement {
  if (!isXmlElement(value))
    throw wrong(`${path} is not an XmlElement: it has namespace, name, attributes and children`, path);
  return value;
}

function wrong(what: string, path: string): SoapError {
  return new SoapError("encode", what, { context: { path } });
}
