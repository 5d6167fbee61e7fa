import { type SuiteDocument } from "./suite.ts";

/**
 * What becomes of a document, decided from its bytes and its catalogue entry alone. The first that fits is its class.
 * Those with a reason refuse with exactly that; nothing else may be refused but what is not well-formed.
 */
export const classes = {
  /** Its rules differ from those of XML 1.0, and only those are known here. Only asked to be cut-proof. */
  "for XML 1.1 only": undefined,
  /** The catalogue says of editions before the fifth what the fifth says otherwise. Only asked to be cut-proof. */
  "for other editions": undefined,
  /** SOAP over HTTP names its encoding, and ours is UTF-8: one decoder, one meaning of every byte. */
  "in another encoding": /^the document (?:is not UTF-8|says that it is .*; only UTF-8 is read)$/,
  /** The same behind a DTD: which of the two is met first depends on how the bytes are cut. */
  "in another encoding, with a DTD":
    /^the document (?:is not UTF-8|has a document type declaration, which is refused)$/,
  /** The XML declaration comes before everything else, so its fault is named before a DTD is seen. */
  "with a malformed XML declaration": /^the XML is not well-formed: /,
  /** A DTD brings entities, and with them expansion and fetching. SOAP 1.1 section 3 forbids it. */
  "with a DTD": /^the document has a document type declaration, which is refused$/,
  /** Well-formed but for SOAP 1.1 section 3, which forbids processing instructions. */
  "with a processing instruction": /^the document has a processing instruction, which is refused$/,
  /** Well-formed by XML 1.0 alone; Namespaces in XML 1.0 section 6 forbids these colons. */
  "with colons that namespaces forbid": /^the XML is not well-formed: /,
  /** Whichever fault of it is met first. */
  "not well-formed":
    /^the XML is not well-formed: |^the document has a (?:processing instruction|document type declaration), which is refused$/,
  /** Errors that a reader need not report (XML 1.0 section 1.2). Only asked to be cut-proof. */
  "with an error that may pass": undefined,
  "well-formed": "accepted",
} as const satisfies Record<string, RegExp | "accepted" | undefined>;

export type DocumentClass = keyof typeof classes;

// The productions 3, 15 and 23 to 26 once more, independent of src/xml.
const xmlDeclaration =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])1\.\d+\1(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])(?<encoding>[A-Za-z][\w.-]*)\2)?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(["'])(?:yes|no)\4)?[ \t\r\n]*\?>/;
const misc = /^(?:[ \t\r\n]|<!--(?:(?!--)[^])*-->)*/;

/** The parts of a document before its root element or DTD; a lenient look, for classes only. */
export function prologOf(text: string): { declaration: string; misc: string; rest: string } {
  const declaration = xmlDeclaration.exec(text)?.[0] ?? "";
  const afterDeclaration = text.slice(declaration.length);
  const between = misc.exec(afterDeclaration)?.[0] ?? "";
  return { declaration, misc: between, rest: afterDeclaration.slice(between.length) };
}

export function classify({ type, version, edition, namespaces, bytes }: SuiteDocument): DocumentClass {
  if (version !== undefined && !version.split(" ").includes("1.0")) return "for XML 1.1 only";
  if (edition !== undefined && !edition.split(" ").includes("5")) return "for other editions";
  const text = new TextDecoder("utf-8").decode(bytes);
  const prolog = prologOf(text);
  const dtd = prolog.rest.startsWith("<!DOCTYPE");
  if (/^<\?xml[ \t\r\n]/.test(text) && prolog.declaration === "") return "with a malformed XML declaration";
  const encoding = xmlDeclaration.exec(text)?.groups?.["encoding"]?.toLowerCase() ?? "utf-8";
  if (encoding !== "utf-8") return "in another encoding";
  if (!isUtf8(bytes)) return dtd ? "in another encoding, with a DTD" : "in another encoding";
  if (dtd) return "with a DTD";
  if (type === "not-wf") return "not well-formed";
  if (type === "error") return "with an error that may pass";
  const withoutQuotations = text
    .slice(prolog.declaration.length)
    .replaceAll(/<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>/g, "");
  if (withoutQuotations.includes("<?")) return "with a processing instruction";
  return namespaces ? "well-formed" : "with colons that namespaces forbid";
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
