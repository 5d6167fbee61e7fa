import { type AttributeDescriptor, type ElementDescriptor } from "../descriptor.ts";
import { type Field } from "../schema/fields.ts";
import { comment } from "./comment.ts";
import { propertyName } from "./names.ts";
import { arrayOf, nullable, type References } from "./references.ts";
import { type Branch, type Member, type Shape } from "./shape.ts";

/** Gives the name of the type of a repeated group's occurrences. */
export type GroupNames = (field: Field & { kind: "group" }) => string;

/** The body of an object type, from its opening brace; `head` are members that come first, written. */
export function objectText(
  references: References,
  groups: GroupNames,
  shape: Shape,
  head: string,
  indent = "",
): string {
  const inner = `${indent}  `;
  const members = shape.members.map((each) => memberText(references, groups, each, inner)).join("");
  const object = head + members === "" && shape.choices.length > 0 ? [] : [`{\n${head}${members}${indent}}`];
  const choices = shape.choices.map((branches) => {
    const written = branches.map((branch) => `${inner}| ${branchText(references, groups, branch, inner)}\n`);
    return `(\n${written.join("")}${indent})`;
  });
  return [...object, ...choices].join(" & ");
}

function branchText(references: References, groups: GroupNames, branch: Branch, indent: string): string {
  const inner = `${indent}    `;
  const absent = branch.absent.map(({ key, repeated }) =>
    // Arrays are always there, also those of the branches that were not taken.
    repeated ? `${inner}${propertyName(key)}: [];\n` : `${inner}${propertyName(key)}?: never;\n`,
  );
  return objectText(references, groups, branch, absent.join(""), `${indent}  `);
}

function memberText(
  references: References,
  groups: GroupNames,
  { field, optional }: Member,
  indent: string,
): string {
  const name = `${propertyName(field.key)}${optional ? "?" : ""}`;
  if (field.kind === "any") return `${indent}${name}: ${references.xmlElement()}[];\n`;
  if (field.kind === "group") return `${indent}${name}: ${groups(field)}[];\n`;
  const { element, repeated } = field;
  const type = nullable(references.of(element.type), element.nillable);
  return `${comment(notes(element), indent)}${indent}${name}: ${repeated ? arrayOf(type) : type};\n`;
}

/** One attribute. It may be left out of a request where it has a default, and so it may in the type. */
export function attributeText(
  references: References,
  attribute: AttributeDescriptor,
  indent: string,
): string {
  const { key, type, required } = attribute;
  const name = `${propertyName(key)}${required ? "" : "?"}`;
  return `${comment(notes(attribute), indent)}${indent}${name}: ${references.of(type)};\n`;
}

function notes({
  documentation,
  default: standard,
  fixed,
}: Partial<Pick<ElementDescriptor, "documentation" | "default" | "fixed">>): string {
  return [
    ...(documentation === undefined ? [] : [documentation.trim()]),
    ...(standard === undefined ? [] : [`Default: ${JSON.stringify(standard)}.`]),
    ...(fixed === undefined ? [] : [`Always ${JSON.stringify(fixed)}.`]),
  ].join("\n");
}
