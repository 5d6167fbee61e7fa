import { valueError } from "../schema/value-error.ts";
import { arrayShapeOf, checkNotSparse } from "./attributes.ts";
import { childElements, type EncodedElement, hasText } from "./tree.ts";

/**
 * The items of an array (SOAP 1.1 section 5.4.2), each as `decode` reads it. `told` is the type that the array says
 * its items are of. Throws `decode` for text between them, and when they are not as many as the array says.
 */
export function decodeItems(
  element: EncodedElement,
  path: string,
  decode: (item: EncodedElement, path: string, told: string | undefined) => unknown,
): unknown[] {
  if (hasText(element)) throw valueError("decode", `there is text between the items (${path})`, path);
  const { itemType, size } = arrayShapeOf(element, path);
  const children = childElements(element);
  if (size !== undefined && size !== children.length)
    throw valueError(
      "decode",
      `the array at ${path} says that it has ${size} items, and has ${children.length}`,
      path,
    );
  return children.map((child, index) => {
    const place = `${path}[${index}]`;
    checkNotSparse(child, place);
    return decode(child, place, itemType);
  });
}
