import { type OperationDescriptor, type ServiceDescriptor } from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { fieldsOfType } from "./fields.ts";

/**
 * The repeated element of an answer that a stream gives: the only one, or the one that `wanted` names by its path
 * (`"result/item"`). Elements inside other repeated ones do not count. Throws `invalid_argument`.
 */
export function repeatedPath(
  descriptor: ServiceDescriptor,
  { name, output }: OperationDescriptor,
  wanted?: string,
): readonly string[] {
  const paths = output === undefined ? [] : repeatedPaths(descriptor, output.type, []);
  const context = { operation: name };
  const listed = paths.map((path) => path.join("/")).join(", ");
  if (wanted !== undefined) {
    const found = paths.find((path) => path.join("/") === wanted);
    if (found) return found;
    const what = listed === "" ? "has no repeated element" : `can be streamed by ${listed}`;
    throw new SoapError("invalid_argument", `${name} ${what}, not by ${JSON.stringify(wanted)}`, { context });
  }
  const [only, ...others] = paths;
  if (only === undefined) {
    throw new SoapError("invalid_argument", `${name} has no repeated element to stream`, { context });
  }
  if (others.length > 0) {
    throw new SoapError("invalid_argument", `${name} has several repeated elements, name one: ${listed}`, {
      context,
    });
  }
  return only;
}

function repeatedPaths(
  descriptor: ServiceDescriptor,
  typeIndex: number,
  within: readonly number[],
): readonly (readonly string[])[] {
  // A type that contains itself gives no new paths.
  if (within.includes(typeIndex)) return [];
  return fieldsOfType(descriptor.types[typeIndex]).flatMap((field) => {
    if (field.repeated) return [[field.key]];
    if (field.kind !== "element" || field.element.type.kind !== "complex") return [];
    const { index } = field.element.type;
    return repeatedPaths(descriptor, index, [...within, typeIndex]).map((path) => [field.key, ...path]);
  });
}
