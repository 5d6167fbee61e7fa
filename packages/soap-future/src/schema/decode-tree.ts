import { type GlobalElementDescriptor } from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { schemaInstanceNamespace } from "../wsdl/names.ts";
import { shorten } from "../xml/characters.ts";
import { type XmlElement } from "../xml/element.ts";
import { type ElementScopes, textOf } from "../xml/element-builder.ts";
import { type PredictedReader } from "../xml/handler.ts";
import { TypeDecoder, type TypeDecoderOptions } from "./decode.ts";
import { decodeLeaf, type Resolve } from "./decode-leaf.ts";
import { type DecodePlans } from "./decode-plan.ts";
import { instanceType } from "./instance-type.ts";
import { PlainObject } from "./plain-object.ts";
import { expandedName } from "./qualified-names.ts";

export interface TreeOptions extends Pick<TypeDecoderOptions, "namespaces"> {
  /** What prefixes mean in each element of the tree. */
  readonly scopes: ElementScopes;
}

/** The value of an element that has been kept as it is: a header, or an entry of a fault's detail. Throws `decode`. */
export function decodeElement(
  plans: DecodePlans,
  { type: declared, nillable }: GlobalElementDescriptor,
  element: XmlElement,
  { namespaces, scopes }: TreeOptions,
): unknown {
  const { name } = element;
  const reader = new TreeReader(scopes.get(element));
  const { resolve } = reader;
  const said = instanceType(plans, declared, element.attributes, resolve);
  if (typeof said === "string") throw wrong(said, name);
  if (isNil(element)) {
    if (nillable) return null;
    throw wrong(`${name} cannot be nil`, name);
  }
  const { type, $type } = said;
  if (type.kind === "builtin" && type.name === "anyType") return anyValue(element);
  if (type.kind !== "complex") {
    const child = element.children.find((each) => typeof each !== "string");
    if (child) throw wrong(`the element ${shorten(child.name)} stands inside a value`, name);
    return decodeLeaf(plans, type, textOf(element), () => name, resolve);
  }
  const plan = plans.complex(type.index);
  if (plan.descriptor.abstract === true)
    throw wrong(`${name} is of the abstract type ${plan.descriptor.name}, without xsi:type`, name);
  const decoder = new TypeDecoder(plans, { name, type: type.index }, reader, { namespaces, predict: false });
  decoder.root(element.attributes, resolve);
  for (const child of element.children) replay(child, decoder, reader, scopes);
  decoder.end();
  if ($type !== undefined && plan.kind !== "array") decoder.value["$type"] = $type;
  return decoder.value;
}

/** As a decoder has it where any type may stand. */
function anyValue({ attributes, children }: XmlElement): object {
  const value = new PlainObject();
  value["$mixed"] = [...children];
  const others = new PlainObject();
  for (const { namespace, name, value: text } of attributes)
    if (namespace !== schemaInstanceNamespace) others[expandedName(namespace, name)] = text;
  if (Object.keys(others).length > 0) value["@any"] = others;
  return value;
}

function isNil({ attributes }: XmlElement): boolean {
  return attributes.some(
    ({ namespace, name, value }) =>
      namespace === schemaInstanceNamespace &&
      name === "nil" &&
      (value.trim() === "true" || value.trim() === "1"),
  );
}

/** As deep as the reader of the document let it be. */
function replay(
  node: string | XmlElement,
  decoder: TypeDecoder,
  reader: TreeReader,
  scopes: ElementScopes,
): void {
  if (typeof node === "string") {
    decoder.text(node);
    return;
  }
  const around = reader.scope;
  reader.scope = scopes.get(node) ?? around;
  decoder.start(node.namespace, node.name, node.attributes, reader.resolve);
  for (const child of node.children) replay(child, decoder, reader, scopes);
  reader.scope = around;
  decoder.end();
}

/** What a decoder asks its reader, where a tree is read and no document. */
class TreeReader implements PredictedReader {
  /** That of the element at hand. */
  scope: ReadonlyMap<string, string>;
  readonly written = "";
  readonly maxTextLength = 0;

  constructor(scope: ReadonlyMap<string, string> = new Map()) {
    this.scope = scope;
  }

  readonly resolve: Resolve = (prefix) => this.scope.get(prefix) ?? (prefix === "" ? "" : undefined);

  leaf(): void {}
  enter(): void {}
  leave(): void {}
}

function wrong(what: string, path: string): SoapError {
  return new SoapError("decode", `${what} (${path})`, { context: { path } });
}
