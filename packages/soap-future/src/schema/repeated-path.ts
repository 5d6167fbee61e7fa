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
  const context = { operation: name };
  // A reference may lead to the end of the message: its values are complete no sooner than the message is.
  if (output?.use === "encoded")
    throw new SoapError(
      "invalid_argument",
      `${name} is answered in the encoded style, which cannot be streamed`,
      {
        context,
      },
    );
  if (wanted !== undefined && output !== undefined) {
    const found = pathNamed(descriptor, output.type, wanted);
    if (found) return found;
  }
  const paths = output === undefined ? [] : repeatedPaths(descriptor, output.type);
  const listed = paths.map((path) => path.join("/")).join(", ");
  if (wanted !== undefined) {
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

/** A key of a type: repeated, or of a complex type in which the path goes on. */
interface Step {
  readonly key: string;
  readonly inner: number | undefined;
}

function stepsOf({ types }: ServiceDescriptor, index: number): Step[] {
  return fieldsOfType(types[index]).flatMap((field): Step[] => {
    const { key } = field;
    if (field.kind === "any") return [];
    if (field.repeated) return [{ key, inner: undefined }];
    if (field.kind !== "element" || field.element.type.kind !== "complex") return [];
    return [{ key, inner: field.element.type.index }];
  });
}

/** The path that a text says. Keys may have slashes in them, as the namespaces of some have. */
function pathNamed(
  descriptor: ServiceDescriptor,
  index: number,
  text: string,
): readonly string[] | undefined {
  for (const { key, inner } of stepsOf(descriptor, index)) {
    if (inner === undefined && key === text) return [key];
    if (inner === undefined || !text.startsWith(`${key}/`)) continue;
    const rest = pathNamed(descriptor, inner, text.slice(key.length + 1));
    if (rest) return [key, ...rest];
  }
  return undefined;
}

/** There are very many paths where types are inside each other in several ways: so many steps are looked at. */
const maxSteps = 10_000;

function repeatedPaths(descriptor: ServiceDescriptor, root: number): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  let steps = 0;
  const visit = (index: number, within: readonly number[], before: readonly string[]): void => {
    // A type that contains itself gives no new paths.
    if (within.includes(index)) return;
    for (const { key, inner } of stepsOf(descriptor, index)) {
      if (++steps > maxSteps) return;
      const path = [...before, key];
      if (inner === undefined) found.push(path);
      else visit(inner, [...within, index], path);
    }
  };
  visit(root, [], []);
  return found;
}
