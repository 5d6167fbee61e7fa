import { type MessageDescriptor } from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { soap12RpcNamespace } from "../wsdl/names.ts";
import { childElements, type EncodedElement } from "./tree.ts";

/** The element that the message is; the others are what it refers to. */
export function entryOf({ name }: MessageDescriptor, elements: readonly EncodedElement[]): EncodedElement {
  const entry = elements.find((element) => element.name === name);
  if (entry === undefined) throw new SoapError("decode", `the Body does not hold ${name}`);
  return entry;
}

/** SOAP 1.1 section 7.1: the name of the return value is not significant. The one that SOAP 1.2 adds names it. */
export function withReturn(entry: EncodedElement, names: readonly string[]): EncodedElement {
  const children = childElements(entry).filter(
    ({ namespace, name }) => !(name === "result" && namespace === soap12RpcNamespace),
  );
  const [field, ...otherFields] = names;
  const [child, ...others] = children;
  const renamed =
    field !== undefined && otherFields.length === 0 && child !== undefined && others.length === 0;
  return { ...entry, children: renamed ? [{ ...child, name: field }] : children };
}
