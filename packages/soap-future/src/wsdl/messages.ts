import {
  type GlobalElementDescriptor,
  type MessageDescriptor,
  type QName,
  type TypeReference,
} from "../descriptor.ts";
import { contentGroup } from "./content-model.ts";
import { type SchemaContext, typeOf } from "./context.ts";
import { type Definitions } from "./definitions.ts";
import { createNameKeys } from "./keys.ts";
import { wsdlNamespace } from "./names.ts";
import { globalElement } from "./particles.ts";
import { type ElementDeclaration, type RawElement } from "./raw-particle.ts";
import {
  booleanAttribute,
  childrenOf,
  clark,
  expandName,
  nameOf,
  ncNameOf,
  checkedNcName,
  type SchemaNode,
  unsupported,
  wrong,
} from "./schema-node.ts";
import { isEncodingNamespace } from "./well-known.ts";

/** A message whose type has no final place yet. */
export type MessageDraft = Omit<MessageDescriptor, "type"> & { readonly type: TypeReference };

/** What reading messages shares. */
export interface MessageContext {
  readonly definitions: Definitions;
  readonly schemas: SchemaContext;
}

/** How the binding has one direction of an operation. */
export interface BoundMessage {
  readonly style: "document" | "rpc";
  /** `soap:body`. */
  readonly body: SchemaNode;
  readonly headers: readonly SchemaNode[];
  /** Parts that are attachments. */
  readonly attached: ReadonlySet<string>;
  /** The operation, or with `Response`: the wrapper of rpc, and the name of a type made of parts. */
  readonly wrapper: string;
  /** `wsdl:message`. */
  readonly message: SchemaNode;
}

/** The body and headers of one direction (WSDL 1.1 section 3.5). */
export function readMessage(bound: BoundMessage, context: MessageContext): MessageDraft {
  const { style, body, wrapper } = bound;
  const use = useOf(body);
  const headers = withKeys(bound.headers.map((header) => readHeader(header, context)));
  const parts = bodyParts(bound, context);
  if (style === "rpc") {
    const namespace = body.attributes.get("namespace")?.trim() ?? "";
    const elements = parts.map((part) => rpcAccessor(part, use, context));
    return {
      body: "rpc",
      use,
      namespace,
      name: checkedNcName(wrapper, body),
      type: typeOfParts(wrapper, elements, body, context),
      headers,
    };
  }
  if (use === "encoded") throw unsupported('use="encoded" with style="document"', body);
  const [part, ...others] = parts;
  const typed = parts.find(({ attributes }) => !attributes.has("element"));
  if (typed !== undefined) {
    if (parts.length > 1) throw unsupported('a part with a type beside others in style="document"', typed);
    return { ...bodyOfType(typed, context), use, headers };
  }
  const elements = parts.map((each) => bareElement(each, context));
  const [first] = elements;
  const { namespace, name } = first ?? { namespace: "", name: "" };
  if (part !== undefined && others.length === 0 && first?.type.kind === "complex")
    return { body: "element", use, namespace, name, type: first.type, headers };
  return {
    body: "parts",
    use,
    namespace,
    name,
    type: typeOfParts(wrapper, elements, body, context),
    headers,
  };
}

export function useOf(node: SchemaNode): "literal" | "encoded" {
  const use = node.attributes.get("use")?.trim() ?? "literal";
  if (use !== "literal" && use !== "encoded")
    throw wrong(`use=${JSON.stringify(use)} is neither literal nor encoded`, node);
  const styles = node.attributes.get("encodingStyle")?.split(/\s+/).filter(Boolean) ?? [];
  if (use === "encoded" && styles.length > 0 && !styles.some(isEncodingNamespace))
    throw unsupported(`encodingStyle=${JSON.stringify(styles.join(" "))}`, node);
  return use;
}

export function partsOf(message: SchemaNode): SchemaNode[] {
  const parts = childrenOf(message, wsdlNamespace, "part");
  const seen = new Set<string>();
  for (const part of parts) {
    if (seen.size === seen.add(nameOf(part)).size)
      throw wrong(`the part ${nameOf(part)} is there twice`, part);
  }
  return parts;
}

/** The parts that are in the Body: those that `parts` lists, or all but headers and attachments. */
function bodyParts(
  { body, message, headers, attached }: BoundMessage,
  { definitions }: MessageContext,
): SchemaNode[] {
  const parts = partsOf(message);
  const written = body.attributes.get("parts");
  if (written === undefined) {
    const elsewhere = new Set(attached);
    for (const header of headers) {
      const part = header.attributes.get("part")?.trim();
      if (part !== undefined && definitions.referred("message", header, "message") === message)
        elsewhere.add(part);
    }
    return parts.filter((part) => !elsewhere.has(nameOf(part)));
  }
  const names = new Set(written.split(/\s+/).filter(Boolean));
  const chosen = parts.filter((part) => names.delete(nameOf(part)));
  const [missing] = names;
  if (missing !== undefined) throw wrong(`the message ${nameOf(message)} has no part ${missing}`, body);
  return chosen;
}

/** An accessor is named after its part and in no namespace (WS-I Basic Profile 1.1 R2735). */
function rpcAccessor(part: SchemaNode, use: "literal" | "encoded", context: MessageContext): RawElement {
  const written = part.attributes.get("type");
  if (written === undefined) throw unsupported('a part without a type in style="rpc"', part);
  const type = typeOf(expandName(written, part), part, context.schemas);
  // By SOAP 1.1 section 5.1, any value may be nil.
  const nillable = use === "encoded";
  return { kind: "element", namespace: "", name: ncNameOf(part), type, nillable, min: 1, max: 1, node: part };
}

function bareElement(part: SchemaNode, context: MessageContext): RawElement {
  return { kind: "element", ...elementOf(part, context), min: 1, max: 1, node: part };
}

/** The element that a part names. */
export function elementOf(part: SchemaNode, { schemas }: MessageContext): ElementDeclaration {
  const name = expandName(part.attributes.get("element") ?? "", part);
  const component = schemas.index.get("element", name, part);
  if (booleanAttribute(component.node, "abstract"))
    throw unsupported(`a part of the abstract element ${clark(name)}`, part);
  return globalElement(component, schemas);
}

/** A part of document style with a type: that type is what the Body itself holds. */
function bodyOfType(
  part: SchemaNode,
  context: MessageContext,
): Pick<MessageDraft, "body" | "namespace" | "name" | "type"> {
  const written = part.attributes.get("type");
  if (written === undefined) throw wrong(`the part ${nameOf(part)} has neither an element nor a type`, part);
  const type = typeOf(expandName(written, part), part, context.schemas);
  const entry = type.kind === "complex" ? context.schemas.table.entries[type.index] : undefined;
  const complex = entry === undefined ? undefined : context.schemas.complex(entry, part);
  const content = complex?.content;
  if (content?.kind !== "elements" || complex?.attributes.length !== 0)
    throw unsupported("a Body of a type that is not made of elements alone", part);
  const [first] = content.group.particles;
  const named = first?.kind === "element" ? first : undefined;
  return { body: "parts", namespace: named?.namespace ?? "", name: named?.name ?? "", type };
}

function typeOfParts(
  name: string,
  elements: readonly RawElement[],
  node: SchemaNode,
  { schemas }: MessageContext,
): TypeReference {
  const group = contentGroup({ kind: "sequence", min: 1, max: 1, particles: elements, node }, schemas);
  return schemas.table.synthetic({ name }, { kind: "elements", group }).reference as TypeReference;
}

/** `soap:header` (WSDL 1.1 section 3.7); the message may be another one than that of the Body. */
function readHeader(header: SchemaNode, context: MessageContext): Omit<GlobalElementDescriptor, "key"> {
  useOf(header);
  const message = context.definitions.referred("message", header, "message");
  const name = header.attributes.get("part")?.trim();
  const part = partsOf(message).find((each) => nameOf(each) === name);
  if (part === undefined) throw wrong(`the message ${nameOf(message)} has no part ${name ?? ""}`, header);
  return partElement(part, header.attributes.get("namespace"), context);
}

/** The element of a part that stands alone, in a header or in the detail of a fault. */
export function partElement(
  part: SchemaNode,
  namespace: string | undefined,
  context: MessageContext,
): Omit<GlobalElementDescriptor, "key"> {
  if (part.attributes.has("element")) {
    const { namespace, name, type, nillable } = elementOf(part, context);
    return { namespace, name, type, nillable };
  }
  const written = part.attributes.get("type");
  if (written === undefined) throw wrong(`the part ${nameOf(part)} has neither an element nor a type`, part);
  const type = typeOf(expandName(written, part), part, context.schemas);
  return { namespace: namespace?.trim() ?? "", name: ncNameOf(part), type, nillable: false };
}

/** Keys for elements side by side; those of one expanded name are one. */
export function withKeys(
  elements: readonly Omit<GlobalElementDescriptor, "key">[],
): GlobalElementDescriptor[] {
  const keyOf = createNameKeys();
  const byName = new Map(elements.map((element) => [clark(element as QName), element]));
  return [...byName.values()].map((element) => ({ key: keyOf(element), ...element }));
}
