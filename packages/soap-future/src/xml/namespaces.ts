import { SoapError } from "../errors.ts";
import { malformed } from "./characters.ts";
import { type XmlLimits } from "./limits.ts";
import { type XmlAttribute } from "./element.ts";

const xmlNamespace = "http://www.w3.org/XML/1998/namespace";
const xmlnsNamespace = "http://www.w3.org/2000/xmlns/";

/** The namespace declarations in force, element by element (Namespaces in XML 1.0 section 6). */
export class NamespaceScopes {
  /** Innermost last. Scopes without declarations share the one around them. */
  readonly #scopes: ReadonlyMap<string, string>[] = [];
  #current: ReadonlyMap<string, string> = new Map([["xml", xmlNamespace]]);

  open(declarations: readonly (readonly [prefix: string, uri: string])[], limits: XmlLimits): void {
    this.#scopes.push(this.#current);
    if (declarations.length === 0) return;
    const scope = new Map(this.#current);
    const seen = new Set<string>();
    for (const [prefix, uri] of declarations) {
      if (seen.has(prefix)) throw malformed(`the prefix ${JSON.stringify(prefix)} is declared twice`);
      seen.add(prefix);
      const reserved =
        prefix === "xmlns" || uri === xmlnsNamespace || (prefix === "xml") !== (uri === xmlNamespace);
      if (reserved || (prefix !== "" && uri === ""))
        throw malformed(`the prefix ${JSON.stringify(prefix)} cannot be declared so`);
      scope.set(prefix, uri);
    }
    // Each element with declarations copies the scope around it: what it may cost is bounded here.
    if (scope.size - 1 > limits.maxPrefixes) {
      throw new SoapError(
        "decode",
        `too much of one thing: prefixes past maxPrefixes (${limits.maxPrefixes})`,
      );
    }
    this.#current = scope;
  }

  close(): void {
    this.#current = this.#scopes.pop() ?? this.#current;
  }

  /** Prefix (empty for the default namespace) to URI. Another object as soon as something is declared. */
  get current(): ReadonlyMap<string, string> {
    return this.#current;
  }

  /** The URI of a prefix; the empty prefix is the default namespace. */
  resolve(prefix: string): string | undefined {
    return this.#current.get(prefix) ?? (prefix === "" ? "" : undefined);
  }

  /** A name as written, expanded. Attributes without a prefix are in no namespace. */
  expand(name: string, isElement: boolean): { namespace: string; local: string } {
    const colon = name.indexOf(":");
    if (colon === -1) return { namespace: isElement ? (this.#current.get("") ?? "") : "", local: name };
    const prefix = name.slice(0, colon);
    const namespace = this.#current.get(prefix);
    if (namespace === undefined) throw malformed(`the prefix ${prefix} is not declared`);
    return { namespace, local: name.slice(colon + 1) };
  }

  attributes(raw: readonly (readonly [name: string, value: string])[]): readonly XmlAttribute[] {
    if (raw.length === 0) return none;
    const seen = new Set<string>();
    return raw.map(([written, value]) => {
      const { namespace, local } = this.expand(written, false);
      const key = `${namespace} ${local}`;
      if (seen.has(key)) throw malformed(`the attribute ${written} is given twice`);
      seen.add(key);
      return { namespace, name: local, value };
    });
  }
}

const none: readonly XmlAttribute[] = [];
