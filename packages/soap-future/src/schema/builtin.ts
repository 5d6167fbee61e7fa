import { type BuiltinType, builtinTypes } from "../descriptor.ts";
import { decodeBase64, decodeHex, encodeBinary } from "./binary.ts";
import { decodeDuration, encodeDuration } from "./duration.ts";
import {
  decodeDecimal,
  encodeDecimal,
  encodeFloat,
  encodeInteger,
  floatDecoder,
  integerDecoder,
  integerRanges,
} from "./numbers.ts";
import { decodeQName, encodeQName, type PrefixOf, type ResolvePrefix } from "./qualified-names.ts";
import { encodeMoment, isMomentType, momentDecoder } from "./temporal.ts";
import { textDecoder } from "./text-types.ts";
import { cannotSend, notA, pathText, quoted, valueError, type ValuePath } from "./value-error.ts";
import { trimSpace, wordsOf } from "./white-space.ts";

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
export type BuiltinValue = string | number | bigint | boolean | Uint8Array | readonly string[];

/** Turns the text of an element or an attribute into its value. Throws `decode`, naming the path. */
export type BuiltinDecoder = (text: string, path: ValuePath, resolve?: ResolvePrefix) => BuiltinValue;

/** Types that are lists of another one (XML Schema Part 2 section 3.3). */
const listItems: Partial<Record<BuiltinType, BuiltinType>> = {
  NMTOKENS: "NMTOKEN",
  IDREFS: "IDREF",
  ENTITIES: "ENTITY",
};

export function isListType(type: BuiltinType): boolean {
  return listItems[type] !== undefined;
}

/** Made once. What takes any value keeps its text: its type is said elsewhere. */
const decoders = Object.fromEntries(builtinTypes.map((type) => [type, makeDecoder(type)])) as Readonly<
  Record<BuiltinType, BuiltinDecoder>
>;

/** The decoder of a builtin type. */
export function decoderOf(type: BuiltinType): BuiltinDecoder {
  return decoders[type];
}

function makeDecoder(type: BuiltinType): BuiltinDecoder {
  if (isIntegerType(type)) return integerDecoder(type);
  if (isMomentType(type)) return momentDecoder(type);
  const item = listItems[type];
  if (item !== undefined) return listDecoder(type, textDecoder(item));
  switch (type) {
    case "boolean":
      return decodeBoolean;
    case "decimal":
      return decodeDecimal;
    case "float":
    case "double":
      return floatDecoder(type);
    case "base64Binary":
      return decodeBase64;
    case "hexBinary":
      return decodeHex;
    case "duration":
      return decodeDuration;
    case "QName":
    case "NOTATION":
      return decodeQName;
    default:
      return textDecoder(type);
  }
}

function listDecoder(type: BuiltinType, item: ReturnType<typeof textDecoder>): BuiltinDecoder {
  return (text, path) => {
    const words = wordsOf(text).map((word) => item(word, path));
    if (words.length === 0) throw notA(type, text, path);
    return words;
  };
}

/** Turns a text into its value. Throws `decode`, naming the path. */
export function decodeBuiltin(
  type: BuiltinType,
  text: string,
  path: ValuePath,
  resolve?: ResolvePrefix,
): BuiltinValue {
  return decoderOf(type)(text, path, resolve);
}

function decodeBoolean(written: string, path: ValuePath): boolean {
  const text = trimSpace(written);
  if (text === "true" || text === "1") return true;
  if (text === "false" || text === "0") return false;
  throw notA("boolean", text, path);
}

/** Turns a value into the text of an element, not yet escaped. Throws `encode`, naming the path. */
export type BuiltinEncoder = (value: unknown, path: ValuePath, prefixOf?: PrefixOf) => string;

export function encodeBuiltin(
  type: BuiltinType,
  value: unknown,
  path: ValuePath,
  prefixOf?: PrefixOf,
): string {
  return encoderOf(type)(value, path, prefixOf);
}

export function encoderOf(type: BuiltinType): BuiltinEncoder {
  if (isIntegerType(type)) return (value, path) => encodeInteger(type, value, path);
  if (isMomentType(type)) return (value, path) => encodeMoment(type, value, path);
  if (isListType(type)) return (value, path) => encodeList(type, value, path);
  switch (type) {
    case "boolean":
      return encodeBoolean;
    case "decimal":
      return encodeDecimal;
    case "float":
    case "double":
      return (value, path) => encodeFloat(type, value, path);
    case "base64Binary":
    case "hexBinary":
      return (value, path) => encodeBinary(type, value, path);
    case "duration":
      return encodeDuration;
    case "QName":
    case "NOTATION":
      return (value, path, prefixOf) => encodeQName(type, value, path, prefixOf);
    default:
      return (value, path) => {
        if (typeof value !== "string") throw cannotSend(type, value, path);
        return type === "string" ? value : encodeText(type, value, path);
      };
  }
}

function encodeBoolean(value: unknown, path: ValuePath): string {
  if (typeof value !== "boolean") throw cannotSend("boolean", value, path);
  return value ? "true" : "false";
}

/** What the decoder would refuse must not be sent. */
function encodeText(type: BuiltinType, value: string, path: ValuePath): string {
  try {
    return decodeBuiltin(type, value, path) as string;
  } catch (cause) {
    const what = `${quoted(value)} at ${pathText(path)} is not an xsd:${type}`;
    throw valueError("encode", what, path, cause);
  }
}

function encodeList(type: BuiltinType, value: unknown, path: ValuePath): string {
  if (!Array.isArray(value)) throw cannotSend(type, value, path, ": it must be an array");
  const item = listItems[type] ?? "NMTOKEN";
  const words = value.map((word, index) => encodeBuiltin(item, word, () => `${pathText(path)}[${index}]`));
  if (words.length === 0) throw cannotSend(type, value, path, ": it must not be empty");
  return words.join(" ");
}
