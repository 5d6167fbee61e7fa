import { type BuiltinType, type SimpleTypeDescriptor, type TypeReference } from "../descriptor.ts";
import { comment } from "./comment.ts";
import { arrayOf, type References } from "./references.ts";

/** A simple type of the schema: its enumeration as literals, or what it is made of. */
export function simpleTypeText(references: References, index: number): string {
  const { names, descriptor } = references;
  const type = descriptor.simpleTypes[index];
  if (type === undefined) return "";
  const text = enumerationText(references, type) ?? varietyText(references, type);
  return `${comment(type.documentation)}export type ${names.simple[index] ?? "never"} = ${text};\n`;
}

function varietyText(references: References, { variety }: SimpleTypeDescriptor): string {
  if (variety.kind === "atomic") return references.of(variety.base);
  if (variety.kind === "list") return arrayOf(references.of(variety.item));
  const members = new Set(variety.members.map((member) => references.of(member)));
  return [...members].join(" | ") || "never";
}

/** Types whose values are their text. Decimals, dates and QNames are equal in more than one way of writing. */
const textTypes: readonly BuiltinType[] = [
  "string",
  "normalizedString",
  "token",
  "language",
  "Name",
  "NCName",
  "NMTOKEN",
  "ID",
  "IDREF",
  "ENTITY",
  "anyURI",
];

function enumerationText({ descriptor }: References, type: SimpleTypeDescriptor): string | undefined {
  const { enumeration } = type.facets;
  if (enumeration === undefined || type.variety.kind !== "atomic") return undefined;
  const white = whiteSpaceOf(descriptor.simpleTypes, { kind: "builtin", name: "string" }, type);
  if (white === undefined) return undefined;
  const literals = new Set(enumeration.map((text) => JSON.stringify(processed(text, white))));
  return [...literals].join(" | ");
}

type WhiteSpace = "preserve" | "replace" | "collapse";

/** What happens to the spaces of a type whose values are text; undefined for other types. */
function whiteSpaceOf(
  simpleTypes: readonly SimpleTypeDescriptor[],
  reference: TypeReference,
  start: SimpleTypeDescriptor,
): WhiteSpace | undefined {
  let type: SimpleTypeDescriptor | undefined = start;
  let said: WhiteSpace | undefined;
  for (let steps = 0; type !== undefined && steps <= simpleTypes.length; steps++) {
    said ??= type.facets.whiteSpace;
    if (type.variety.kind !== "atomic") return undefined;
    reference = type.variety.base;
    type = reference.kind === "simple" ? simpleTypes[reference.index] : undefined;
  }
  if (reference.kind !== "builtin" || !textTypes.includes(reference.name)) return undefined;
  if (reference.name === "string") return said ?? "preserve";
  return reference.name === "normalizedString" ? (said ?? "replace") : "collapse";
}

function processed(text: string, white: WhiteSpace): string {
  if (white === "preserve") return text;
  const replaced = text.replaceAll(/[\t\r\n]/g, " ");
  return white === "replace" ? replaced : replaced.replaceAll(/ +/g, " ").replace(/^ | $/g, "");
}
