import { type XmlAttribute } from "./element.ts";
import { type XmlLimits } from "./limits.ts";
import { checkPrefixes, expandName, expandAttributes, innerPrefixes, rootPrefixes } from "./namespaces.ts";
import { checkAttributes, parseStartTag, type StartTag } from "./start-tag.ts";

/** A start tag with its names expanded. */
export interface ExpandedTag {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  /** What is in force inside the element. */
  readonly scope: NamespaceScope;
}

/** Namespace declarations in force (Namespaces in XML 1.0 section 6), and what tags were found to mean under them. */
export interface NamespaceScope {
  /** Prefix (empty for the default namespace) to URI. */
  readonly prefixes: ReadonlyMap<string, string>;
  readonly known: Map<StartTag, ExpandedTag>;
}

/** The sender decides how many names it makes up: what is past these is parsed anew each time. */
const maxTags = 512;
const maxTagLength = 512;
const maxExpanded = 4096;

/**
 * Start tags that have been read before. The messages of one service begin alike and repeat a few names, so each is
 * parsed and expanded once for all of them. What a tag means depends on nothing but its text and the scope around it,
 * so nothing that one message says can change how another is read.
 */
export class XmlVocabulary {
  readonly root: NamespaceScope = { prefixes: rootPrefixes, known: new Map() };
  readonly #tags = new Map<string, StartTag>();
  readonly #kept = new WeakSet<StartTag>();
  #expanded = 0;

  /** What stands between `<` and `>`. Throws `decode` for what is no tag. */
  tag(source: string, limits: XmlLimits): StartTag {
    const known = this.#tags.get(source);
    if (known !== undefined) {
      checkAttributes(known, limits);
      return known;
    }
    const tag = parseStartTag(source, limits);
    // Tags that say something else each time, such as those with an id, are not worth keeping.
    const varies = tag.attributes.length > 0 && tag.declarations.length === 0;
    if (varies || source.length > maxTagLength || this.#tags.size >= maxTags) return tag;
    // The source may be a part of a long text, which would be kept with it.
    const own = Buffer.from(source).toString();
    const kept = parseStartTag(own, limits);
    this.#tags.set(own, kept);
    this.#kept.add(kept);
    return kept;
  }

  /** The tag as it stands in a scope. Throws `decode` for prefixes that are not declared, or must not be. */
  expand(tag: StartTag, around: NamespaceScope, limits: XmlLimits): ExpandedTag {
    const known = around.known.get(tag);
    if (known !== undefined) {
      checkPrefixes(known.scope.prefixes, limits);
      return known;
    }
    const { declarations } = tag;
    const scope =
      declarations.length === 0
        ? around
        : { prefixes: innerPrefixes(around.prefixes, declarations, limits), known: new Map() };
    const { namespace, local } = expandName(tag.name, scope.prefixes, true);
    const attributes = expandAttributes(tag.attributes, scope.prefixes);
    const expanded = { namespace, name: local, attributes, scope };
    if (this.#kept.has(tag) && this.#expanded < maxExpanded) {
      this.#expanded++;
      around.known.set(tag, expanded);
    }
    return expanded;
  }
}
