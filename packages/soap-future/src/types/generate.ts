import { type BuiltinType, type ServiceDescriptor, type TypeReference } from "../descriptor.ts";
import { type Field, fieldsOfType } from "../schema/fields.ts";
import { isIntegerType, smallIntegers } from "../schema/builtin.ts";

/**
 * Writes the TypeScript types of a service: what the decoder gives and the encoder takes, from the same descriptor.
 *
 * @returns the text of a module that imports nothing
 */
export function generateTypes(descriptor: ServiceDescriptor): string {
  const interfaces = descriptor.types.map((type) => {
    const members = fieldsOfType(type)
      .map((field) => (field.kind === "element" ? member(descriptor, field) : ""))
      .join("");
    return `export interface ${typeName(type.name)} {\n${members}}\n`;
  });
  const operations = descriptor.operations.map(({ name, documentation, input, output }) => {
    const doc = documentation === undefined ? "" : `  /** ${commentText(documentation)} */\n`;
    return `${doc}  ${propertyName(name)}: { input: ${nameOf(descriptor, input.type)}; output: ${output === undefined ? "Record<string, never>" : nameOf(descriptor, output.type)} };\n`;
  });
  const service = `${typeName(descriptor.name)}Service`;
  return [
    "// Generated from a WSDL. Do not edit: change the WSDL and generate again.\n",
    `/** The operations of ${descriptor.name}, namespace ${commentText(descriptor.targetNamespace)}. */`,
    `export type ${service} = {\n${operations.join("")}};\n`,
    ...interfaces,
  ].join("\n");
}

function member(descriptor: ServiceDescriptor, field: Field & { kind: "element" }): string {
  const { key: name, optional, repeated } = field;
  const { type, nillable, documentation } = field.element;
  const base = `${referenceName(descriptor, type)}${nillable ? " | null" : ""}`;
  const written = repeated ? (base.includes("|") ? `(${base})[]` : `${base}[]`) : base;
  const doc = documentation === undefined ? "" : `  /** ${commentText(documentation)} */\n`;
  return `${doc}  ${propertyName(name)}${optional && !repeated ? "?" : ""}: ${written};\n`;
}

function referenceName(descriptor: ServiceDescriptor, type: TypeReference): string {
  if (type.kind === "simple") return "unknown";
  return type.kind === "complex" ? nameOf(descriptor, type.index) : builtinName(type.name);
}

function builtinName(type: BuiltinType): string {
  if (type === "boolean") return "boolean";
  if (type === "base64Binary" || type === "hexBinary") return "Uint8Array";
  if (type === "float" || type === "double" || smallIntegers.has(type)) return "number";
  return isIntegerType(type) ? "number | bigint" : "string";
}

function nameOf(descriptor: ServiceDescriptor, index: number): string {
  return typeName(descriptor.types[index]?.name ?? "unknown");
}

function typeName(name: string): string {
  const clean = name.replaceAll(
    /[^A-Za-z0-9_$]+(.)?/g,
    (_, next: string | undefined) => next?.toUpperCase() ?? "",
  );
  return clean.charAt(0).toUpperCase() + clean.slice(1);
}

function propertyName(name: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : JSON.stringify(name);
}

function commentText(text: string): string {
  return text.replaceAll("*/", "* /");
}
