import { SoapError } from "../errors.ts";
import { decodeReferences, isXmlText, malformed, maxReferenceLength } from "./characters.ts";
import { parseXmlDeclaration } from "./declaration.ts";
import { defaultXmlLimits, type XmlLimits } from "./limits.ts";
import { NamespaceScopes } from "./namespaces.ts";
import { parseStartTag, type XmlAttribute } from "./start-tag.ts";

/** Where the events of a document go. */
export interface XmlHandler {
  start(
    namespace: string,
    name: string,
    attributes: readonly XmlAttribute[],
    resolve: (prefix: string) => string | undefined,
  ): void;
  /** Text of the current element; may come in several pieces. References are replaced, line ends are LF. */
  text(text: string): void;
  end(): void;
}

/**
 * XML 1.0 with namespaces, read as the bytes arrive: UTF-8 only, no DTD, no processing instructions, iterative,
 * bounded. Throws {@link SoapError} (`decode`) at the first thing that is not well-formed.
 *
 *   prolog -> content -> epilog; a document that ends anywhere but in the epilog is cut off.
 */
export class XmlTokenizer {
  readonly #handler: XmlHandler;
  readonly #limits: XmlLimits;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  readonly #scopes = new NamespaceScopes();
  readonly #open: string[] = [];
  readonly #resolve = (prefix: string): string | undefined => this.#scopes.resolve(prefix);
  #buffer = "";
  /** Where the search for the end of an unfinished construct goes on, and inside which quote. */
  #scanned = 0;
  #quote = 0;
  #state: "prolog" | "content" | "epilog" = "prolog";
  #atStart = true;
  #asciiOnly = false;
  #inCdata = false;
  #elements = 0;
  #textLength = 0;

  constructor(handler: XmlHandler, limits: Partial<XmlLimits> = {}) {
    this.#handler = handler;
    this.#limits = { ...defaultXmlLimits, ...limits };
  }

  push(bytes: Uint8Array): void {
    this.#consume(this.#decode(bytes, true));
  }

  /** The document has ended. */
  end(): void {
    this.#consume(this.#decode(new Uint8Array(0), false));
    if (this.#state !== "epilog" || this.#buffer.trim() !== "")
      throw malformed("the document ends too early");
  }

  #decode(bytes: Uint8Array, stream: boolean): string {
    try {
      return this.#decoder.decode(bytes, { stream });
    } catch (cause) {
      throw new SoapError("decode", "the document is not UTF-8", { cause });
    }
  }

  #consume(more: string): void {
    if (more === "") return;
    this.#checkAscii(more);
    const text = this.#buffer + more;
    let at = 0;
    for (;;) {
      const next = this.#next(text, at);
      if (next === -1 || next === at) break;
      at = next;
      this.#scanned = 0;
      if (at >= text.length) break;
    }
    this.#buffer = at === 0 ? text : text.slice(at);
  }

  #next(text: string, at: number): number {
    if (this.#inCdata) return this.#cdata(text, at);
    return text.charCodeAt(at) === 0x3c ? this.#markup(text, at) : this.#characters(text, at);
  }

  /** Text up to the next tag, or as much of it as cannot change its meaning with what follows. */
  #characters(text: string, from: number): number {
    const tag = text.indexOf("<", from);
    const to = tag === -1 ? safeEnd(text, from) : tag;
    if (to > from) this.#emitText(text.slice(from, to));
    return to;
  }

  #emitText(raw: string): void {
    this.#atStart = false;
    if (this.#state !== "content") {
      if (/[^\x20\t\r\n]/.test(raw)) throw malformed("there is text outside the root element");
      return;
    }
    if (raw.includes("]]>")) throw malformed("]]> stands in text");
    this.#emit(decodeReferences(normalizeLineEnds(checkedText(raw))));
  }

  #emit(text: string): void {
    this.#textLength += text.length;
    if (this.#textLength > this.#limits.maxTextLength)
      throw tooMuch("text in one element", "maxTextLength", this.#limits);
    if (text !== "") this.#handler.text(text);
  }

  /** One construct that begins with `<`; -1 when its end has not come yet. */
  #markup(text: string, from: number): number {
    const second = text.charCodeAt(from + 1);
    if (Number.isNaN(second)) return -1;
    if (second === 0x21) return this.#declaration(text, from);
    if (second === 0x3f) return this.#xmlDeclaration(text, from);
    const end = this.#tagEnd(text, from);
    if (end === -1) return -1;
    this.#atStart = false;
    if (second === 0x2f) this.#endTag(text.slice(from + 2, end));
    else this.#startTag(text.slice(from + 1, end));
    return end + 1;
  }

  /** The `>` that ends a tag, quotes respected; remembers where it stopped, so that no character is seen twice. */
  #tagEnd(text: string, from: number): number {
    for (let at = from + Math.max(1, this.#scanned); at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (this.#quote !== 0) {
        if (code === this.#quote) this.#quote = 0;
      } else if (code === 0x22 || code === 0x27) this.#quote = code;
      else if (code === 0x3e) return at;
      else if (code === 0x3c) throw malformed("a tag holds a <");
      if (at - from > this.#limits.maxMarkupLength) throw tooMuch("markup", "maxMarkupLength", this.#limits);
    }
    this.#scanned = text.length - from;
    return -1;
  }

  #startTag(source: string): void {
    if (this.#state === "epilog") throw malformed("there is a second root element");
    this.#state = "content";
    this.#textLength = 0;
    if (++this.#elements > this.#limits.maxElements) throw tooMuch("elements", "maxElements", this.#limits);
    if (this.#open.length >= this.#limits.maxDepth)
      throw tooMuch("nested elements", "maxDepth", this.#limits);
    const tag = parseStartTag(checkedText(source), this.#limits);
    this.#scopes.open(tag.declarations, this.#limits);
    this.#open.push(tag.name);
    const { namespace, local } = this.#scopes.expand(tag.name, true);
    this.#handler.start(namespace, local, this.#scopes.attributes(tag.attributes), this.#resolve);
    if (tag.empty) this.#close();
  }

  #endTag(source: string): void {
    const name = withoutTrailingSpace(checkedText(source));
    const open = this.#open.at(-1);
    if (this.#state !== "content" || name !== open) {
      throw malformed(`</${name.slice(0, 60)}> closes ${open === undefined ? "nothing" : `<${open}>`}`);
    }
    this.#close();
  }

  #close(): void {
    this.#open.pop();
    this.#scopes.close();
    this.#textLength = 0;
    this.#handler.end();
    if (this.#open.length === 0) this.#state = "epilog";
  }

  /** A comment or CDATA section. A document type declaration is refused before anything in it is read. */
  #declaration(text: string, from: number): number {
    if ("<!--".startsWith(text.slice(from, from + 4))) {
      return text.length < from + 4 ? -1 : this.#comment(text, from);
    }
    const beginning = text.slice(from, from + 9);
    if (beginning === "<!DOCTYPE")
      throw new SoapError("decode", "the document has a document type declaration, which is refused");
    if (!"<![CDATA[".startsWith(beginning) && !"<!DOCTYPE".startsWith(beginning))
      throw malformed("<! begins neither a comment nor a CDATA section");
    if (beginning.length < 9) return -1;
    if (this.#state !== "content") throw malformed("there is text outside the root element");
    this.#inCdata = true;
    return from + 9;
  }

  #comment(text: string, from: number): number {
    const end = text.indexOf("-->", Math.max(from + 4, from + this.#scanned - 2));
    const length = (end === -1 ? text.length : end) - from;
    if (length > this.#limits.maxMarkupLength) throw tooMuch("comment", "maxMarkupLength", this.#limits);
    if (end === -1) {
      this.#scanned = length;
      return -1;
    }
    this.#atStart = false;
    const content = checkedText(text.slice(from + 4, end));
    if (content.includes("--") || content.endsWith("-")) throw malformed("a comment holds --");
    return end + 3;
  }

  /** The content of a CDATA section is given out as it comes, but for what may be the beginning of its end. */
  #cdata(text: string, from: number): number {
    const end = text.indexOf("]]>", from);
    if (end !== -1) {
      this.#emit(normalizeLineEnds(checkedText(text.slice(from, end))));
      this.#inCdata = false;
      return end + 3;
    }
    const to = withoutOpenEnd(text, from, text.length);
    if (to > from) this.#emit(normalizeLineEnds(checkedText(text.slice(from, to))));
    return to;
  }

  /** The XML declaration, and no processing instruction (SOAP 1.1 section 3 forbids them). */
  #xmlDeclaration(text: string, from: number): number {
    if (text.length < from + 6) return -1;
    // The first six characters tell them apart, so nothing of an instruction is waited for.
    if (!/^<\?xml[\x20\t\r\n?]/.test(text.slice(from, from + 6)))
      throw new SoapError("decode", "the document has a processing instruction, which is refused");
    if (!this.#atStart) throw malformed("an XML declaration does not stand at the very beginning");
    const end = text.indexOf("?>", from + Math.max(5, this.#scanned - 1));
    const length = (end === -1 ? text.length : end) - from;
    if (length > this.#limits.maxMarkupLength) throw tooMuch("markup", "maxMarkupLength", this.#limits);
    if (end === -1) {
      this.#scanned = length;
      return -1;
    }
    this.#atStart = false;
    this.#asciiOnly = parseXmlDeclaration(text.slice(from, end + 2)).asciiOnly;
    this.#checkAscii(text);
    return end + 2;
  }

  #checkAscii(text: string): void {
    // eslint-disable-next-line no-control-regex -- NUL is the first of the ASCII characters
    if (this.#asciiOnly && /[^\x00-\x7f]/.test(text))
      throw new SoapError("decode", "the document says that it is us-ascii and has other characters");
  }
}

/** Holds back what the next bytes may complete: a reference, a CR before its LF, the beginning of `]]>`. */
function safeEnd(text: string, from: number): number {
  let end = text.length;
  const ampersand = text.lastIndexOf("&");
  if (ampersand >= from && text.indexOf(";", ampersand) === -1) {
    if (end - ampersand > maxReferenceLength) throw malformed("an ampersand does not begin a reference");
    end = ampersand;
  }
  return withoutOpenEnd(text, from, end);
}

/** Leaves out a CR that an LF may follow, and a `]]` that a `>` may follow. */
function withoutOpenEnd(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && end > to - 3) {
    const code = text.charCodeAt(end - 1);
    if (code !== 0x5d && code !== 0x0d) break;
    end--;
  }
  return end;
}

/** A loop and no expression: that would begin anew at each of many spaces. */
function withoutTrailingSpace(text: string): string {
  let end = text.length;
  while (end > 0 && " \t\r\n".includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

function checkedText(text: string): string {
  if (!isXmlText(text)) throw malformed("it holds a character that XML does not allow");
  return text;
}

function normalizeLineEnds(text: string): string {
  return text.includes("\r") ? text.replaceAll("\r\n", "\n").replaceAll("\r", "\n") : text;
}

function tooMuch(what: string, limit: keyof XmlLimits, limits: XmlLimits): SoapError {
  return new SoapError("decode", `too much of one thing: ${what} past ${limit} (${limits[limit]})`);
}
