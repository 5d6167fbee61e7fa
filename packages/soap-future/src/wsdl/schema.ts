import {
  builtinTypes,
  type BuiltinType,
  type ComplexTypeDescriptor,
  type ContentDescriptor,
  type ElementDescriptor,
  type TypeReference,
} from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { schemaNamespace, wsdlNamespace } from "./names.ts";
import { expandName, type XmlElement } from "./tree.ts";

interface Schema {
  readonly element: XmlElement;
  readonly targetNamespace: string;
  readonly qualified: boolean;
}

const builtins: ReadonlySet<string> = new Set(builtinTypes);

/**
 * The schemas of a WSDL, compiled into the flat list of types that a descriptor has. What it does not know is an
 * error with its place, never a fallback to something untyped.
 */
export class SchemaCompiler {
  readonly types: ComplexTypeDescriptor[] = [];
  readonly #elements = new Map<string, { declaration: XmlElement; schema: Schema }>();
  readonly #complexTypes = new Map<string, { definition: XmlElement; schema: Schema }>();
  readonly #compiled = new Map<string, number>();

  constructor(schemas: readonly XmlElement[]) {
    for (const element of schemas) this.#index(element);
  }

  #index(element: XmlElement): void {
    const schema: Schema = {
      element,
      targetNamespace: element.attributes.get("targetNamespace") ?? "",
      qualified: element.attributes.get("elementFormDefault") === "qualified",
    };
    for (const child of element.children) {
      if (child.namespace !== schemaNamespace) continue;
      const key = `${schema.targetNamespace} ${child.attributes.get("name") ?? ""}`;
      if (child.name === "element") this.#elements.set(key, { declaration: child, schema });
      else if (child.name === "complexType") this.#complexTypes.set(key, { definition: child, schema });
      else if (child.name !== "annotation") throw unsupported(`xsd:${child.name} in a schema`, child);
    }
  }

  /** The type of a global element, as an index into `types`: what a document/literal wrapped part refers to. */
  wrapper(namespace: string, name: string, at: XmlElement): number {
    const found = this.#elements.get(`${namespace} ${name}`);
    if (!found)
      throw new SoapError("wsdl_parse", `the element {${namespace}}${name} is not declared (${at.path})`);
    const type = this.#typeOf(found.declaration, found.schema, name);
    if (type.kind !== "complex")
      throw unsupported(`the wrapper element ${name} without child elements`, found.declaration);
    return type.index;
  }

  #typeOf(declaration: XmlElement, schema: Schema, nameForAnonymous: string): TypeReference {
    const written = declaration.attributes.get("type");
    const inline = schemaChildren(declaration);
    if (written !== undefined) return this.#namedType(written, declaration);
    const [definition, ...others] = inline;
    if (definition?.name !== "complexType" || others.length > 0)
      throw unsupported("an element with neither a type nor one complexType", declaration);
    return { kind: "complex", index: this.#compile(definition, schema, nameForAnonymous) };
  }

  #namedType(written: string, at: XmlElement): TypeReference {
    const { namespace, name } = expandName(written, at.scope, at.path);
    if (namespace === schemaNamespace) {
      if (!builtins.has(name)) throw unsupported(`the type xsd:${name}`, at);
      return { kind: "builtin", name: name as BuiltinType };
    }
    const key = `${namespace} ${name}`;
    const known = this.#compiled.get(key);
    if (known !== undefined) return { kind: "complex", index: known };
    const found = this.#complexTypes.get(key);
    if (!found)
      throw new SoapError("wsdl_parse", `the type ${written} is not defined (${at.path})`, {
        context: { path: at.path },
      });
    return { kind: "complex", index: this.#compile(found.definition, found.schema, name, key) };
  }

  #compile(definition: XmlElement, schema: Schema, name: string, key?: string): number {
    // The place is taken before the children are read, so that a type can hold itself.
    const index =
      this.types.push({ name: this.#uniqueName(name), content: contentOf([]), attributes: [] }) - 1;
    if (key !== undefined) this.#compiled.set(key, index);
    const [group, ...others] = schemaChildren(definition);
    if (others.length > 0 || (group && group.name !== "sequence" && group.name !== "all")) {
      throw unsupported("a complexType with more than one sequence", definition);
    }
    if (group && ["minOccurs", "maxOccurs"].some((name) => (group.attributes.get(name) ?? "1") !== "1")) {
      throw unsupported(`an xsd:${group.name} that may be left out or repeated`, group);
    }
    const typeName = this.types[index]?.name ?? name;
    const elements = group
      ? schemaChildren(group).map((child) => this.#element(child, schema, typeName))
      : [];
    const names = elements.map((element) => element.name);
    const seen = new Set<string>();
    const twice = names.find((each) => seen.size === seen.add(each).size);
    if (twice !== undefined) throw unsupported(`the element ${twice} twice in one type`, definition);
    this.types[index] = {
      name: typeName,
      ...(key === undefined ? {} : { qname: { namespace: schema.targetNamespace, name } }),
      content: contentOf(elements),
      attributes: [],
    };
    return index;
  }

  #uniqueName(name: string): string {
    let unique = name;
    for (let number = 2; this.types.some((type) => type.name === unique); number++)
      unique = `${name}${number}`;
    return unique;
  }

  #element(declaration: XmlElement, schema: Schema, parent: string): ElementDescriptor {
    const { attributes } = declaration;
    const name = attributes.get("name");
    if (declaration.name !== "element" || name === undefined)
      throw unsupported(`xsd:${declaration.name} in a sequence`, declaration);
    const maxOccurs = attributes.get("maxOccurs") ?? "1";
    const qualified =
      (attributes.get("form") ?? (schema.qualified ? "qualified" : "unqualified")) === "qualified";
    const documentation = documentationOf(declaration);
    return {
      kind: "element",
      key: name,
      name,
      namespace: qualified ? schema.targetNamespace : "",
      type: this.#typeOf(declaration, schema, `${parent}_${name}`),
      min: Number(attributes.get("minOccurs") ?? "1"),
      max: maxOccurs === "unbounded" ? maxOccurs : Number(maxOccurs),
      nillable: attributes.get("nillable") === "true",
      ...(documentation === undefined ? {} : { documentation }),
    };
  }
}

function contentOf(particles: readonly ElementDescriptor[]): ContentDescriptor {
  return { kind: "elements", group: { kind: "sequence", min: 1, max: 1, particles } };
}

function schemaChildren(element: XmlElement): XmlElement[] {
  return element.children.filter(
    (child) => child.namespace === schemaNamespace && child.name !== "annotation",
  );
}

/** Text of `wsdl:documentation`, or of `xsd:annotation/xsd:documentation`, with its white space folded. */
export function documentationOf(element: XmlElement): string | undefined {
  const holders = [element, ...element.children.filter((child) => child.name === "annotation")];
  for (const holder of holders) {
    const found = holder.children.find(
      (child) =>
        child.name === "documentation" &&
        (child.namespace === wsdlNamespace || child.namespace === schemaNamespace),
    );
    const text = found?.text.replaceAll(/\s+/g, " ").trim();
    if (text !== undefined && text !== "") return text;
  }
  return undefined;
}

function unsupported(what: string, at: XmlElement): SoapError {
  return new SoapError("wsdl_unsupported", `${what} is not supported (${at.path})`, {
    context: { path: at.path },
  });
}
