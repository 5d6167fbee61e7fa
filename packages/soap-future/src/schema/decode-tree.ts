import { type GlobalElementDescriptor } from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { schemaInstanceNamespace } from "../wsdl/names.ts";
import { type XmlElement } from "../xml/element.ts";
import { textOf } from "../xml/element-builder.ts";
import { type PredictedReader } from "../xml/tokenizer.ts";
import { TypeDecoder, type TypeDecoderOptions } from "./decode.ts";
import { decodeLeaf, type Resolve } from "./decode-leaf.ts";
import { type DecodePlans } from "./decode-plan.ts";

/** The value of an element that has been kept as it is: a header, or an entry of a fault's detail. Throws `decode`. */
export function decodeElement(
  plans: DecodePlans,
  { type, nillable }: GlobalElementDescriptor,
  element: XmlElement,
  options: Pick<TypeDecoderOptions, "namespaces">,
): unknown {
  const scope = new Map(Object.entries(element.prefixes ?? {}));
  const resolve: Resolve = (prefix) => scope.get(prefix) ?? (prefix === "" ? "" : undefined);
  if (isNil(element)) {
    if (nillable) return null;
    throw new SoapError("decode", `${element.name} cannot be nil`, { context: { path: element.name } });
  }
  if (type.kind !== "complex") return decodeLeaf(plans, type, textOf(element), () => element.name, resolve);
  const root = { name: element.name, type: type.index };
  const decoder = new TypeDecoder(plans, root, new TreeReader(scope), { ...options, predict: false });
  decoder.root(element.attributes, resolve);
  for (const child of element.children) replay(child, decoder, resolve);
  decoder.end();
  return decoder.value;
}

function isNil({ attributes }: XmlElement): boolean {
  return attributes.some(
    ({ namespace, name, value }) =>
      namespace === schemaInstanceNamespace && name === "nil" && (value === "true" || value === "1"),
  );
}

/** As deep as the reader of the document let it be. */
function replay(node: string | XmlElement, decoder: TypeDecoder, resolve: Resolve): void {
  if (typeof node === "string") {
    decoder.text(node);
    return;
  }
  decoder.start(node.namespace, node.name, node.attributes, resolve);
  for (const child of node.children) replay(child, decoder, resolve);
  decoder.end();
}

/** What a decoder asks its reader, where a tree is read and no document. */
class TreeReader implements PredictedReader {
  readonly scope: ReadonlyMap<string, string>;
  readonly written = "";
  readonly maxTextLength = 0;

  constructor(scope: ReadonlyMap<string, string>) {
    this.scope = scope;
  }

  leaf(): void {}
  enter(): void {}
  leave(): void {}
}
