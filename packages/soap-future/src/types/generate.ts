import {
  type ComplexTypeDescriptor,
  type GlobalElementDescriptor,
  type OperationDescriptor,
  type QName,
  type ServiceDescriptor,
} from "../descriptor.ts";
import { type Field } from "../schema/fields.ts";
import { comment } from "./comment.ts";
import { propertyName, typeNames } from "./names.ts";
import { attributeText, type GroupNames, objectText } from "./objects.ts";
import { arrayOf, createReferences, derivedTypes, nullable, type References } from "./references.ts";
import { shapeOf } from "./shape.ts";
import { simpleTypeText } from "./simple.ts";

/**
 * Writes the TypeScript types of a service: what the decoder gives and the encoder takes, from the same descriptor.
 *
 * @returns the text of a module; it imports nothing, or only the type XmlElement from this package
 */
export function generateTypes(descriptor: ServiceDescriptor): string {
  const names = typeNames(descriptor);
  const derived = derivedTypes(descriptor);
  const families = new Map(
    [...derived.keys()].map((index) => [index, names.claim(`Any ${names.complex[index]}`)]),
  );
  const references = createReferences(descriptor, names, families);
  const operations = descriptor.operations.map((operation) => operationText(references, operation));
  const complex = descriptor.types.map((type, index) => {
    const family = families.get(index);
    const own = complexTypeText(references, type, names.complex[index] ?? "never");
    return family === undefined ? own : own + familyText(references, family, index, derived.get(index) ?? []);
  });
  const simple = descriptor.simpleTypes.map((_, index) => simpleTypeText(references, index));
  const { xmlElement, anyValue } = references.needs;
  return [
    "// Generated from a WSDL. Do not edit: change the WSDL and generate again.\n",
    ...(xmlElement ? ['import { type XmlElement } from "@mailmux/soap-future";\n'] : []),
    comment(`The operations of ${descriptor.name}, namespace ${descriptor.targetNamespace}.`) +
      `export type ${names.service} = {\n${operations.join("")}};\n`,
    ...complex,
    ...simple,
    ...(anyValue ? [anyValueText] : []),
  ].join("\n");
}

const anyValueText = `/** A value of xsd:anyType: of a simple type, of a complex type, or of none that is known. */
export type AnyValue =
  | { $type: string; $: unknown }
  | { $type: string; [key: string]: unknown }
  | { $mixed: (string | XmlElement)[]; "@any"?: Record<string, string> };
`;

function operationText(references: References, operation: OperationDescriptor): string {
  const { name, documentation, input, output, faults } = operation;
  const members = [
    `input: ${references.complex(input.type)}`,
    `output: ${output === undefined ? "Record<string, never>" : references.complex(output.type)}`,
    ...entriesText(references, "inputHeaders", input.headers),
    ...entriesText(references, "outputHeaders", output?.headers ?? []),
    ...entriesText(references, "faults", faults),
  ];
  return `${comment(documentation, "  ")}  ${propertyName(name)}: { ${members.join("; ")} };\n`;
}

/** Headers, or entries of a fault's detail: each may be there or not. */
function entriesText(
  references: References,
  name: string,
  entries: readonly GlobalElementDescriptor[],
): string[] {
  if (entries.length === 0) return [];
  const written = entries.map(
    ({ key, type, nillable }) => `${propertyName(key)}?: ${nullable(references.of(type), nillable)}`,
  );
  return [`${name}: { ${written.join("; ")} }`];
}

/** A complex type, and the types of its repeated groups. */
function complexTypeText(references: References, type: ComplexTypeDescriptor, name: string): string {
  const { content } = type;
  const doc = comment(type.documentation);
  if (content.kind === "array")
    return `${doc}export type ${name} = ${arrayOf(references.of(content.item))};\n`;
  const more: string[] = [];
  const groups: GroupNames = (field: Field & { kind: "group" }) => {
    const groupName = references.names.claim(`${name} ${field.key.slice(1)}`);
    const text = objectText(references, groups, shapeOf({ ...field.group, min: 1, max: 1 }));
    more.push(`\n${alias(groupName, text)}`);
    return groupName;
  };
  const head = [
    ...type.attributes.map((attribute) => attributeText(references, attribute, "  ")),
    ...(type.anyAttribute === undefined ? [] : ['  "@any"?: Record<string, string>;\n']),
    ...(content.kind === "simple" ? [`  $: ${references.of(content.type)};\n`] : []),
    ...(content.kind === "mixed" ? [`  $mixed: (string | ${references.xmlElement()})[];\n`] : []),
  ].join("");
  const shape = content.kind === "elements" ? shapeOf(content.group) : { members: [], choices: [] };
  const text = objectText(references, groups, shape, { head });
  const own = shape.choices.length === 0 ? `export interface ${name} ${text}\n` : alias(name, text);
  return doc + own + more.join("");
}

/** A union begins on a line of its own. */
function alias(name: string, text: string): string {
  return `export type ${name} =${text.startsWith("\n") ? "" : " "}${text};\n`;
}

/** The union of a type and those derived from it. */
function familyText(
  { descriptor, names }: References,
  family: string,
  base: number,
  derived: readonly number[],
): string {
  const { [base]: type } = descriptor.types;
  const member = (index: number, optional: string): string => {
    const name = names.complex[index] ?? "never";
    const { qname, content } = descriptor.types[index] ?? {};
    if (qname === undefined || content?.kind === "array") return name;
    return `({ $type${optional}: ${JSON.stringify(expanded(qname))} } & ${name})`;
  };
  const own = type?.abstract === true ? [] : [member(base, "?")];
  const lines = [...own, ...derived.map((index) => member(index, ""))].map((each) => `\n  | ${each}`);
  return `\n/** ${names.complex[base]}, or a type that is derived from it. */\nexport type ${family} =${lines.join("")};\n`;
}

function expanded({ namespace, name }: QName): string {
  return `{${namespace}}${name}`;
}
