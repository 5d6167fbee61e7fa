import { SoapError } from "../errors.ts";
import { malformed, shorten } from "./characters.ts";
import { type XmlAttribute } from "./element.ts";
import { type XmlLimits } from "./limits.ts";

const xmlNamespace = "http://www.w3.org/XML/1998/namespace";
const xmlnsNamespace = "http://www.w3.org/2000/xmlns/";

/** What is in force around a root element. */
export const rootPrefixes: ReadonlyMap<string, string> = new Map([["xml", xmlNamespace]]);

type Prefixes = ReadonlyMap<string, string>;

/** The prefixes inside an element that declares some (Namespaces in XML 1.0 section 6). Throws `decode`. */
export function innerPrefixes(
  outer: Prefixes,
  declarations: readonly (readonly [prefix: string, uri: string])[],
  limits: XmlLimits,
): Prefixes {
  const inner = new Map(outer);
  const seen = new Set<string>();
  for (const [prefix, uri] of declarations) {
    if (seen.has(prefix)) throw malformed(`the prefix ${JSON.stringify(shorten(prefix))} is declared twice`);
    seen.add(prefix);
    const reserved =
      prefix === "xmlns" || uri === xmlnsNamespace || (prefix === "xml") !== (uri === xmlNamespace);
    if (reserved || (prefix !== "" && uri === ""))
      throw malformed(`the prefix ${JSON.stringify(shorten(prefix))} cannot be declared so`);
    inner.set(prefix, uri);
  }
  checkPrefixes(inner, limits);
  return inner;
}

/** Each element with declarations copies the scope around it: what it may cost is bounded here. */
export function checkPrefixes(prefixes: Prefixes, { maxPrefixes }: XmlLimits): void {
  if (prefixes.size - 1 > maxPrefixes)
    throw new SoapError("decode", `too much of one thing: prefixes past maxPrefixes (${maxPrefixes})`);
}

/** A name as written, expanded. Attributes without a prefix are in no namespace. */
export function expandName(
  name: string,
  prefixes: Prefixes,
  isElement: boolean,
): { namespace: string; local: string } {
  const colon = name.indexOf(":");
  if (colon === -1) return { namespace: isElement ? (prefixes.get("") ?? "") : "", local: name };
  const prefix = name.slice(0, colon);
  const namespace = prefixes.get(prefix);
  if (namespace === undefined) throw malformed(`the prefix ${shorten(prefix)} is not declared`);
  return { namespace, local: name.slice(colon + 1) };
}

export function expandAttributes(
  raw: readonly (readonly [name: string, value: string])[],
  prefixes: Prefixes,
): readonly XmlAttribute[] {
  if (raw.length === 0) return none;
  const seen = new Set<string>();
  return raw.map(([written, value]) => {
    const { namespace, local } = expandName(written, prefixes, false);
    const key = `${namespace} ${local}`;
    if (seen.has(key)) throw malformed(`the attribute ${shorten(written)} is given twice`);
    seen.add(key);
    return { namespace, name: local, value };
  });
}

const none: readonly XmlAttribute[] = [];
