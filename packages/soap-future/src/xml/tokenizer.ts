import { SoapError } from "../errors.ts";
import { ByteWindow } from "./byte-window.ts";
import {
  checkedText,
  decodeReferences,
  isSpace,
  malformed,
  maxReferenceLength,
  normalizeLineEnds,
  shorten,
  withoutTrailingSpace,
} from "./characters.ts";
import { parseXmlDeclaration } from "./declaration.ts";
import { type XmlHandler } from "./handler.ts";
import { defaultXmlLimits, tooMuch, type XmlLimits } from "./limits.ts";
import { isQualifiedName } from "./names.ts";
import { OpenElements } from "./open-elements.ts";
import { XmlVocabulary } from "./vocabulary.ts";

export interface XmlTokenizerOptions {
  /** False when texts outlive most of the document, as the items of a stream do. See {@link ByteWindow}. */
  readonly share?: boolean;
  /** True to read over processing instructions, as documents may have them and messages may not. Default false. */
  readonly skipInstructions?: boolean;
  /** Tags that were read before, in this document or in others. */
  readonly vocabulary?: XmlVocabulary;
}

const lessThan = 0x3c;
const greaterThan = 0x3e;
const ampersand = 0x26;
const rightBracket = 0x5d;
const carriageReturn = 0x0d;

/**
 * XML 1.0 with namespaces, read as the bytes arrive: UTF-8 only, no DTD, no processing instructions, iterative,
 * bounded. Throws {@link SoapError} (`decode`) at the first thing that is not well-formed.
 *
 *   prolog -> content -> epilog; a document that ends anywhere but in the epilog is cut off.
 */
export class XmlTokenizer {
  /** The elements that have begun and not ended. */
  readonly elements: OpenElements;
  readonly #handler: XmlHandler;
  readonly #limits: XmlLimits;
  readonly #window: ByteWindow;
  readonly #skipInstructions: boolean;
  /** Where the search for the end of an unfinished construct goes on, and inside which quote. */
  #scanned = 0;
  #quote = 0;
  #state: "prolog" | "content" | "epilog" = "prolog";
  #begun = false;
  #atStart = true;
  #asciiOnly = false;
  #inCdata = false;

  constructor(
    handler: XmlHandler,
    limits: Partial<XmlLimits> = {},
    { share = true, skipInstructions = false, vocabulary = new XmlVocabulary() }: XmlTokenizerOptions = {},
  ) {
    this.#skipInstructions = skipInstructions;
    this.#handler = handler;
    this.#limits = { ...defaultXmlLimits, ...limits };
    this.#window = new ByteWindow({ share });
    this.elements = new OpenElements(vocabulary, this.#limits);
  }

  push(bytes: Uint8Array): void {
    this.#window.append(bytes);
    this.#consume();
  }

  /** The document has ended. */
  end(): void {
    const { end } = this.#window;
    this.#window.finish();
    if (this.#state !== "epilog" || !isSpace(this.#window.text(0, end)))
      throw malformed("the document ends too early");
  }

  #consume(): void {
    const window = this.#window;
    let at = this.#begun ? 0 : this.#byteOrderMark();
    if (at === -1) {
      window.keep(0);
      return;
    }
    this.#checkAscii();
    while (at < window.end) {
      const next = this.#next(at);
      if (next === -1 || next === at) break;
      at = next;
      this.#scanned = 0;
    }
    window.keep(at);
  }

  /** Where the document begins; -1 as long as a byte order mark may still be coming. */
  #byteOrderMark(): number {
    const { bytes, end } = this.#window;
    if (end === 0) return -1;
    this.#begun = true;
    return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  }

  #next(at: number): number {
    if (this.#inCdata) return this.#cdata(at);
    if (this.#window.bytes[at] !== lessThan) return this.#characters(at);
    if (this.#state === "content" && this.#scanned === 0) {
      const to = this.#handler.predict?.(this.#window, at, this.elements) ?? at;
      if (to !== at) return to;
    }
    return this.#markup(at);
  }

  /** Text up to the next tag, or as much of it as cannot change its meaning with what follows. */
  #characters(from: number): number {
    const { bytes } = this.#window;
    const tag = bytes.indexOf(lessThan, from);
    const to = tag === -1 ? this.#safeEnd(from) : tag;
    if (to > from) this.#emitText(this.#window.text(from, to));
    return to;
  }

  #emitText(raw: string): void {
    this.#atStart = false;
    if (this.#state !== "content") {
      if (!isSpace(raw)) throw malformed("there is text outside the root element");
      return;
    }
    if (raw.includes("]]>")) throw malformed("]]> stands in text");
    this.#emit(decodeReferences(normalizeLineEnds(checkedText(raw))));
  }

  #emit(text: string): void {
    this.elements.text(text.length);
    if (text !== "") this.#handler.text(text);
  }

  /** One construct that begins with `<`; -1 when its end has not come yet. */
  #markup(from: number): number {
    if (from + 1 >= this.#window.end) return -1;
    const second = this.#window.bytes[from + 1];
    if (second === 0x21) return this.#declaration(from);
    if (second === 0x3f) return this.#xmlDeclaration(from);
    const end = this.#tagEnd(from);
    if (end === -1) return -1;
    this.#atStart = false;
    if (second === 0x2f) this.#endTag(this.#window.text(from + 2, end));
    else this.#startTag(this.#window.text(from + 1, end));
    return end + 1;
  }

  /** The `>` that ends a tag, quotes respected; remembers where it stopped, so that no byte is seen twice. */
  #tagEnd(from: number): number {
    const { bytes, end } = this.#window;
    const { maxMarkupLength } = this.#limits;
    let quote = this.#quote;
    for (let at = from + Math.max(1, this.#scanned); at < end; at++) {
      const code = bytes[at];
      if (quote !== 0) {
        if (code === quote) quote = 0;
      } else if (code === 0x22 || code === 0x27) quote = code;
      else if (code === greaterThan) {
        this.#quote = 0;
        return at;
      } else if (code === lessThan) throw malformed("a tag holds a <");
      if (at - from > maxMarkupLength) throw tooMuch("markup", "maxMarkupLength", this.#limits);
    }
    this.#quote = quote;
    this.#scanned = end - from;
    return -1;
  }

  #startTag(source: string): void {
    if (this.#state === "epilog") throw malformed("there is a second root element");
    this.#state = "content";
    const { tag, namespace, name, attributes } = this.elements.start(checkedText(source));
    this.#handler.start(namespace, name, attributes, this.elements.resolve);
    if (tag.empty) this.#close();
  }

  #endTag(source: string): void {
    const { written: open } = this.elements;
    const name = source === open ? source : withoutTrailingSpace(checkedText(source));
    if (this.#state !== "content" || name !== open) {
      throw malformed(`</${shorten(name)}> closes ${open === "" ? "nothing" : `<${shorten(open)}>`}`);
    }
    this.#close();
  }

  #close(): void {
    this.elements.leave();
    this.#handler.end();
    if (this.elements.depth === 0) this.#state = "epilog";
  }

  /** A comment or CDATA section. A document type declaration is refused before anything in it is read. */
  #declaration(from: number): number {
    const beginning = this.#window.text(from, Math.min(from + 9, this.#window.end));
    if ("<!--".startsWith(beginning.slice(0, 4))) return beginning.length < 4 ? -1 : this.#comment(from);
    if (beginning === "<!DOCTYPE")
      throw new SoapError("decode", "the document has a document type declaration, which is refused");
    if (!"<![CDATA[".startsWith(beginning) && !"<!DOCTYPE".startsWith(beginning))
      throw malformed("<! begins neither a comment nor a CDATA section");
    if (beginning.length < 9) return -1;
    if (this.#state !== "content") throw malformed("there is text outside the root element");
    this.#inCdata = true;
    return from + 9;
  }

  #comment(from: number): number {
    const { bytes } = this.#window;
    const end = bytes.indexOf("-->", Math.max(from + 4, from + this.#scanned - 2), "latin1");
    if (!this.#fits(from, end)) return -1;
    this.#atStart = false;
    const content = checkedText(this.#window.text(from + 4, end));
    if (content.includes("--") || content.endsWith("-")) throw malformed("a comment holds --");
    return end + 3;
  }

  /** False when the end has not come yet; then the search goes on where it stopped. */
  #fits(from: number, end: number): boolean {
    const length = (end === -1 ? this.#window.end : end) - from;
    if (length > this.#limits.maxMarkupLength) throw tooMuch("markup", "maxMarkupLength", this.#limits);
    if (end === -1) this.#scanned = length;
    return end !== -1;
  }

  /** The content of a CDATA section is given out as it comes, but for what may be the beginning of its end. */
  #cdata(from: number): number {
    const { bytes, end: last } = this.#window;
    const end = bytes.indexOf("]]>", from, "latin1");
    const to = end === -1 ? this.#withoutOpenEnd(from, last) : end;
    if (to > from) this.#emit(normalizeLineEnds(checkedText(this.#window.text(from, to))));
    if (end === -1) return to;
    this.#inCdata = false;
    return end + 3;
  }

  /** The XML declaration, and no processing instruction (SOAP 1.1 section 3 forbids them). */
  #xmlDeclaration(from: number): number {
    const { bytes, end: last } = this.#window;
    if (last < from + 6) return -1;
    // The first six characters tell them apart, so nothing of an instruction is waited for.
    if (!/^<\?xml[\x20\t\r\n?]/.test(this.#window.text(from, from + 6))) return this.#instruction(from);
    if (!this.#atStart) throw malformed("an XML declaration does not stand at the very beginning");
    const end = bytes.indexOf("?>", from + Math.max(5, this.#scanned - 1), "latin1");
    if (!this.#fits(from, end)) return -1;
    this.#atStart = false;
    this.#asciiOnly = parseXmlDeclaration(this.#window.text(from, end + 2)).asciiOnly;
    this.#checkAscii();
    return end + 2;
  }

  /** XML 1.0 section 2.6. Refused at once, unless they are to be read over. */
  #instruction(from: number): number {
    if (!this.#skipInstructions)
      throw new SoapError("decode", "the document has a processing instruction, which is refused");
    const end = this.#window.bytes.indexOf("?>", from + Math.max(2, this.#scanned - 1), "latin1");
    if (!this.#fits(from, end)) return -1;
    const content = checkedText(this.#window.text(from + 2, end));
    const target = /^[^\x20\t\r\n]*/.exec(content)?.[0] ?? "";
    if (!isQualifiedName(target) || target.includes(":") || target.toLowerCase() === "xml")
      throw malformed(`${JSON.stringify(shorten(target))} is no name of a processing instruction`);
    this.#atStart = false;
    return end + 2;
  }

  #checkAscii(): void {
    if (this.#asciiOnly && !this.#window.isAscii)
      throw new SoapError("decode", "the document says that it is us-ascii and has other characters");
  }

  /** Holds back what the next bytes may complete: a reference, a CR before its LF, the beginning of `]]>`. */
  #safeEnd(from: number): number {
    const { bytes, end } = this.#window;
    const reference = bytes.lastIndexOf(ampersand, end - 1);
    if (reference < from || bytes.indexOf(0x3b, reference) !== -1) return this.#withoutOpenEnd(from, end);
    if (end - reference > maxReferenceLength) throw malformed("an ampersand does not begin a reference");
    return this.#withoutOpenEnd(from, reference);
  }

  /** Leaves out a CR that an LF may follow, and a `]]` that a `>` may follow. */
  #withoutOpenEnd(from: number, to: number): number {
    const { bytes } = this.#window;
    let end = to;
    while (end > from && end > to - 3) {
      const byte = bytes[end - 1];
      if (byte !== rightBracket && byte !== carriageReturn) break;
      end--;
    }
    return end;
  }
}
