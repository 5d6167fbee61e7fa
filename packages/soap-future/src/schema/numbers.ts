import { type BuiltinType } from "../descriptor.ts";
import { cannotSend, notA, pathText, quoted, valueError, type ValuePath } from "./value-error.ts";
import { trimSpace } from "./white-space.ts";

type Range = readonly [least: bigint | undefined, most: bigint | undefined];

/** Least and greatest value of the integer types; undefined is unbounded (XML Schema Part 2 section 3.3). */
export const integerRanges: Partial<Record<BuiltinType, Range>> = {
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
  nonPositiveInteger: [undefined, 0n],
  negativeInteger: [undefined, -1n],
};

/** Turning digits into a bigint takes more than linear time. */
const maxDigits = 1000;
/** So many digits are a safe integer, whatever they are. */
const safeDigits = 15;

export type IntegerValue = number | bigint;

/** A reader of one integer type: number while safe, bigint past that. */
export function integerDecoder(type: BuiltinType): (text: string, path: ValuePath) => IntegerValue {
  const [least, most] = integerRanges[type] ?? [];
  const lowest = least === undefined ? -Infinity : Number(least);
  const highest = most === undefined ? Infinity : Number(most);
  return (text, path) => {
    const value = smallInteger(text);
    if (value !== undefined && value >= lowest && value <= highest) return value;
    return anyInteger(type, text, path, least, most);
  };
}

/** A safe integer without space around it; undefined when a closer look is needed. */
function smallInteger(text: string): number | undefined {
  const { length } = text;
  const negative = text.charCodeAt(0) === 0x2d;
  const first = negative ? 1 : 0;
  if (length === first || length - first > safeDigits) return undefined;
  let value = 0;
  for (let at = first; at < length; at++) {
    const digit = text.charCodeAt(at) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    value = value * 10 + digit;
  }
  return negative && value !== 0 ? -value : value;
}

function anyInteger(
  type: BuiltinType,
  written: string,
  path: ValuePath,
  least: bigint | undefined,
  most: bigint | undefined,
): IntegerValue {
  const text = trimSpace(written);
  if (text.length > maxDigits || !/^[+-]?[0-9]+$/.test(text)) throw notA(type, text, path);
  const small = Number(text);
  const exact = Number.isSafeInteger(small) ? small : BigInt(text.startsWith("+") ? text.slice(1) : text);
  if ((least !== undefined && exact < least) || (most !== undefined && exact > most)) {
    const what = `${text.slice(0, 40)} at ${pathText(path)} is out of the range of xsd:${type}`;
    throw valueError("decode", what, path);
  }
  return Object.is(exact, -0) ? 0 : exact;
}

export function encodeInteger(type: BuiltinType, value: unknown, path: ValuePath): string {
  if (typeof value !== "bigint" && !Number.isSafeInteger(value)) {
    const hint =
      typeof value === "number" && Number.isInteger(value) ? ": past 2^53 it must be a bigint" : "";
    throw cannotSend(type, value, path, hint);
  }
  const [least, most] = integerRanges[type] ?? [];
  const exact = value as number | bigint;
  if ((least !== undefined && exact < least) || (most !== undefined && exact > most)) {
    const what = `${String(exact).slice(0, 40)} at ${pathText(path)} is out of the range of xsd:${type}`;
    throw valueError("encode", what, path);
  }
  const text = String(exact);
  if (text.length > maxDigits) throw cannotSend(type, value, path, `: it has more than ${maxDigits} digits`);
  return text;
}

/** Two runs of digits and a point: nothing to go back for. */
const decimal = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/;
const float = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

/** Decimals keep their text: a number would round them. */
export function decodeDecimal(text: string, path: ValuePath): string {
  const trimmed = trimSpace(text);
  if (!decimal.test(trimmed)) throw notA("decimal", trimmed, path);
  return trimmed;
}

export function encodeDecimal(value: unknown, path: ValuePath): string {
  const isNumber = typeof value === "number" || typeof value === "bigint";
  if (!isNumber && typeof value !== "string") throw cannotSend("decimal", value, path);
  const text = isNumber ? String(value) : trimSpace(value);
  // An exponent, INF and NaN are not among its texts (section 3.2.3.1).
  if (!decimal.test(text))
    throw valueError("encode", `${quoted(text)} at ${pathText(path)} is not an xsd:decimal`, path);
  return text;
}

export function floatDecoder(type: "float" | "double"): (text: string, path: ValuePath) => number {
  return (written, path) => {
    const text = trimSpace(written);
    if (float.test(text)) return Number(text);
    if (text === "INF" || text === "+INF") return Infinity;
    if (text === "-INF") return -Infinity;
    if (text === "NaN") return NaN;
    throw notA(type, text, path);
  };
}

export function encodeFloat(type: "float" | "double", value: unknown, path: ValuePath): string {
  if (typeof value !== "number") throw cannotSend(type, value, path);
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "INF" : "-INF";
  if (type === "float" && !Number.isFinite(Math.fround(value)))
    throw cannotSend(type, value, path, ": it is out of range");
  return Object.is(value, -0) ? "-0" : String(value);
}
