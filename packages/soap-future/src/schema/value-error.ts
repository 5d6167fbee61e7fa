import { SoapError, type SoapErrorCode } from "../errors.ts";

/** Where a value stands. A function is called only when there is an error: the hot path builds no texts for it. */
export type ValuePath = string | (() => string);

export function pathText(path: ValuePath): string {
  return typeof path === "string" ? path : path();
}

/** An error about the value at a path. */
export function valueError(
  code: SoapErrorCode & ("encode" | "decode"),
  what: string,
  path: ValuePath,
  cause?: unknown,
): SoapError {
  // Without a schema, a path is made of names that the sender made up.
  const context = { path: cut(pathText(path)) };
  return new SoapError(code, cut(what), cause === undefined ? { context } : { context, cause });
}

const maxShown = 1000;

function cut(text: string): string {
  return text.length > maxShown ? `${text.slice(0, maxShown).toWellFormed()}…` : text;
}

/** The text is not in the lexical space of its type. */
export function notA(type: string, text: string, path: ValuePath): SoapError {
  return valueError("decode", `${quoted(text)} at ${pathText(path)} is not an xsd:${type}`, path);
}

/** The beginning of a text in quotes, for messages. */
export function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 60).toWellFormed());
}

/** The value cannot be written as its type. */
export function cannotSend(type: string, value: unknown, path: ValuePath, hint = ""): SoapError {
  const what = `${described(value)} at ${pathText(path)} cannot be sent as xsd:${type}${hint}`;
  return valueError("encode", what, path);
}

/** What a value is, in a few words. */
export function described(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (value instanceof Uint8Array) return "bytes";
  if (value instanceof Date) return "a Date";
  if (typeof value === "object") return "an object";
  if (typeof value === "symbol" || typeof value === "function") return `a ${typeof value}`;
  return value === undefined ? "undefined" : `${typeof value} ${quoted(String(value))}`;
}
