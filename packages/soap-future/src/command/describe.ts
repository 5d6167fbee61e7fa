import {
  type ElementDescriptor,
  type OperationDescriptor,
  type ServiceDescriptor,
  type TypeReference,
} from "../descriptor.ts";
import { type Field, fieldsOfType } from "../schema/fields.ts";

/** The operations of a service for people: parameters, results, and what the WSDL says about each. */
export function describeService(descriptor: ServiceDescriptor): string {
  const { name, targetNamespace, port, location, operations } = descriptor;
  const head = [
    `${name} (port ${port})`,
    `namespace ${targetNamespace}`,
    ...(location === undefined ? [] : [`address in the WSDL (not followed) ${location}`]),
    `${operations.length} operations`,
  ];
  return `${[head.join("\n"), ...operations.map((each) => describeOperation(descriptor, each))].join("\n\n")}\n`;
}

function describeOperation(
  descriptor: ServiceDescriptor,
  { name, documentation, input, output }: OperationDescriptor,
): string {
  const doc = documentation === undefined ? [] : [`  ${documentation.replaceAll(/\s+/g, " ").trim()}`];
  return [
    name,
    ...doc,
    ...section("takes", elementLines(descriptor, input.type, "    ", [])),
    ...section("gives", output === undefined ? [] : elementLines(descriptor, output.type, "    ", [])),
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [`  ${title} nothing`] : [`  ${title}`, ...lines];
}

function elementLines(
  descriptor: ServiceDescriptor,
  typeIndex: number,
  indent: string,
  within: readonly number[],
): string[] {
  const type = descriptor.types[typeIndex];
  if (!type) return [];
  return fieldsOfType(type).flatMap((field) => {
    if (field.kind !== "element") return [`${indent}${field.key}`];
    const { element } = field;
    const line = `${indent}${element.name}${mark(field)}: ${typeName(descriptor, element.type)}${note(element)}`;
    if (element.type.kind !== "complex") return [line];
    // A type inside itself is named, not drawn again.
    if ([...within, typeIndex].includes(element.type.index)) return [`${line} (as above)`];
    return [line, ...elementLines(descriptor, element.type.index, `${indent}  `, [...within, typeIndex])];
  });
}

function mark({ optional, repeated }: Field): string {
  if (repeated) return "[]";
  return optional ? "?" : "";
}

function note({ nillable, documentation }: ElementDescriptor): string {
  const nil = nillable ? " or nil" : "";
  return documentation === undefined ? nil : `${nil}  ${documentation.replaceAll(/\s+/g, " ").trim()}`;
}

function typeName(descriptor: ServiceDescriptor, type: TypeReference): string {
  if (type.kind === "builtin") return type.name;
  const list = type.kind === "simple" ? descriptor.simpleTypes : descriptor.types;
  return list[type.index]?.name ?? "?";
}
