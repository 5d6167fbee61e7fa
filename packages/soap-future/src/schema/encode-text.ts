import { escapeAttribute, escapeText } from "../xml/characters.ts";
import { xopNamespace } from "../wsdl/names.ts";
import { type EncodeContext } from "./encode-context.ts";
import { type SimpleCodec } from "./simple-codec.ts";

/** Families whose texts hold nothing that XML would have to escape. */
const plainFamilies: ReadonlySet<string> = new Set([
  "boolean",
  "byte",
  "short",
  "int",
  "long",
  "unsignedByte",
  "unsignedShort",
  "unsignedInt",
  "unsignedLong",
  "integer",
  "decimal",
  "float",
  "double",
  "base64Binary",
  "hexBinary",
  "dateTime",
]);

/** The content of an element of a simple type, escaped. */
export function encodeText(codec: SimpleCodec, value: unknown, path: string, context: EncodeContext): string {
  const { family } = codec;
  if (family === "base64Binary" && context.mtom !== undefined && value instanceof Uint8Array) {
    const contentId = context.mtom(value);
    // The text is made only to be checked, as the type may restrict its length.
    if (contentId !== undefined) {
      codec.encode(value, path);
      return `<xop:Include xmlns:xop="${xopNamespace}" href="${escapeAttribute(cidUrl(contentId), path)}"/>`;
    }
  }
  const text = codec.encode(value, path, context.prefixOf);
  return plainFamilies.has(family) ? text : escapeText(text, path);
}

/** RFC 2392; the @ of a Content-ID stays, as most write it. */
function cidUrl(contentId: string): string {
  return `cid:${encodeURIComponent(contentId).replaceAll("%40", "@")}`;
}

export function wrapped(tag: string, attributes: string, content: string): string {
  return content === "" ? `<${tag}${attributes}/>` : `<${tag}${attributes}>${content}</${tag}>`;
}
