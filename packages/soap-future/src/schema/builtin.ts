import { type BuiltinType } from "../descriptor.ts";
import { SoapError } from "../errors.ts";

/** Least and greatest value of the integer types; undefined is unbounded (XML Schema Part 2 section 3.3). */
const integerRanges: Partial<Record<BuiltinType, readonly [bigint | undefined, bigint | undefined]>> = {
  byte: [-128n, 127n],
  short: [-32768n, 32767n],
  int: [-2147483648n, 2147483647n],
  long: [-(2n ** 63n), 2n ** 63n - 1n],
  unsignedByte: [0n, 255n],
  unsignedShort: [0n, 65535n],
  unsignedInt: [0n, 4294967295n],
  unsignedLong: [0n, 2n ** 64n - 1n],
  integer: [undefined, undefined],
  nonNegativeInteger: [0n, undefined],
  positiveInteger: [1n, undefined],
};

/** Integer types whose values always fit into a number. */
export const smallIntegers: ReadonlySet<BuiltinType> = new Set([
  "byte",
  "short",
  "int",
  "unsignedByte",
  "unsignedShort",
  "unsignedInt",
]);

export function isIntegerType(type: BuiltinType): boolean {
  return integerRanges[type] !== undefined;
}

/** A value of a simple type: integers past 2^53 are bigint, decimals and dates keep their exact text. */
export type BuiltinValue = string | number | bigint | boolean | Uint8Array;

/** Turns the text of an element into its value. Throws `decode`, naming the path. */
export function decodeBuiltin(type: BuiltinType, text: string, path: string): BuiltinValue {
  switch (type) {
    case "string":
      return text;
    case "boolean":
      return decodeBoolean(collapse(text), path);
    case "decimal":
      return matching(/^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/, type, collapse(text), path);
    case "float":
    case "double":
      return decodeFloat(type, collapse(text), path);
    case "base64Binary":
      return decodeBase64(text, path);
    case "hexBinary":
      return Buffer.from(matching(/^(?:[0-9a-fA-F]{2})*$/, type, collapse(text), path), "hex");
    case "normalizedString":
      return text.replaceAll(/[\t\r\n]/g, " ");
    case "token":
    case "anyURI":
    case "dateTime":
    case "date":
    case "time":
      return collapse(text);
    default:
      return decodeInteger(type, collapse(text), path);
  }
}

function decodeBoolean(text: string, path: string): boolean {
  if (text === "true" || text === "1") return true;
  if (text === "false" || text === "0") return false;
  throw notA("boolean", text, path);
}

function decodeInteger(type: BuiltinType, text: string, path: string): number | bigint {
  if (text.length > 1000) throw notA(type, text, path);
  const digits = matching(/^[+-]?[0-9]+$/, type, text, path);
  const small = Number(digits);
  const exact = Number.isSafeInteger(small) ? small : BigInt(digits.replace(/^\+/, ""));
  const [least, most] = integerRanges[type] ?? [undefined, undefined];
  if ((least !== undefined && exact < least) || (most !== undefined && exact > most)) {
    throw new SoapError("decode", `${digits.slice(0, 40)} at ${path} is out of the range of xsd:${type}`, {
      context: { path },
    });
  }
  return Object.is(exact, -0) ? 0 : exact;
}

function decodeFloat(type: BuiltinType, text: string, path: string): number {
  if (text === "INF" || text === "+INF") return Infinity;
  if (text === "-INF") return -Infinity;
  if (text === "NaN") return NaN;
  return Number(matching(/^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/, type, text, path));
}

function decodeBase64(text: string, path: string): Uint8Array {
  const compact = /[\t\n\r ]/.test(text) ? text.replaceAll(/[\t\n\r ]/g, "") : text;
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact))
    throw notA("base64Binary", text, path);
  return Buffer.from(compact, "base64");
}

function matching(pattern: RegExp, type: BuiltinType, text: string, path: string): string {
  if (!pattern.test(text)) throw notA(type, text, path);
  return text;
}

function notA(type: BuiltinType, text: string, path: string): SoapError {
  return new SoapError("decode", `${JSON.stringify(text.slice(0, 60))} at ${path} is not an xsd:${type}`, {
    context: { path },
  });
}

function collapse(text: string): string {
  return /[\t\r\n]| {2}|^ | $/.test(text) ? text.replaceAll(/[\t\r\n ]+/g, " ").replace(/^ | $/g, "") : text;
}

/** Turns a value into the text of an element, not yet escaped. Throws `encode`, naming the path. */
export function encodeBuiltin(type: BuiltinType, value: unknown, path: string): string {
  if (type === "boolean") {
    if (typeof value === "boolean") return String(value);
  } else if (type === "base64Binary" || type === "hexBinary") {
    if (value instanceof Uint8Array) {
      const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      return bytes.toString(type === "base64Binary" ? "base64" : "hex").toString();
    }
  } else if (isIntegerType(type)) {
    const text = integerText(value);
    // The decoder knows the range: what it would refuse must not be sent.
    if (text !== undefined) return checkedByDecoding(type, text, path);
  } else if (type === "float" || type === "double") {
    if (typeof value === "number")
      return Number.isFinite(value) ? String(value) : value > 0 ? "INF" : value < 0 ? "-INF" : "NaN";
  } else if (typeof value === "string") {
    return type === "decimal" ? checkedByDecoding(type, value, path) : value;
  } else if (type === "decimal" && typeof value === "number") {
    return checkedByDecoding(type, String(value), path);
  }
  throw new SoapError("encode", `${describe(value)} at ${path} cannot be sent as xsd:${type}`, {
    context: { path },
  });
}

function integerText(value: unknown): string | undefined {
  if (typeof value === "bigint") return String(value);
  return typeof value === "number" && Number.isSafeInteger(value) ? String(value) : undefined;
}

function checkedByDecoding(type: BuiltinType, text: string, path: string): string {
  try {
    decodeBuiltin(type, text, path);
  } catch (cause) {
    throw new SoapError("encode", `${JSON.stringify(text.slice(0, 60))} at ${path} is not an xsd:${type}`, {
      cause,
      context: { path },
    });
  }
  return text;
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object"
    ? "an object"
    : `${typeof value} ${JSON.stringify(String(value).slice(0, 40))}`;
}
