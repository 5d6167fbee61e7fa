import { type OperationDescriptor, type ServiceDescriptor } from "../descriptor.ts";
import { SoapError } from "../errors.ts";

/**
 * The repeated element of an answer that a stream gives: the only one, or the one that `wanted` names by its path
 * (`"result/item"`). Elements inside other repeated ones do not count. Throws `invalid_argument`.
 */
export function repeatedPath(
  descriptor: ServiceDescriptor,
  { name, output }: OperationDescriptor,
  wanted?: string,
): readonly string[] {
  const paths = repeatedPaths(descriptor, output.type, []);
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
  const { elements = [] } = descriptor.types[typeIndex] ?? {};
  return elements.flatMap(({ name, type, repeated }) => {
    if (repeated) return [[name]];
    if (type.kind !== "complex") return [];
    return repeatedPaths(descriptor, type.index, [...within, typeIndex]).map((path) => [name, ...path]);
  });
}
