import {
  type AttributeDescriptor,
  type ElementDescriptor,
  type GroupDescriptor,
  type ParticleDescriptor,
  type ServiceDescriptor,
  type TypeReference,
  type WildcardDescriptor,
} from "../descriptor.ts";
import { type Field, fieldsOf } from "../schema/fields.ts";
import { simpleNote } from "./simple-note.ts";

/** Draws types as indented lines; each type once, and by its name after that. */
export interface TypeLines {
  ofType(index: number, indent: string): string[];
  /** A line that begins with `label`, and what is in the type below it. */
  ofReference(label: string, type: TypeReference, note: string, indent: string): string[];
}

/** Deeper than this, a type is only named. */
const maxDepth = 32;

export function createTypeLines(descriptor: ServiceDescriptor): TypeLines {
  const drawn = new Set<number>();
  const { types, simpleTypes } = descriptor;

  const nameOf = (type: TypeReference): string => {
    if (type.kind === "builtin") return type.name;
    const list = type.kind === "simple" ? simpleTypes : types;
    return list[type.index]?.name ?? "?";
  };

  const ofReference = (label: string, type: TypeReference, note: string, indent: string): string[] => {
    const extra = type.kind === "simple" ? simpleNote(descriptor, type.index) : "";
    const isAbstract = type.kind === "complex" && types[type.index]?.abstract === true;
    const line = `${indent}${label}: ${nameOf(type)}${isAbstract ? ", but only with $type" : ""}${extra}${note}`;
    if (type.kind !== "complex") return [line];
    // A type inside itself is named, not drawn again.
    if (drawn.has(type.index) || indent.length > 2 * maxDepth) return [`${line} (as above)`];
    return [line, ...ofType(type.index, `${indent}  `)];
  };

  const ofType = (index: number, indent: string): string[] => {
    const { [index]: type } = types;
    if (type === undefined) return [];
    drawn.add(index);
    const { content, attributes, anyAttribute } = type;
    return [
      ...attributes.map((attribute) => attributeLine(attribute, indent)),
      ...(anyAttribute === undefined
        ? []
        : [`${indent}@any?: other attributes${namespacesNote(anyAttribute)}`]),
      ...(content.kind === "elements" ? groupLines(content.group, indent, "alone") : []),
      ...(content.kind === "simple" ? ofReference("$", content.type, "", indent) : []),
      ...(content.kind === "mixed" ? [`${indent}$mixed: text and elements`] : []),
      ...(content.kind === "array" ? ofReference("[]", content.item, "", indent) : []),
      ...derivedLines(index, indent),
    ];
  };

  const attributeLine = ({ key, type, required, ...more }: AttributeDescriptor, indent: string): string => {
    const extra = type.kind === "simple" ? simpleNote(descriptor, type.index) : "";
    return `${indent}${key}${required ? "" : "?"}: ${nameOf(type)}${extra}${values(more)}`;
  };

  /** Types that may stand in the place of this one. */
  const derivedLines = (index: number, indent: string): string[] =>
    types.flatMap(({ qname, base, abstract: isAbstract }, place) => {
      if (base !== index || qname === undefined || drawn.has(place)) return [];
      const below = ofType(place, `${indent}  `);
      if (isAbstract === true) return below;
      return [`${indent}or with $type {${qname.namespace}}${qname.name}`, ...below];
    });

  /** The particles of a group. Those of a sequence stand among the others, where nothing sets them apart. */
  const groupLines = (
    group: GroupDescriptor,
    indent: string,
    place: "alone" | "beside" | "branch",
  ): string[] => {
    const { kind, min, particles } = group;
    const fields = new Map(fieldsOf({ ...group, min: 1, max: 1 }).map((field) => [field.key, field]));
    const inner = (within: string): string[] =>
      particles.flatMap((particle) =>
        particleLines(particle, fields, within, kind === "choice" ? "branch" : "beside"),
      );
    if (kind === "choice" && particles.length > 1)
      return [`${indent}${min === 0 ? "at most one of" : "one of"}`, ...inner(`${indent}  `)];
    if (particles.length > 1 && place === "branch") return [`${indent}all of these`, ...inner(`${indent}  `)];
    if (particles.length > 1 && place === "beside" && min === 0)
      return [`${indent}all of these or none`, ...inner(`${indent}  `)];
    return inner(indent);
  };

  const particleLines = (
    particle: ParticleDescriptor,
    fields: ReadonlyMap<string, Field>,
    indent: string,
    place: "beside" | "branch",
  ): string[] => {
    if (particle.kind === "any")
      return [`${indent}${particle.key}[]: other elements${namespacesNote(particle)}`];
    if (particle.kind === "element") {
      const { key, type } = particle;
      const repeated = fields.get(key)?.repeated === true;
      const mark = repeated ? "[]" : particle.min === 0 ? "?" : "";
      return ofReference(`${key}${mark}`, type, elementNote(particle), indent);
    }
    const { key } = particle;
    if (key === undefined) return groupLines(particle, indent, place);
    return [`${indent}${key}[]: each`, ...groupLines({ ...particle, min: 1 }, `${indent}  `, "alone")];
  };

  return { ofType, ofReference };
}

function elementNote({ nillable, documentation, ...more }: ElementDescriptor): string {
  const doc = documentation === undefined ? "" : `  ${oneLine(documentation)}`;
  return `${nillable ? " or nil" : ""}${values(more)}${doc}`;
}

function values({
  default: standard,
  fixed,
}: {
  readonly default?: string;
  readonly fixed?: string;
}): string {
  const text = standard === undefined ? "" : ` = ${JSON.stringify(standard)}`;
  return fixed === undefined ? text : ` always ${JSON.stringify(fixed)}`;
}

function namespacesNote({ namespaces, not }: WildcardDescriptor): string {
  if (namespaces === "##any") return "";
  if (namespaces === "##other") return ` of any namespace but ${not === "" ? "none" : (not ?? "none")}`;
  return ` of ${namespaces.map((each) => (each === "" ? "no namespace" : each)).join(", ")}`;
}

/** Text of several lines on one. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
