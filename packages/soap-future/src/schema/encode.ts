import { type ServiceDescriptor, type TypeReference } from "../descriptor.ts";
import { soap12EncodingNamespace, soapEncodingNamespace } from "../wsdl/names.ts";
import { escapeText } from "../xml/characters.ts";
import { isXmlElement, writeXmlElement } from "../xml/writer.ts";
import { encodeAny } from "./encode-any.ts";
import { attributesOf } from "./encode-attributes.ts";
import { enter, type EncodeContext, instanceAttribute } from "./encode-context.ts";
import { valuesBySlot } from "./encode-keys.ts";
import {
  type AnyNode,
  type ComplexPlan,
  complexPlan,
  type ElementNode,
  type TypedPlan,
  typedPlan,
} from "./encode-plan.ts";
import { encodeMixed } from "./encode-mixed.ts";
import { encodeScope, type ScopeWriter } from "./encode-scope.ts";
import { encodeText, wrapped } from "./encode-text.ts";
import { type Encoder } from "./encoder.ts";
import { parseExpandedName } from "./qualified-names.ts";
import { createSimpleTypes } from "./simple.ts";
import { createTypeNames } from "./type-names.ts";
import { described, quoted, valueError } from "./value-error.ts";
import { isInWildcard } from "./wildcard.ts";

/** Compiles each type when it is first needed; {@link Encoder} says the rest. */
export function createEncoder(descriptor: ServiceDescriptor): Encoder {
  const simple = createSimpleTypes(descriptor);
  const names = createTypeNames(descriptor);
  const plans = new Map<number, ComplexPlan>();

  const planOf = (index: number, path: string): ComplexPlan => {
    const known = plans.get(index);
    if (known !== undefined) return known;
    const type = descriptor.types[index];
    if (type === undefined) throw valueError("encode", `the type at ${path} is not in the descriptor`, path);
    const plan = complexPlan(type, simple);
    plans.set(index, plan);
    return plan;
  };

  /** An element whose value is not nil. */
  const typed = (
    tag: string,
    { type, codec }: TypedPlan,
    value: unknown,
    path: string,
    context: EncodeContext,
    more = "",
  ): string => {
    if (type.kind === "complex") return complex(tag, type, value, path, context, more);
    if (codec === undefined) return encodeAny(encoder, tag, type, value, path, context, more);
    return wrapped(tag, typeAttribute(type, context) + more, encodeText(codec, value, path, context));
  };

  /** SOAP 1.1 section 5: each value says its type. */
  const typeAttribute = (type: TypeReference, context: EncodeContext): string => {
    const name = context.encoding === undefined ? undefined : names.nameOf(type);
    return name === undefined ? "" : instanceAttribute(context, "type", written(name, context));
  };

  const complex = (
    tag: string,
    declared: TypeReference & { kind: "complex" },
    value: unknown,
    path: string,
    context: EncodeContext,
    more: string,
  ): string => {
    const said = saidType(value);
    const type = said === undefined ? declared : derivedType(said, declared, path);
    const plan = planOf(type.index, path);
    if (plan.type.abstract === true) {
      const hint =
        said === undefined ? ": the value needs a $type that says which of its derived types it is" : "";
      throw valueError("encode", `the type ${plan.type.name} at ${path} is abstract${hint}`, path);
    }
    const name = type.index === declared.index ? undefined : names.nameOf(type);
    const attribute =
      name === undefined
        ? typeAttribute(type, context)
        : instanceAttribute(context, "type", written(name, context));
    return encodeComplex(tag, plan, value, path, context, attribute + more);
  };

  const derivedType = (name: unknown, declared: TypeReference & { kind: "complex" }, path: string) => {
    const place = `${path}/$type`;
    if (typeof name !== "string") throw valueError("encode", `${place} must be a text`, place);
    const type = names.find(name);
    if (type?.kind === "complex" && names.isDerived(type, declared)) return type;
    const what = `the type ${quoted(name)} at ${path} is not derived from ${descriptor.types[declared.index]?.name}`;
    throw valueError("encode", what, place);
  };

  const encodeComplex = (
    tag: string,
    plan: ComplexPlan,
    value: unknown,
    path: string,
    context: EncodeContext,
    attributes: string,
  ): string => {
    enter(context, path);
    let xml: string;
    if (plan.content.kind === "array") xml = encodeArray(tag, plan, value, path, context, attributes);
    else {
      const values = valuesBySlot(plan.slots, value, path);
      const more = attributesOf(plan, values, path, context);
      xml = wrapped(tag, attributes + more, contentOf(plan, values, path, context));
    }
    context.depth--;
    return xml;
  };

  const contentOf = (plan: ComplexPlan, values: unknown[], path: string, context: EncodeContext): string => {
    const { content } = plan;
    switch (content.kind) {
      case "elements":
        return encodeScope(content.scope, values, path, scopeWriter(context));
      case "simple":
        if (values[content.slot] === undefined)
          throw valueError("encode", `${path}/$ is required`, `${path}/$`);
        return encodeText(content.codec, values[content.slot], `${path}/$`, context);
      case "mixed":
        return encodeMixed(values[content.slot], `${path}/$mixed`);
      case "array":
        throw valueError("encode", `${path} must be an array`, path);
    }
  };

  /** SOAP 1.1 section 5.4.2, SOAP 1.2 Part 2 section 3.1.6; in a literal message it is a list of elements. */
  const encodeArray = (
    tag: string,
    { content }: ComplexPlan,
    value: unknown,
    path: string,
    context: EncodeContext,
    attributes: string,
  ): string => {
    if (content.kind !== "array" || !Array.isArray(value))
      throw valueError("encode", `${path} must be an array, not ${described(value)}`, path);
    const { item, itemName } = content;
    const items = value.map((each: unknown, index) => {
      const place = `${path}[${index}]`;
      if (each === undefined) throw valueError("encode", `${place} is undefined`, place);
      if (each === null) return nil(itemName, context);
      return typed(itemName, item, each, place, context);
    });
    return wrapped(tag, attributes + arrayAttributes(item.type, items.length, context), items.join(""));
  };

  const arrayAttributes = (item: TypeReference, length: number, context: EncodeContext): string => {
    if (context.encoding === undefined) return "";
    const type = written(names.nameOf(item) ?? "{http://www.w3.org/2001/XMLSchema}anyType", context);
    if (context.encoding === "1.1")
      return ` ${context.prefixOf(soapEncodingNamespace)}arrayType="${type}[${length}]"`;
    const prefix = context.prefixOf(soap12EncodingNamespace);
    return ` ${prefix}itemType="${type}" ${prefix}arraySize="${length}"`;
  };

  /** One for each context, so that a message has one. */
  const writers = new WeakMap<EncodeContext, ScopeWriter>();
  const scopeWriter = (context: EncodeContext): ScopeWriter => {
    const known = writers.get(context);
    if (known !== undefined) return known;
    const writer: ScopeWriter = {
      element: (node, value, path) => encodeElement(node, value, path, context),
      any: (node, value, path) => anyElement(node, value, path),
      occurrence(scope, value, path) {
        enter(context, path);
        const xml = encodeScope(scope, valuesBySlot(scope.slots, value, path), path, writer);
        context.depth--;
        return xml;
      },
    };
    writers.set(context, writer);
    return writer;
  };

  const encodeElement = (node: ElementNode, value: unknown, path: string, context: EncodeContext): string => {
    const { element, codec, fixed } = node;
    const tag = `${context.prefixOf(element.namespace)}${element.name}`;
    if (value === null) {
      if (!element.nillable)
        throw valueError("encode", `${path} cannot be null: leave it out, or give it a value`, path);
      return nil(tag, context);
    }
    if (codec === undefined || (fixed === undefined && element.default === undefined))
      return typed(tag, node, value, path, context);
    const text = codec.encode(value, path, context.prefixOf);
    if (fixed !== undefined && text !== fixed.written && text !== fixed.declared)
      throw valueError("encode", `${path} is fixed to ${quoted(fixed.declared)}`, path);
    if (text === "" && element.default !== undefined && element.default !== "") {
      const what = `${path} cannot be sent empty: that would stand for its default ${quoted(element.default)}`;
      throw valueError("encode", what, path);
    }
    return wrapped(tag, typeAttribute(node.type, context), escapeText(text, path));
  };

  const encoder: Encoder = {
    descriptor,
    simple,
    names,
    element: (tag, type, value, path, context, more = "") =>
      typed(tag, typedPlan(type, simple), value, path, context, more),
    global({ namespace, name, type, nillable }, value, path, context) {
      const tag = `${context.prefixOf(namespace)}${name}`;
      if (value === null && nillable) return nil(tag, context);
      return typed(tag, typedPlan(type, simple), value, path, context);
    },
    children(typeIndex, value, path, context) {
      const plan = planOf(typeIndex, path);
      return contentOf(plan, valuesBySlot(plan.slots, value, path), path, context);
    },
  };
  return encoder;
}

function nil(tag: string, context: EncodeContext): string {
  return `<${tag}${instanceAttribute(context, "nil", "true")}/>`;
}

function saidType(value: unknown): unknown {
  const isObject = typeof value === "object" && value !== null && Object.hasOwn(value, "$type");
  return isObject ? (value as Record<string, unknown>)["$type"] : undefined;
}

/** An expanded name with a prefix; only names of the descriptor come here. */
function written(name: string, context: EncodeContext): string {
  const { namespace, name: local } = parseExpandedName(name) ?? { namespace: "", name };
  return `${context.prefixOf(namespace)}${local}`;
}

function anyElement({ any }: AnyNode, value: unknown, path: string): string {
  if (isXmlElement(value) && !isInWildcard(any, value.namespace)) {
    const what = `${path} is of the namespace ${quoted(value.namespace)}, which may not stand there`;
    throw valueError("encode", what, path);
  }
  return writeXmlElement(value, path);
}
