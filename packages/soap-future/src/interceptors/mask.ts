import { excerptOf } from "../excerpt.ts";
import { type XmlElement } from "../xml/element.ts";
import { wsSecurityNamespace } from "./ws-namespaces.ts";

/** Words that make a key a secret, wherever they stand in it. */
const secretWords = [
  "password",
  "passwd",
  "passphrase",
  "secret",
  "token",
  "authorization",
  "authentication",
  "cookie",
  "apikey",
  "credential",
  "session",
];

const masked = "***";
const maxDepth = 8;
const maxEntries = 100;
const maxText = 200;

/** Shorter ones would take words out of every message. */
const shortestSecret = 4;

/** Turns what was said into what may be written down. */
export type Mask = (value: unknown) => unknown;

/**
 * Replaces the values of keys that hold secrets, and what WS-Security says; shows control characters; cuts what is long
 * or deep. `more` are further keys. Spelling does not count: `api_key` is `ApiKey`.
 */
export function createMask(more: readonly string[] = []): Mask {
  const isSecret = secretKeys(more);
  const mask = (value: unknown, depth: number): unknown => {
    if (typeof value === "string") return visible(value);
    if (value === null || typeof value !== "object") return value;
    if (value instanceof Uint8Array) return `(${value.length} bytes)`;
    if (value instanceof Date) return value;
    if (depth >= maxDepth) return "(deeper)";
    if (Array.isArray(value)) return value.slice(0, maxEntries).map((item: unknown) => mask(item, depth + 1));
    if (isElement(value)) return maskElement(value, depth);
    const copy = Object.create(null) as Record<string, unknown>;
    for (const [key, item] of Object.entries(value).slice(0, maxEntries)) {
      copy[visible(key)] = isSecret(key) ? masked : mask(item, depth + 1);
    }
    return copy;
  };
  const maskElement = (element: XmlElement, depth: number): unknown => {
    const { namespace, name, attributes, children } = element;
    const hidden = namespace === wsSecurityNamespace || isSecret(name);
    return {
      name: visible(namespace === "" ? name : `{${namespace}}${name}`),
      ...(attributes.length > 0 && {
        attributes: attributes.slice(0, maxEntries).map((each) => ({
          name: visible(each.name),
          value: hidden || isSecret(each.name) ? masked : visible(each.value),
        })),
      }),
      children: hidden ? masked : mask(children, depth + 1),
    };
  };
  return (value) => mask(value, 0);
}

/** True for keys that hold secrets. */
export function secretKeys(more: readonly string[] = []): (key: string) => boolean {
  const words = [...secretWords, ...more.map(plain)].filter((word) => word !== "");
  return (key) => {
    const name = plain(key);
    return words.some((word) => name.includes(word));
  };
}

/** Takes out of a text the secrets that values hold: a server may repeat in a fault what it was told. */
export function withoutSecrets(
  text: string,
  values: readonly unknown[],
  isSecret: (key: string) => boolean,
): string {
  const secrets = new Set<string>();
  const collect = (value: unknown, hidden: boolean, depth: number): void => {
    if (typeof value === "string" && hidden && value.length >= shortestSecret) secrets.add(value);
    if (typeof value !== "object" || value === null || value instanceof Uint8Array || depth >= maxDepth)
      return;
    const named =
      !Array.isArray(value) &&
      isElement(value) &&
      (value.namespace === wsSecurityNamespace || isSecret(value.name));
    for (const [key, item] of Object.entries(value).slice(0, maxEntries))
      if (!named || key === "attributes" || key === "children")
        collect(item, hidden || named || (!Array.isArray(value) && isSecret(key)), depth + 1);
  };
  for (const value of values) collect(value, false, 0);
  let shown = text;
  // The longest first: one may be a part of another.
  for (const secret of [...secrets].toSorted((one, other) => other.length - one.length))
    shown = shown.replaceAll(secret, masked);
  return shown;
}

/** Text that may be printed: one line, control and direction characters shown, long text cut. */
export function visible(text: string): string {
  const shown = excerptOf(Buffer.from(text.slice(0, maxText)), maxText);
  return text.length > maxText ? `${shown}…` : shown;
}

const plain = (key: string): string => key.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");

function isElement(value: object): value is XmlElement {
  const { namespace, name, attributes, children } = value as Partial<XmlElement>;
  return (
    typeof namespace === "string" &&
    typeof name === "string" &&
    Array.isArray(attributes) &&
    Array.isArray(children)
  );
}
