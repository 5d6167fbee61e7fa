import { decodeQName } from "../schema/qualified-names.ts";
import { quoted, valueError } from "../schema/value-error.ts";
import { schemaInstanceNamespace, soap12EncodingNamespace, soapEncodingNamespace } from "../wsdl/names.ts";
import { type EncodedElement } from "./tree.ts";

export function attributeOf(
  { attributes }: EncodedElement,
  namespace: string,
  name: string,
): string | undefined {
  return attributes.find((each) => each.name === name && each.namespace === namespace)?.value;
}

/** An attribute of the encoding, in the namespace of either version. */
function encodingAttribute(element: EncodedElement, name: string): string | undefined {
  return (
    attributeOf(element, soapEncodingNamespace, name) ?? attributeOf(element, soap12EncodingNamespace, name)
  );
}

export function isEncodingNamespace(namespace: string): boolean {
  return namespace === soapEncodingNamespace || namespace === soap12EncodingNamespace;
}

export function isNil(element: EncodedElement): boolean {
  const value = attributeOf(element, schemaInstanceNamespace, "nil")?.trim();
  return value === "true" || value === "1";
}

/** `id` of SOAP 1.1, or SOAP-ENC:id of 1.2. */
export function idOf(element: EncodedElement): string | undefined {
  return attributeOf(element, "", "id") ?? attributeOf(element, soap12EncodingNamespace, "id");
}

/** The id that an element refers to. Throws `decode` for anything but an id of the same document. */
export function referenceOf(element: EncodedElement, path: string): string | undefined {
  const href = attributeOf(element, "", "href");
  // An IDREF has no sign before it, but PHP writes one.
  if (href === undefined) return attributeOf(element, soap12EncodingNamespace, "ref")?.replace(/^#/, "");
  if (!href.startsWith("#") || href === "#") {
    const what = `the href ${quoted(href)} at ${path} is not of this message: it is not followed`;
    throw valueError("decode", what, path);
  }
  return href.slice(1);
}

/** What xsi:type says, as `{namespace}name`. */
export function saidTypeOf(element: EncodedElement, path: string): string | undefined {
  const written = attributeOf(element, schemaInstanceNamespace, "type");
  return written === undefined ? undefined : qualified(element, written, path);
}

export interface ArrayShape {
  /** The type of the items, as `{namespace}name`; undefined when they are arrays themselves, or nothing is said. */
  readonly itemType: string | undefined;
  /** How many items there are; undefined when it is left open. */
  readonly size: number | undefined;
}

/** What SOAP-ENC:arrayType says, or itemType and arraySize of SOAP 1.2. Throws `decode` for what has no one array. */
export function arrayShapeOf(element: EncodedElement, path: string): ArrayShape {
  if (encodingAttribute(element, "offset") !== undefined)
    throw valueError(
      "decode",
      `the array at ${path} is only a part of one (offset), which is not supported`,
      path,
    );
  const arrayType = attributeOf(element, soapEncodingNamespace, "arrayType")?.trim();
  if (arrayType === undefined) {
    const itemType = attributeOf(element, soap12EncodingNamespace, "itemType");
    const size = attributeOf(element, soap12EncodingNamespace, "arraySize")?.trim() ?? "*";
    return {
      itemType: itemType === undefined ? undefined : qualified(element, itemType, path),
      size: sizeOf(size === "*" ? "" : size, path),
    };
  }
  const open = arrayType.lastIndexOf("[");
  if (open === -1 || !arrayType.endsWith("]"))
    throw valueError("decode", `the arrayType ${quoted(arrayType)} at ${path} has no size`, path);
  const size = sizeOf(arrayType.slice(open + 1, -1), path);
  const type = arrayType.slice(0, open);
  return { itemType: type.includes("[") ? undefined : qualified(element, type, path), size };
}

function sizeOf(text: string, path: string): number | undefined {
  if (text === "") return undefined;
  if (/^[0-9, ]*[, ][0-9, ]*$/.test(text))
    throw valueError(
      "decode",
      `the array at ${path} has more than one dimension, which is not supported`,
      path,
    );
  if (!/^[0-9]{1,9}$/.test(text))
    throw valueError("decode", `the array at ${path} has the size ${quoted(text)}`, path);
  return Number(text);
}

/** Items of a sparse array say where they belong (SOAP 1.1 section 5.4.2.2). */
export function checkNotSparse(item: EncodedElement, path: string): void {
  if (encodingAttribute(item, "position") !== undefined)
    throw valueError("decode", `${path} is of a sparse array (position), which is not supported`, path);
}

function qualified({ scope }: EncodedElement, text: string, path: string): string {
  return decodeQName(text, path, (prefix) => scope.get(prefix));
}
