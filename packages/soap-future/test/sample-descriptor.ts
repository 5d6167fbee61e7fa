import {
  type BuiltinType,
  type ComplexTypeDescriptor,
  type ElementDescriptor,
  type MessageDescriptor,
  type ParticleDescriptor,
  type ServiceDescriptor,
  type SimpleTypeDescriptor,
  type TypeReference,
} from "../src/descriptor.ts";
import { EncodedBodyBuilder, type EncodedElement } from "../src/encoded/tree.ts";
import { XmlTokenizer } from "../src/xml/tokenizer.ts";

export const namespace = "urn:sample";

export const builtin = (name: BuiltinType): TypeReference => ({ kind: "builtin", name });
export const complex = (index: number): TypeReference => ({ kind: "complex", index });
export const simple = (index: number): TypeReference => ({ kind: "simple", index });

export function element(
  name: string,
  type: BuiltinType | TypeReference,
  more: Partial<ElementDescriptor> = {},
): ElementDescriptor {
  const reference = typeof type === "string" ? builtin(type) : type;
  return {
    kind: "element",
    key: name,
    namespace: "",
    name,
    type: reference,
    nillable: false,
    min: 1,
    max: 1,
    ...more,
  };
}

export function sequence(...particles: ParticleDescriptor[]): ComplexTypeDescriptor["content"] {
  return { kind: "elements", group: { kind: "sequence", min: 1, max: 1, particles } };
}

export function complexType(
  name: string,
  content: ComplexTypeDescriptor["content"],
  more: Partial<ComplexTypeDescriptor> = {},
): ComplexTypeDescriptor {
  return { name, qname: { namespace, name }, content, attributes: [], ...more };
}

export function simpleType(
  name: string,
  base: BuiltinType | TypeReference,
  facets: SimpleTypeDescriptor["facets"] = {},
): SimpleTypeDescriptor {
  const reference = typeof base === "string" ? builtin(base) : base;
  return { name, qname: { namespace, name }, variety: { kind: "atomic", base: reference }, facets };
}

/** A descriptor with these types; the first is what messages are of. */
export function descriptorOf(
  types: readonly ComplexTypeDescriptor[],
  simpleTypes: readonly SimpleTypeDescriptor[] = [],
): ServiceDescriptor {
  return {
    name: "Sample",
    targetNamespace: namespace,
    port: "SamplePort",
    soapVersion: "1.1",
    operations: [],
    types,
    simpleTypes,
  };
}

export function message(more: Partial<MessageDescriptor> = {}): MessageDescriptor {
  return { body: "element", use: "literal", namespace, name: "order", type: 0, headers: [], ...more };
}

/** The children of the Body of an envelope. */
export function bodyOf(envelope: string): readonly EncodedElement[] {
  const builder = new EncodedBodyBuilder();
  let depth = 0;
  let inBody = false;
  const tokenizer = new XmlTokenizer({
    start(uri, name, attributes) {
      if (depth++ === 1) inBody = name === "Body";
      else if (depth > 2 && inBody) builder.start(uri, name, attributes, tokenizer.elements.scope);
    },
    text: (text) => builder.text(text),
    end() {
      if (depth-- > 2 && inBody) builder.end();
    },
  });
  tokenizer.push(Buffer.from(envelope));
  tokenizer.end();
  return builder.elements;
}
