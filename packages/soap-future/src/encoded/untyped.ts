import { PlainObject } from "../schema/plain-object.ts";
import { expandedName } from "../schema/qualified-names.ts";
import { schemaInstanceNamespace } from "../wsdl/names.ts";
import { type XmlElement } from "../xml/element.ts";
import { isEncodingNamespace } from "./attributes.ts";
import { type EncodedElement } from "./tree.ts";

/** XML that nobody has declared: `{ $mixed, "@any" }`. */
export function untypedValue(
  { attributes, children }: EncodedElement,
  known: KnownPrefixes,
): Record<string, unknown> {
  const value = new PlainObject();
  value["$mixed"] = children.map((child) => (typeof child === "string" ? child : xmlElement(child, known)));
  const others = new PlainObject();
  let count = 0;
  for (const { namespace, name, value: text } of attributes) {
    const isOfMessage = namespace === "" && (name === "id" || name === "href");
    if (isOfMessage || namespace === schemaInstanceNamespace || isEncodingNamespace(namespace)) continue;
    others[expandedName(namespace, name)] = text;
    count++;
  }
  if (count > 0) value["@any"] = others;
  return value;
}

type Prefixes = Readonly<Record<string, string>>;

/** The prefixes of one message, made once for all elements that they are in force around: these may be many. */
export type KnownPrefixes = Map<ReadonlyMap<string, string>, Prefixes>;

/** Prefixes that are in force may be used by names inside values. */
function xmlElement(element: EncodedElement, known: KnownPrefixes | undefined): XmlElement {
  const { namespace, name, attributes, children, scope } = element;
  const prefixes = known && prefixesOf(scope, known);
  return {
    namespace,
    name,
    attributes,
    children: children.map((child) => (typeof child === "string" ? child : xmlElement(child, undefined))),
    ...(prefixes === undefined || Object.keys(prefixes).length === 0 ? {} : { prefixes }),
  };
}

function prefixesOf(scope: ReadonlyMap<string, string>, known: KnownPrefixes): Prefixes {
  const made =
    known.get(scope) ??
    Object.freeze(Object.fromEntries([...scope].filter(([prefix]) => prefix !== "xml" && prefix !== "")));
  known.set(scope, made);
  return made;
}
