import { type GlobalElementDescriptor, type OperationDescriptor } from "../descriptor.ts";
import { checkExtensions } from "./definitions.ts";
import {
  type BoundMessage,
  type MessageContext,
  type MessageDraft,
  partElement,
  partsOf,
  readMessage,
  withKeys,
} from "./messages.ts";
import { wsdlMimeNamespace, wsdlNamespace } from "./names.ts";
import { type Port } from "./ports.ts";
import { childrenOf, documentationOf, nameOf, type SchemaNode, unsupported, wrong } from "./schema-node.ts";

export type OperationDraft = Omit<OperationDescriptor, "input" | "output"> & {
  readonly input: MessageDraft;
  readonly output?: MessageDraft;
};

/** What reading one operation shares. */
interface Operation {
  readonly name: string;
  readonly port: Port;
  readonly style: "document" | "rpc";
  readonly context: MessageContext;
}

/** The operations of a port, in the order of its port type; those that the binding leaves out cannot be called. */
export function readOperations(port: Port, context: MessageContext): OperationDraft[] {
  const { binding, soapBinding } = port;
  checkExtensions(binding);
  const portType = context.definitions.referred("portType", binding, "type");
  const declared = byName(childrenOf(portType, wsdlNamespace, "operation"), context);
  const bound = byName(childrenOf(binding, wsdlNamespace, "operation"), context);
  for (const [name, node] of bound)
    if (!declared.has(name)) throw wrong(`the port type ${nameOf(portType)} has no operation ${name}`, node);
  const style = styleOf(soapBinding) ?? "document";
  return [...declared].flatMap(([name, abstract]) => {
    const concrete = bound.get(name);
    if (concrete === undefined) return [];
    const [soapOperation] = childrenOf(concrete, port.bindingNamespace, "operation");
    const own = soapOperation === undefined ? undefined : styleOf(soapOperation);
    return [readOperation(abstract, concrete, soapOperation, { name, port, style: own ?? style, context })];
  });
}

function byName(operations: readonly SchemaNode[], context: MessageContext): Map<string, SchemaNode> {
  const found = new Map<string, SchemaNode>();
  for (const node of operations) {
    const name = nameOf(node);
    const other = found.get(name);
    if (other !== undefined) throw overloaded(node, other, context);
    found.set(name, node);
  }
  return found;
}

/** A method is called by its name, so two operations of one name would be one too many. */
function overloaded(node: SchemaNode, other: SchemaNode, { definitions }: MessageContext): Error {
  const elementOf = (operation: SchemaNode): string => {
    const [input] = childrenOf(operation, wsdlNamespace, "input");
    if (input === undefined || !input.attributes.has("message")) return "";
    const parts = partsOf(definitions.referred("message", input, "message"));
    return parts.map(({ attributes }) => attributes.get("element") ?? "").join(" ");
  };
  const differ = elementOf(node) !== elementOf(other);
  const hint = differ
    ? ", whose input elements differ, so that a copy of the WSDL with another name for one would work"
    : "";
  return unsupported(`the overloaded operation ${nameOf(node)} (also in line ${other.line})${hint}`, node);
}

function styleOf(node: SchemaNode): "document" | "rpc" | undefined {
  const style = node.attributes.get("style")?.trim();
  if (style === undefined || style === "document" || style === "rpc") return style;
  throw wrong(`style=${JSON.stringify(style)} is neither document nor rpc`, node);
}

function readOperation(
  abstract: SchemaNode,
  concrete: SchemaNode,
  soapOperation: SchemaNode | undefined,
  operation: Operation,
): OperationDraft {
  const { name } = operation;
  checkExtensions(concrete);
  const directions = abstract.children.filter(
    (child) => child.namespace === wsdlNamespace && (child.name === "input" || child.name === "output"),
  );
  const [input, output, ...others] = directions;
  if (input?.name !== "input" || others.length > 0 || output?.name === "input")
    throw unsupported(`the operation ${name}, which does not begin with one input,`, abstract);
  const answer =
    output === undefined ? undefined : readDirection(output, concrete, `${name}Response`, operation);
  return {
    name,
    soapAction: actionOf(soapOperation, input),
    ...documentationOf(abstract),
    input: readDirection(input, concrete, name, operation),
    ...(answer === undefined ? {} : { output: answer }),
    faults: readFaults(abstract, concrete, operation),
  };
}

const addressingNamespaces = [
  "http://www.w3.org/2006/05/addressing/wsdl",
  "http://www.w3.org/2007/05/addressing/metadata",
];

function actionOf(soapOperation: SchemaNode | undefined, input: SchemaNode): string {
  const action = soapOperation?.attributes.get("soapAction") ?? "";
  if (action !== "") return action;
  const named = addressingNamespaces.map((namespace) => input.attributes.get(`{${namespace}}Action`));
  return named.find((each) => each !== undefined) ?? "";
}

function readDirection(
  abstract: SchemaNode,
  concrete: SchemaNode,
  wrapper: string,
  { name, port, style, context }: Operation,
): MessageDraft {
  const [bound] = childrenOf(concrete, wsdlNamespace, abstract.name);
  if (bound === undefined) throw wrong(`the ${abstract.name} of ${name} is not bound`, concrete);
  checkExtensions(bound);
  const message = context.definitions.referred("message", abstract, "message");
  return readMessage({ style, wrapper, message, ...boundMessage(bound, port.bindingNamespace) }, context);
}

/** `soap:body` and `soap:header`, directly or in the root part of MIME multipart/related (WSDL 1.1 section 5). */
function boundMessage(bound: SchemaNode, soap: string): Pick<BoundMessage, "body" | "headers" | "attached"> {
  const [multipart] = childrenOf(bound, wsdlMimeNamespace, "multipartRelated");
  const mimeParts = multipart === undefined ? [] : childrenOf(multipart, wsdlMimeNamespace, "part");
  const holders = [bound, ...mimeParts];
  const [body, second] = holders.flatMap((holder) => childrenOf(holder, soap, "body"));
  if (body === undefined) throw unsupported(`an ${bound.name} without soap:body`, bound);
  if (second !== undefined) throw wrong("soap:body is there twice", second);
  const headers = holders.flatMap((holder) => childrenOf(holder, soap, "header"));
  const contents = holders.flatMap((holder) => childrenOf(holder, wsdlMimeNamespace, "content"));
  const attached = contents.flatMap(({ attributes }) => attributes.get("part")?.trim() ?? []);
  return { body, headers, attached: new Set(attached) };
}

/** Elements of the detail, from the messages of all faults (WSDL 1.1 section 3.6). */
function readFaults(
  abstract: SchemaNode,
  concrete: SchemaNode,
  { port, context }: Operation,
): GlobalElementDescriptor[] {
  const bound = childrenOf(concrete, wsdlNamespace, "fault");
  const elements = childrenOf(abstract, wsdlNamespace, "fault").flatMap((fault) => {
    const message = context.definitions.referred("message", fault, "message");
    const holder = bound.find(({ attributes }) => attributes.get("name") === fault.attributes.get("name"));
    const [soapFault] = holder === undefined ? [] : childrenOf(holder, port.bindingNamespace, "fault");
    const namespace = soapFault?.attributes.get("namespace");
    return partsOf(message).map((part) => partElement(part, namespace, context));
  });
  return withKeys(elements);
}
