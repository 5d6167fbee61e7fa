import { type SoapVersion } from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { type Definitions } from "./definitions.ts";
import {
  soap12HttpTransport,
  soapHttpTransport,
  wsdlNamespace,
  wsdlSoap12Namespace,
  wsdlSoapNamespace,
} from "./names.ts";
import { childrenOf, errorAt, nameOf, type SchemaNode, wrong } from "./schema-node.ts";

/** Which of several ports a client is for. Default: the first of SOAP 1.1, else the first of SOAP 1.2. */
export interface PortSelection {
  readonly service?: string | undefined;
  readonly port?: string | undefined;
}

/** One port of a WSDL. */
export interface PortDescription {
  readonly service: string;
  readonly port: string;
  /** Absent for a port that is not SOAP over HTTP, which cannot be chosen. */
  readonly soapVersion?: SoapVersion;
  /** The address that the WSDL names. */
  readonly location?: string;
}

/** A port that can be called, with the elements that describe it. */
export interface Port extends PortDescription {
  readonly soapVersion: SoapVersion;
  readonly binding: SchemaNode;
  /** `soap:binding`. */
  readonly soapBinding: SchemaNode;
  /** The namespace of the SOAP elements inside the binding. */
  readonly bindingNamespace: string;
}

type AnyPort = PortDescription & Partial<Port>;

export function choosePort(definitions: Definitions, { service, port }: PortSelection): Port {
  const ports = allPorts(definitions);
  if (ports.length === 0) throw wrong("the document has no service with a port", definitions.main);
  const asked = ports.filter(
    (each) =>
      (service === undefined || each.service === service) && (port === undefined || each.port === port),
  );
  const [first, second] = [...asked.filter(isSoap("1.1")), ...asked.filter(isSoap("1.2"))];
  if (first === undefined) throw noPort(definitions, ports, asked, { service, port });
  // One name may be that of several ports, of several services.
  if (port !== undefined && service === undefined && second !== undefined)
    throw new SoapError(
      "invalid_argument",
      `several services have a port ${port}; there is ${listed(ports)}`,
    );
  return first;
}

export function describePorts(definitions: Definitions): PortDescription[] {
  return allPorts(definitions).map(({ service, port, soapVersion, location }) => ({
    service,
    port,
    ...(soapVersion === undefined ? {} : { soapVersion }),
    ...(location === undefined ? {} : { location }),
  }));
}

function isSoap(version: SoapVersion): (port: AnyPort) => port is Port {
  return (port): port is Port => port.soapVersion === version;
}

function allPorts(definitions: Definitions): AnyPort[] {
  return definitions.services.flatMap((service) =>
    childrenOf(service, wsdlNamespace, "port").map((port): AnyPort => {
      const names = { service: nameOf(service), port: nameOf(port) };
      const binding = definitions.referred("binding", port, "binding");
      const soap = soapOf(binding);
      const location = addressOf(port);
      return {
        ...names,
        ...(soap === undefined ? {} : { ...soap, binding }),
        ...(location === undefined ? {} : { location }),
      };
    }),
  );
}

/** Bindings to other protocols are not SOAP, and neither is SOAP over something else than HTTP. */
function soapOf(
  binding: SchemaNode,
): Pick<Port, "soapVersion" | "soapBinding" | "bindingNamespace"> | undefined {
  for (const [soapVersion, namespace] of [
    ["1.1", wsdlSoapNamespace],
    ["1.2", wsdlSoap12Namespace],
  ] as const) {
    const [soapBinding] = childrenOf(binding, namespace, "binding");
    if (soapBinding === undefined) continue;
    const transport = soapBinding.attributes.get("transport")?.trim() ?? soapHttpTransport;
    if (transport !== soapHttpTransport && transport !== soap12HttpTransport) return undefined;
    return { soapVersion, soapBinding, bindingNamespace: namespace };
  }
  return undefined;
}

function addressOf(port: SchemaNode): string | undefined {
  const address = port.children.find(({ name }) => name === "address");
  return address?.attributes.get("location");
}

function noPort(
  { main }: Definitions,
  ports: readonly AnyPort[],
  asked: readonly AnyPort[],
  { service, port }: PortSelection,
): SoapError {
  if (service === undefined && port === undefined)
    return errorAt("wsdl_unsupported", `no port is SOAP over HTTP; there is ${listed(ports)}`, main);
  const wanted = [
    service === undefined ? [] : [`service ${service}`],
    port === undefined ? [] : [`port ${port}`],
  ]
    .flat()
    .join(", ");
  const what = asked.length === 0 ? `there is no ${wanted}` : `${wanted} is not SOAP over HTTP`;
  return new SoapError("invalid_argument", `${what}; there is ${listed(ports)}`);
}

/** `Shop/ShopSoap (SOAP 1.1), Shop/ShopGet (not SOAP over HTTP)`. */
function listed(ports: readonly AnyPort[]): string {
  const texts = ports.map(
    ({ service, port, soapVersion }) =>
      `${service}/${port} (${soapVersion === undefined ? "not SOAP over HTTP" : `SOAP ${soapVersion}`})`,
  );
  return texts.length > 20
    ? `${texts.slice(0, 20).join(", ")} and ${texts.length - 20} more`
    : texts.join(", ");
}
