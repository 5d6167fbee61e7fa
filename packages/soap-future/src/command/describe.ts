import {
  type GlobalElementDescriptor,
  type MessageDescriptor,
  type OperationDescriptor,
  type ServiceDescriptor,
} from "../descriptor.ts";
import { type PortDescription } from "../wsdl/ports.ts";
import { createTypeLines, oneLine, type TypeLines } from "./type-lines.ts";

/** The operations of a service for people: parameters, results, and what the WSDL says about each. */
export function describeService(
  descriptor: ServiceDescriptor,
  ports: readonly PortDescription[] = [],
): string {
  const { name, targetNamespace, port, soapVersion, location, operations } = descriptor;
  const others = ports.filter((each) => each.service !== name || each.port !== port);
  const head = [
    `${name} (port ${port}, SOAP ${soapVersion})`,
    `namespace ${targetNamespace}`,
    ...(location === undefined ? [] : [`address in the WSDL (not followed) ${location}`]),
    ...others.map(portLine),
    `${operations.length} ${operations.length === 1 ? "operation" : "operations"}`,
  ];
  return `${[head.join("\n"), ...operations.map((each) => describeOperation(descriptor, each))].join("\n\n")}\n`;
}

function portLine({ service, port, soapVersion, location }: PortDescription): string {
  const kind = soapVersion === undefined ? "not SOAP over HTTP" : `SOAP ${soapVersion}`;
  return `also --service ${service} --port ${port} (${kind})${location === undefined ? "" : ` ${location}`}`;
}

function describeOperation(descriptor: ServiceDescriptor, operation: OperationDescriptor): string {
  const { name, documentation, input, output, faults } = operation;
  // What was drawn once in an operation is named after that: types may be inside each other in very many ways.
  const lines = createTypeLines(descriptor);
  return [
    name,
    ...(documentation === undefined ? [] : [`  ${oneLine(documentation)}`]),
    ...section("takes", lines.ofType(input.type, "    ")),
    ...headers("takes headers", input, lines),
    ...(output === undefined ? ["  gives no answer"] : section("gives", lines.ofType(output.type, "    "))),
    ...(output === undefined ? [] : headers("gives headers", output, lines)),
    ...(faults.length === 0 ? [] : ["  faults with", ...entries(faults, lines)]),
    `  ${wire(operation)}`,
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [`  ${title} nothing`] : [`  ${title}`, ...lines];
}

function headers(title: string, message: MessageDescriptor, lines: TypeLines): string[] {
  return message.headers.length === 0 ? [] : [`  ${title}`, ...entries(message.headers, lines)];
}

function entries(elements: readonly GlobalElementDescriptor[], lines: TypeLines): string[] {
  return elements.flatMap(({ key, type, nillable }) =>
    lines.ofReference(`${key}?`, type, nillable ? " or nil" : "", "    "),
  );
}

/** How it looks on the wire. */
function wire({ input, soapAction }: OperationDescriptor): string {
  const { body, use, namespace, name } = input;
  const style = body === "rpc" ? "rpc" : "document";
  const what = body === "parts" ? "bare parts" : `{${namespace}}${name}`;
  return `as ${style}/${use}, ${what}${soapAction === "" ? "" : `, SOAPAction ${soapAction}`}`;
}
