import { SoapError } from "../errors.ts";
import { decodeReferences, malformed } from "./characters.ts";
import { type XmlLimits } from "./limits.ts";
import { isQualifiedName } from "./names.ts";

export interface StartTag {
  /** As written, with its prefix. */
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  /** Namespace declarations: prefix (empty for the default) and URI. */
  readonly declarations: readonly (readonly [prefix: string, uri: string])[];
  readonly empty: boolean;
}

const nameEnd = /[\x20\t\r\n=/]/;

/** What stands between `<` and `>` of a start tag (XML 1.0 section 3.1). One pass, no backtracking. */
export function parseStartTag(source: string, limits: XmlLimits): StartTag {
  const empty = source.endsWith("/");
  const text = empty ? source.slice(0, -1) : source;
  const length = nameLength(text, 0);
  const name = checkedName(text.slice(0, length));
  const attributes: [string, string][] = [];
  const declarations: [string, string][] = [];
  if (length === text.length) return { name, attributes, declarations, empty };
  let at = length;
  for (;;) {
    const start = skipSpace(text, at);
    if (start === text.length) return { name, attributes, declarations, empty };
    if (start === at) throw malformed("attributes are not separated by white space");
    const end = start + nameLength(text, start);
    const attribute = checkedName(text.slice(start, end));
    const equals = skipSpace(text, end);
    const open = skipSpace(text, equals + 1);
    const quote = text[open];
    if (text[equals] !== "=" || (quote !== '"' && quote !== "'"))
      throw malformed(`the attribute ${attribute} has no value in quotes`);
    const close = text.indexOf(quote, open + 1);
    if (close === -1) throw malformed(`the value of the attribute ${attribute} does not end`);
    const value = attributeValue(text.slice(open + 1, close));
    if (attribute === "xmlns") declarations.push(["", value]);
    else if (attribute.startsWith("xmlns:")) declarations.push([attribute.slice(6), value]);
    else attributes.push([attribute, value]);
    checkAttributes({ attributes, declarations }, limits);
    at = close + 1;
  }
}

export function checkAttributes(
  { attributes, declarations }: Pick<StartTag, "attributes" | "declarations">,
  { maxAttributes }: XmlLimits,
): void {
  if (attributes.length + declarations.length > maxAttributes)
    throw new SoapError("decode", `too much of one thing: attributes past maxAttributes (${maxAttributes})`);
}

function attributeValue(raw: string): string {
  if (raw.includes("<")) throw malformed("an attribute value holds a <");
  // Attribute-value normalization (XML 1.0 section 3.3.3): literal white space is a space, references are kept.
  return decodeReferences(raw.replaceAll("\r\n", " ").replaceAll(/[\t\r\n]/g, " "));
}

function nameLength(text: string, from: number): number {
  let at = from;
  while (at < text.length && !nameEnd.test(text.charAt(at))) at++;
  return at - from;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (
    at < text.length &&
    (text[at] === " " || text[at] === "\n" || text[at] === "\t" || text[at] === "\r")
  )
    at++;
  return at;
}

function checkedName(name: string): string {
  if (!isQualifiedName(name)) throw malformed(`${JSON.stringify(name.slice(0, 60))} is not a name`);
  return name;
}
