import { type OperationDescriptor, type ServiceDescriptor, type MessageDescriptor } from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { schemaNamespace, soapHttpTransport, wsdlNamespace, wsdlSoapNamespace } from "./names.ts";
import { documentationOf, SchemaCompiler } from "./schema.ts";
import { expandName, parseXmlTree, type XmlElement } from "./tree.ts";

/**
 * Reads a WSDL 1.1 document (document/literal wrapped, SOAP 1.1 over HTTP) into a descriptor. Throws
 * {@link SoapError}: `wsdl_parse` for what is wrong, `wsdl_unsupported` for what is right and not known here.
 */
export function parseWsdl(source: string): ServiceDescriptor {
  const definitions = parseXmlTree(source);
  if (definitions.namespace !== wsdlNamespace || definitions.name !== "definitions") {
    throw new SoapError("wsdl_parse", `the root element is <${definitions.name}>, not WSDL 1.1 definitions`);
  }
  const wsdl = new Wsdl(definitions);
  const service = only(wsdl.all("service"), "service");
  const port = only(wsdlChildren(service, "port"), "port");
  const binding = wsdl.referred("binding", port, "binding");
  const portType = wsdl.referred("portType", binding, "type");
  checkBinding(binding);
  const operations = wsdlChildren(portType, "operation").map((operation) =>
    wsdl.operation(operation, binding),
  );
  const location = soapChild(port, "address")?.attributes.get("location");
  return {
    name: nameOf(service),
    targetNamespace: wsdl.targetNamespace,
    port: nameOf(port),
    soapVersion: "1.1",
    ...(location === undefined ? {} : { location }),
    operations,
    types: wsdl.schemas.types,
    simpleTypes: [],
  };
}

class Wsdl {
  readonly targetNamespace: string;
  readonly schemas: SchemaCompiler;
  readonly #definitions: XmlElement;

  constructor(definitions: XmlElement) {
    this.#definitions = definitions;
    this.targetNamespace = definitions.attributes.get("targetNamespace") ?? "";
    const imported = this.all("import")[0];
    if (imported) throw new SoapError("wsdl_unsupported", `wsdl:import is not supported (${imported.path})`);
    this.schemas = new SchemaCompiler(
      this.all("types").flatMap((types) =>
        types.children.filter((child) => child.namespace === schemaNamespace),
      ),
    );
  }

  all(name: string): XmlElement[] {
    return wsdlChildren(this.#definitions, name);
  }

  /** The definition that an attribute names by QName. */
  referred(kind: string, from: XmlElement, attribute: string): XmlElement {
    const written = from.attributes.get(attribute) ?? "";
    const { namespace, name } = expandName(written, from.scope, from.path);
    const found = this.all(kind).find((candidate) => nameOf(candidate) === name);
    if (!found || namespace !== this.targetNamespace) {
      throw new SoapError("wsdl_parse", `the ${kind} "${written}" is not defined (${from.path})`);
    }
    return found;
  }

  operation(operation: XmlElement, binding: XmlElement): OperationDescriptor {
    const name = nameOf(operation);
    const bound = wsdlChildren(binding, "operation").find((candidate) => nameOf(candidate) === name);
    if (!bound) throw new SoapError("wsdl_parse", `the operation ${name} is not bound (${binding.path})`);
    const soapOperation = soapChild(bound, "operation");
    if ((soapOperation?.attributes.get("style") ?? "document") !== "document") {
      throw new SoapError(
        "wsdl_unsupported",
        `the operation ${name} is not of the style document (${bound.path})`,
      );
    }
    const documentation = documentationOf(operation);
    return {
      name,
      soapAction: soapOperation?.attributes.get("soapAction") ?? "",
      ...(documentation === undefined ? {} : { documentation }),
      input: this.#wrapper(operation, bound, "input"),
      output: this.#wrapper(operation, bound, "output"),
      faults: [],
    };
  }

  #wrapper(operation: XmlElement, bound: XmlElement, direction: "input" | "output"): MessageDescriptor {
    const abstract = only(wsdlChildren(operation, direction), `${direction} of ${nameOf(operation)}`);
    const concrete = only(wsdlChildren(bound, direction), `bound ${direction} of ${nameOf(operation)}`);
    if (soapChild(concrete, "body")?.attributes.get("use") !== "literal") {
      throw new SoapError("wsdl_unsupported", `only literal bodies are supported (${concrete.path})`);
    }
    const part = only(wsdlChildren(this.referred("message", abstract, "message"), "part"), "message part");
    const element = part.attributes.get("element");
    if (element === undefined)
      throw new SoapError("wsdl_unsupported", `only parts with an element are supported (${part.path})`);
    const { namespace, name } = expandName(element, part.scope, part.path);
    const type = this.schemas.wrapper(namespace, name, part);
    return { body: "element", use: "literal", namespace, name, type, headers: [] };
  }
}

function checkBinding(binding: XmlElement): void {
  const soap = soapChild(binding, "binding");
  if (!soap) throw new SoapError("wsdl_unsupported", `the binding ${nameOf(binding)} is not SOAP 1.1`);
  if ((soap.attributes.get("style") ?? "document") !== "document") {
    throw new SoapError("wsdl_unsupported", `the binding ${nameOf(binding)} is not of the style document`);
  }
  if (soap.attributes.get("transport") !== soapHttpTransport) {
    throw new SoapError("wsdl_unsupported", `the binding ${nameOf(binding)} is not SOAP over HTTP`);
  }
}

function wsdlChildren(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.namespace === wsdlNamespace && child.name === name);
}

function soapChild(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.namespace === wsdlSoapNamespace && child.name === name);
}

function nameOf(element: XmlElement): string {
  const name = element.attributes.get("name");
  if (name === undefined || name === "")
    throw new SoapError("wsdl_parse", `an element without a name (${element.path})`);
  return name;
}

function only<T>(found: readonly T[], what: string): T {
  const [first] = found;
  if (first === undefined) throw new SoapError("wsdl_parse", `the document has no ${what}`);
  if (found.length > 1) throw new SoapError("wsdl_unsupported", `the document has more than one ${what}`);
  return first;
}
