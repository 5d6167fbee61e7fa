import { type BuiltinType, type OperationDescriptor, type ServiceDescriptor } from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { type BuiltinValue, decodeBuiltin } from "../schema/builtin.ts";
import { type Field, fieldsOfType } from "../schema/fields.ts";

/** An object without a prototype, so that an element called `__proto__` is plain data. */
type Arguments = Record<string, unknown>;

/**
 * Turns `key=value` words into the arguments of an operation. A key is the path of an element (`filter.name=x`); a
 * repeated element is given once for each of its items. The schema says which type a value has. Throws
 * `invalid_argument` for a key that the operation does not have, and `encode` for a value of another type.
 */
export function parseArguments(
  descriptor: ServiceDescriptor,
  operation: OperationDescriptor,
  words: readonly string[],
): Arguments {
  const root = Object.create(null) as Arguments;
  for (const word of words) {
    const equals = word.indexOf("=");
    if (equals < 1) throw invalid(operation, `${JSON.stringify(word)} is not key=value`);
    put(descriptor, operation, root, word.slice(0, equals), word.slice(equals + 1));
  }
  return root;
}

function put(
  descriptor: ServiceDescriptor,
  operation: OperationDescriptor,
  root: Arguments,
  key: string,
  text: string,
): void {
  const names = key.split(".");
  const last = names.pop() ?? "";
  let typeIndex = operation.input.type;
  let target = root;
  for (const name of names) {
    const { element, repeated } = elementOf(descriptor, operation, typeIndex, name, key);
    if (element.type.kind !== "complex") throw invalid(operation, `${key}: ${name} has no elements in it`);
    if (repeated) {
      throw invalid(
        operation,
        `${key}: the items of ${name} have elements of their own: give them with --json`,
      );
    }
    typeIndex = element.type.index;
    const inner = (target[name] ?? Object.create(null)) as Arguments;
    target[name] = inner;
    target = inner;
  }
  const { element, repeated } = elementOf(descriptor, operation, typeIndex, last, key);
  if (element.type.kind !== "builtin") {
    throw invalid(operation, `${key} has elements in it: name one of them, or give --json`);
  }
  const value = valueOf(element.type.name, text, key);
  if (repeated) target[last] = [...((target[last] ?? []) as unknown[]), value];
  else if (Object.hasOwn(target, last)) throw invalid(operation, `${key} is given twice`);
  else target[last] = value;
}

/** The same reading as of an answer; here it is the caller who has to mend what is wrong. */
function valueOf(type: BuiltinType, text: string, key: string): BuiltinValue {
  try {
    return decodeBuiltin(type, text, key);
  } catch (error) {
    throw error instanceof SoapError
      ? new SoapError("encode", error.reason, { context: error.context })
      : error;
  }
}

function elementOf(
  descriptor: ServiceDescriptor,
  operation: OperationDescriptor,
  typeIndex: number,
  name: string,
  key: string,
): Field & { kind: "element" } {
  const fields = fieldsOfType(descriptor.types[typeIndex]);
  const field = fields.find((each) => each.key === name);
  if (field?.kind === "element") return field;
  const list = fields.map((each) => each.key).join(", ");
  throw invalid(operation, `there is no ${JSON.stringify(key)}: possible here are ${list || "none"}`);
}

function invalid({ name }: OperationDescriptor, what: string): SoapError {
  return new SoapError("invalid_argument", what, { context: { operation: name } });
}
