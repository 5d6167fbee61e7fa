import {
  type MessageDescriptor,
  type OperationDescriptor,
  type ServiceDescriptor,
  type TypeReference,
} from "../descriptor.ts";
import { type WsdlBundle } from "./bundle.ts";
import { compileTypes, createSchemaContext } from "./compile-types.ts";
import { indexDefinitions } from "./definitions.ts";
import { bundleOf, type ReadWsdlOptions, type WsdlLoader } from "./load.ts";
import { type MessageDraft } from "./messages.ts";
import { type OperationDraft, readOperations } from "./operations.ts";
import { choosePort, describePorts, type PortDescription, type PortSelection } from "./ports.ts";
import { indexSchemas } from "./schema-index.ts";

export type ParseWsdlOptions = PortSelection & ReadWsdlOptions;

/**
 * Reads a WSDL 1.1 document into a descriptor of one port. `loader` has the documents that it imports and includes.
 *
 * Throws {@link SoapError}, with file and line: `wsdl_parse` for what is wrong, `wsdl_unsupported` for what is right
 * and not known here, `invalid_argument` for a service or port that is not there.
 */
export function parseWsdl(
  source: string,
  loader?: WsdlLoader,
  options: ParseWsdlOptions = {},
): ServiceDescriptor {
  return describeBundle(bundleOf(source, loader, options), options);
}

/** The services and ports of a WSDL, those that are not SOAP too. Throws as {@link parseWsdl} does. */
export function listPorts(
  source: string,
  loader?: WsdlLoader,
  options: ReadWsdlOptions = {},
): PortDescription[] {
  return describePorts(indexDefinitions(bundleOf(source, loader, options).definitions));
}

/** The same for what `loadWsdl` gives. */
export function describeBundle(bundle: WsdlBundle, selection: PortSelection = {}): ServiceDescriptor {
  const definitions = indexDefinitions(bundle.definitions);
  const port = choosePort(definitions, selection);
  const schemas = createSchemaContext(indexSchemas(bundle.schemas));
  const drafts = readOperations(port, { definitions, schemas });
  const types = compileTypes(schemas, drafts.flatMap(typesOf));
  const { service, port: name, soapVersion, location } = port;
  return {
    name: service,
    targetNamespace: definitions.main.attributes.get("targetNamespace")?.trim() ?? "",
    port: name,
    soapVersion,
    ...(location === undefined ? {} : { location }),
    operations: drafts.map(finishOperation),
    ...types,
  };
}

/** The ports of what `loadWsdl` gives. */
export function listBundlePorts(bundle: WsdlBundle): PortDescription[] {
  return describePorts(indexDefinitions(bundle.definitions));
}

/** Types in the order of the messages, which is that of the descriptor's list. */
function typesOf({ input, output, faults }: OperationDraft): TypeReference[] {
  const ofMessage = (message: MessageDraft): TypeReference[] => [
    message.type,
    ...message.headers.map(({ type }) => type),
  ];
  return [
    ...ofMessage(input),
    ...(output === undefined ? [] : ofMessage(output)),
    ...faults.map(({ type }) => type),
  ];
}

function finishOperation({
  name,
  soapAction,
  documentation,
  input,
  output,
  faults,
}: OperationDraft): OperationDescriptor {
  return {
    name,
    soapAction,
    ...(documentation === undefined ? {} : { documentation }),
    input: finishMessage(input),
    ...(output === undefined ? {} : { output: finishMessage(output) }),
    faults,
  };
}

function finishMessage({ body, use, namespace, name, type, headers }: MessageDraft): MessageDescriptor {
  if (type.kind !== "complex") throw new Error(`the message ${name} has no complex type`);
  return { body, use, namespace, name, type: type.index, headers };
}
