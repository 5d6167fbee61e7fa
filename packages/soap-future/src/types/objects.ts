import { type AttributeDescriptor, type ElementDescriptor } from "../descriptor.ts";
import { type Field } from "../schema/fields.ts";
import { comment } from "./comment.ts";
import { propertyName } from "./names.ts";
import { arrayOf, nullable, type References } from "./references.ts";
import { type Member, type Shape } from "./shape.ts";

/** Gives the name of the type of a repeated group's occurrences. */
export type GroupNames = (field: Field & { kind: "group" }) => string;

/** An object type of a shape. `head` are members that come first, written; `absent` keys that it does not have. */
export function objectText(
  references: References,
  groups: GroupNames,
  { members, choices }: Shape,
  { head = "", absent = [], indent = "" }: { head?: string; absent?: readonly Field[]; indent?: string } = {},
): string {
  const inner = `${indent}  `;
  const lines = [
    head,
    ...members.map((each) => memberText(references, groups, each, inner)),
    ...absent.map((field) => absentText(field, inner)),
  ].join("");
  const unions = choices.map((branches) =>
    branches
      .map((branch) => {
        const options = { absent: branch.absent, indent: `${inner}  ` };
        return `\n${inner}| ${objectText(references, groups, branch, options)}`;
      })
      .join(""),
  );
  const [union, ...others] = unions;
  if (union !== undefined && others.length === 0 && lines === "") return union;
  const object = lines === "" && unions.length > 0 ? [] : [`{\n${lines}${indent}}`];
  return [...object, ...unions.map((each) => `(${each}\n${indent})`)].join(" & ");
}

/** Keys of each object: a type that has them too, but may leave them out, must take what is inherited. */
const inherited = new Set(
  Object.getOwnPropertyNames(Object.prototype).filter((name) => !name.startsWith("__")),
);

function absentText({ key, repeated }: Field, indent: string): string {
  // Arrays are always there, also those of the branches that were not taken.
  if (repeated) return `${indent}${propertyName(key)}: [];\n`;
  return `${indent}${propertyName(key)}?: ${inherited.has(key) ? `Object["${key}"]` : "never"};\n`;
}

function memberText(
  references: References,
  groups: GroupNames,
  { field, optional }: Member,
  indent: string,
): string {
  const { key } = field;
  const name = `${propertyName(key)}${optional ? "?" : ""}`;
  if (field.kind === "any") return `${indent}${name}: ${references.xmlElement()}[];\n`;
  if (field.kind === "group") return `${indent}${name}: ${groups(field)}[];\n`;
  const { element, repeated } = field;
  const one = nullable(references.of(element.type), element.nillable);
  const type = optional && inherited.has(key) ? `${one} | Object["${key}"]` : one;
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
