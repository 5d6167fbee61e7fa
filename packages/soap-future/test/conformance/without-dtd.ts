import { prologOf } from "./classes.ts";

const space = String.raw`[ \t\r\n]`;
// Any name, right or wrong: where a document has a wrong one, its elements have it too.
const name = String.raw`[^\s<>()|,?*+"'&;%\[\]#/=]+`;
const names = String.raw`\(${space}*${name}[?*+]?(?:${space}*,${space}*${name}[?*+]?)*${space}*\)[?*+]?`;
const content = String.raw`(?:EMPTY|ANY|\(${space}*#PCDATA${space}*\)\*?|${names})`;
const element = String.raw`<!ELEMENT${space}+${name}${space}+${content}${space}*>`;
const attribute = String.raw`${space}+${name}${space}+CDATA${space}+#(?:IMPLIED|REQUIRED)`;
const attributes = String.raw`<!ATTLIST${space}+${name}(?:${attribute})*${space}*>`;
const plainDtd = new RegExp(
  String.raw`^<!DOCTYPE${space}+${name}${space}*\[(?:${space}|${element}|${attributes})*\]${space}*>`,
);

/**
 * The document without its DTD; undefined when that is anything but a list of plain declarations of elements and
 * of attributes without defaults, none of which changes what a document says.
 */
export function withoutDtd(bytes: Buffer): Buffer | undefined {
  const { declaration, misc, rest } = prologOf(bytes.toString("utf8"));
  const dtd = plainDtd.exec(rest)?.[0];
  return dtd === undefined ? undefined : Buffer.from(declaration + misc + rest.slice(dtd.length), "utf8");
}
