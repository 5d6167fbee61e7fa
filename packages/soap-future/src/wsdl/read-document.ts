import { XMLParser } from "fast-xml-parser";
import { type QName } from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { type XmlLimits } from "../xml/limits.ts";
import { XmlTokenizer } from "../xml/tokenizer.ts";
import { xmlNamespace } from "./names.ts";
import { fileLabel, type PrefixScope, resolvePrefix, type SchemaNode } from "./schema-node.ts";

/** UTF-16 units of one document. */
export const maxDocumentLength = 16 * 1024 * 1024;

const documentLimits: Partial<XmlLimits> = {
  maxDepth: 128,
  maxElements: 2_000_000,
  maxAttributes: 256,
  maxPrefixes: 256,
};

const attributesKey = ":@";
const textKey = "#text";
const startOf = XMLParser.getMetaDataSymbol() as unknown as symbol;

/** A node of fast-xml-parser: one key for the element's name, one for its attributes, and its place. */
type RawNode = Record<string | symbol, unknown>;

/** What the tokenizer saw at a start tag. */
interface Started extends QName {
  readonly attributes: ReadonlyMap<string, string>;
  text: string;
}

/**
 * Reads a WSDL or schema document. fast-xml-parser takes much that is not XML, and two readers must never see two
 * documents: the strict tokenizer reads it first, names and values are those that it saw, and structure and places,
 * which come from fast-xml-parser, must agree with it.
 */
export function readDocument(source: string, file: string): SchemaNode {
  const text = source.startsWith("\ufeff") ? source.slice(1) : source;
  if (text.length > maxDocumentLength)
    throw documentError(`the document is longer than maxDocumentLength (${maxDocumentLength})`, file, 1);
  const started = checkDocument(text, file);
  const roots = parseRaw(text, file, started.length).filter((node) => elementName(node) !== undefined);
  const builder = treeBuilder(text, file, started);
  const [root] = roots;
  if (root === undefined || roots.length !== 1) throw builder.disagreement(1);
  const tree = builder.build(root);
  builder.finish();
  return tree;
}

/** Every start tag of a document in its order, if it is well-formed. */
function checkDocument(text: string, file: string): Started[] {
  const started: Started[] = [];
  const open: Started[] = [];
  try {
    const tokenizer = new XmlTokenizer(
      {
        start(namespace, name, attributes) {
          const element = { namespace, name, attributes: attributeMap(attributes), text: "" };
          started.push(element);
          open.push(element);
        },
        text(piece) {
          const element = open.at(-1);
          if (element !== undefined) element.text += piece;
        },
        end() {
          open.pop();
        },
      },
      documentLimits,
      { skipInstructions: true },
    );
    tokenizer.push(new TextEncoder().encode(text));
    tokenizer.end();
  } catch (error) {
    if (!(error instanceof SoapError)) throw error;
    throw documentError(error.reason, file, lineOfError(text), error);
  }
  return started;
}

function attributeMap(
  attributes: readonly (QName & { readonly value: string })[],
): ReadonlyMap<string, string> {
  return new Map(
    attributes.map(({ namespace, name, value }) => [
      namespace === "" ? name : `{${namespace}}${name}`,
      value,
    ]),
  );
}

/** Bytes of the pieces in which the place of an error is looked for. */
const pieceLength = 65_536;
const lineFeed = 0x0a;

/** The line in which the tokenizer, which counts no lines, knows that a document is broken. It is read twice again. */
function lineOfError(text: string): number {
  const bytes = Buffer.from(text);
  let piece = 0;
  const search = silentTokenizer();
  while (piece < bytes.length && takes(search, bytes.subarray(piece, piece + pieceLength)))
    piece += pieceLength;
  piece = Math.min(piece, bytes.length);
  const tokenizer = silentTokenizer();
  takes(tokenizer, bytes.subarray(0, piece));
  let line = 1;
  for (let at = bytes.indexOf(lineFeed); at !== -1 && at < piece; at = bytes.indexOf(lineFeed, at + 1))
    line++;
  while (piece < bytes.length) {
    const end = bytes.indexOf(lineFeed, piece) + 1;
    if (end === 0 || !takes(tokenizer, bytes.subarray(piece, end))) break;
    line++;
    piece = end;
  }
  return line;
}

function silentTokenizer(): XmlTokenizer {
  return new XmlTokenizer({ start() {}, text() {}, end() {} }, documentLimits, { skipInstructions: true });
}

function takes(tokenizer: XmlTokenizer, bytes: Uint8Array): boolean {
  try {
    tokenizer.push(bytes);
    return true;
  } catch {
    return false;
  }
}

function parseRaw(text: string, file: string, elements: number): RawNode[] {
  try {
    const parser = new XMLParser({
      preserveOrder: true,
      ignoreAttributes: false,
      attributeNamePrefix: "",
      attributesGroupName: attributesKey,
      textNodeName: textKey,
      parseTagValue: false,
      parseAttributeValue: false,
      trimValues: false,
      ignoreDeclaration: true,
      ignorePiTags: true,
      captureMetaData: true,
      jPath: false,
      onDangerousProperty: (name) => name,
      // What these guard against is refused before: there is no DTD, so nothing expands.
      maxNestedTags: elements,
      processEntities: { enabled: true, maxTotalExpansions: Infinity, maxExpandedLength: Infinity },
    });
    return parser.parse(text) as RawNode[];
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw documentError(`the document cannot be read: ${detail}`, file, 1, cause);
  }
}

/** Makes nodes of a document in its order. */
function treeBuilder(text: string, file: string, started: readonly Started[]) {
  let next = 0;
  let line = 1;
  let lineEnd = text.indexOf("\n");
  const disagreement = (at: number): SoapError =>
    documentError("the document means different things to different XML readers, which is refused", file, at);
  // Elements come in document order, so each line is looked at once, however long it is.
  const lineAt = (index: number): number => {
    while (lineEnd !== -1 && lineEnd < index) {
      lineEnd = text.indexOf("\n", lineEnd + 1);
      line++;
    }
    return line;
  };
  // Not deeper than maxDepth, which the tokenizer has checked.
  const build = (raw: RawNode, parent?: SchemaNode): SchemaNode => {
    const written = elementName(raw) ?? "";
    const { startIndex = 0 } = (raw[startOf] ?? {}) as { startIndex?: number };
    const at = lineAt(startIndex);
    const seen = started[next++];
    const attributes = Object.entries((raw[attributesKey] ?? {}) as Record<string, unknown>);
    const declared = attributes.filter(([name]) => name === "xmlns" || name.startsWith("xmlns:"));
    const scope = innerScope(parent?.scope ?? rootScope, declared);
    const colon = written.indexOf(":");
    const local = written.slice(colon + 1).replace(/^#__proto__$/, "__proto__");
    const agrees =
      seen !== undefined &&
      seen.name === local &&
      seen.attributes.size === attributes.length - declared.length &&
      seen.namespace === resolvePrefix(scope, colon === -1 ? "" : written.slice(0, colon));
    if (!agrees) throw disagreement(at);
    const { namespace, name } = seen;
    const children: SchemaNode[] = [];
    const node = {
      namespace,
      name,
      attributes: seen.attributes,
      children,
      text: seen.text,
      scope,
      parent,
      file,
      line: at,
    };
    for (const child of raw[written] as RawNode[]) {
      if (elementName(child) !== undefined) children.push(build(child, node));
    }
    return node;
  };
  return {
    build,
    disagreement,
    finish: (): void => {
      if (next !== started.length) throw disagreement(line);
    },
  };
}

const rootScope: PrefixScope = { declared: new Map([["xml", xmlNamespace]]), outer: undefined };

function innerScope(outer: PrefixScope, declared: readonly (readonly [string, unknown])[]): PrefixScope {
  if (declared.length === 0) return outer;
  return { declared: new Map(declared.map(([name, uri]) => [name.slice(6), String(uri)])), outer };
}

function elementName(node: RawNode): string | undefined {
  return Object.keys(node).find((key) => key !== attributesKey && key !== textKey);
}

/** An error before there is a tree. */
function documentError(what: string, file: string, line: number, cause?: unknown): SoapError {
  return new SoapError("wsdl_parse", `${what} (${fileLabel(file)}:${line})`, {
    context: { file, line },
    cause,
  });
}
