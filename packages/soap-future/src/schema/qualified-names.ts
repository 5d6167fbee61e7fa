import { isNcName } from "../xml/names.ts";
import { cannotSend, pathText, quoted, valueError, type ValuePath } from "./value-error.ts";
import { trimSpace } from "./white-space.ts";

/** Gives the namespace of a prefix; undefined when it is not declared. The empty prefix is the default namespace. */
export type ResolvePrefix = (prefix: string) => string | undefined;

/** Gives a namespace's prefix with its colon, or the empty string for no namespace. */
export type PrefixOf = (namespace: string) => string;

/** `{namespace}name`, or the name alone when it is in no namespace: how values carry an expanded name. */
export function expandedName(namespace: string, name: string): string {
  return namespace === "" ? name : `{${namespace}}${name}`;
}

/** The parts of an expanded name; undefined when it is none. A name without braces is in no namespace. */
export function parseExpandedName(text: string): { namespace: string; name: string } | undefined {
  const end = text.startsWith("{") ? text.lastIndexOf("}") : -1;
  const name = text.slice(end + 1);
  if (!isNcName(name)) return undefined;
  return { namespace: end === -1 ? "" : text.slice(1, end), name };
}

/** The value of an xsd:QName: a prefix means nothing away from its document, so the name is expanded. */
export function decodeQName(written: string, path: ValuePath, resolve?: ResolvePrefix): string {
  const text = trimSpace(written);
  const colon = text.indexOf(":");
  const prefix = colon === -1 ? "" : text.slice(0, colon);
  const name = text.slice(colon + 1);
  if (!isNcName(name) || (colon !== -1 && !isNcName(prefix)))
    throw valueError("decode", `${quoted(text)} at ${pathText(path)} is not an xsd:QName`, path);
  const namespace = resolve?.(prefix) ?? (prefix === "" ? "" : undefined);
  if (namespace === undefined)
    throw valueError("decode", `the prefix of ${quoted(text)} at ${pathText(path)} is not declared`, path);
  return expandedName(namespace, name);
}

export function encodeQName(type: string, value: unknown, path: ValuePath, prefixOf?: PrefixOf): string {
  const parsed = typeof value === "string" ? parseExpandedName(trimSpace(value)) : undefined;
  if (parsed === undefined)
    throw cannotSend(type, value, path, ': it must be a text such as "{namespace}name"');
  const { namespace, name } = parsed;
  if (namespace === "") return name;
  if (prefixOf === undefined) return expandedName(namespace, name);
  return `${prefixOf(namespace)}${name}`;
}
