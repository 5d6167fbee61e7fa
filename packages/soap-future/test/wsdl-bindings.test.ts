import { describe, expect, it } from "vitest";
import { type OperationDescriptor } from "../src/descriptor.ts";
import { listPorts, parseWsdl } from "../src/wsdl/parse.ts";
import { definitions, failure, service, type ServiceParts, shortTypes } from "./fixtures/wsdl/small.ts";

const schema = `<types><xsd:schema targetNamespace="urn:t">
  <xsd:element name="in"><xsd:complexType><xsd:sequence><xsd:element name="a" type="xsd:int"/></xsd:sequence></xsd:complexType></xsd:element>
  <xsd:element name="out"><xsd:complexType/></xsd:element>
  <xsd:element name="plain" type="xsd:string" nillable="true"/>
  <xsd:element name="session" type="xsd:string"/>
  <xsd:element name="failure"><xsd:complexType/></xsd:element>
  <xsd:complexType name="Row"><xsd:sequence><xsd:element name="id" type="xsd:int"/></xsd:sequence></xsd:complexType>
</xsd:schema></types>`;

function read(parts: ServiceParts): { operation: OperationDescriptor; types: Record<string, string> } {
  const descriptor = parseWsdl(definitions(schema + service(parts)));
  const [operation] = descriptor.operations;
  if (operation === undefined) throw new Error("no operation");
  return { operation, types: shortTypes(descriptor) };
}

const message = (name: string, ...parts: string[]): string =>
  `<message name="${name}">${parts.join("")}</message>`;
const ofElement = (name: string): string => `<part name="${name}Part" element="t:${name}"/>`;
const ofType = (name: string, type: string): string => `<part name="${name}" type="${type}"/>`;
const literal = `<soap:body use="literal"/>`;
const oneWay = `<input message="t:I"/>`;

describe("messages", () => {
  it("of one element of a complex type are that element", () => {
    const { operation, types } = read({
      messages: message("I", ofElement("in")) + message("O", ofElement("out")),
      operation: `<documentation> Does\n it. </documentation><input message="t:I"/><output message="t:O"/>`,
      bound: `<input>${literal}</input><output>${literal}</output>`,
    });
    expect(operation).toEqual({
      name: "op",
      soapAction: "urn:op",
      documentation: "Does it.",
      input: { body: "element", use: "literal", namespace: "urn:t", name: "in", type: 0, headers: [] },
      output: { body: "element", use: "literal", namespace: "urn:t", name: "out", type: 1, headers: [] },
      faults: [],
    });
    expect(types).toEqual({ in: "sequence(a:int)", out: "sequence()" });
  });

  it("of one element of a simple type are bare", () => {
    const { operation, types } = read({
      messages: message("I", ofElement("plain")),
      operation: oneWay,
      bound: `<input>${literal}</input>`,
    });
    expect(operation.input).toMatchObject({ body: "parts", namespace: "urn:t", name: "plain" });
    expect(operation.output).toBeUndefined();
    expect(types).toEqual({ op: "sequence(plain:string nil)" });
  });

  it("of several elements, and of none, are bare", () => {
    const several = read({
      messages: message("I", ofElement("in"), ofElement("plain")) + message("O"),
      operation: `<input message="t:I"/><output message="t:O"/>`,
      bound: `<input>${literal}</input><output>${literal}</output>`,
    });
    expect(several.operation.input).toMatchObject({ body: "parts", namespace: "urn:t", name: "in" });
    expect(several.operation.output).toMatchObject({ body: "parts", namespace: "", name: "" });
    expect(several.types).toEqual({
      op: "sequence(in:in, plain:string nil)",
      in: "sequence(a:int)",
      opResponse: "sequence()",
    });
  });

  it("of one part with a type, in document style, are what the type holds", () => {
    const { operation, types } = read({
      messages: message("I", ofType("row", "t:Row")),
      operation: oneWay,
      bound: `<input>${literal}</input>`,
    });
    expect(operation.input).toMatchObject({ body: "parts", namespace: "", name: "id", type: 0 });
    expect(types).toEqual({ Row: "sequence(id:int)" });
  });

  it.each(["literal", "encoded"] as const)("of rpc style, %s, have an accessor for each part", (use) => {
    const encoding = `encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"`;
    const body = `<soap:body use="${use}" namespace="urn:rpc" ${use === "encoded" ? encoding : ""}/>`;
    const { operation, types } = read({
      style: "rpc",
      messages:
        message("I", ofType("row", "t:Row"), ofType("n", "xsd:int")) +
        message("O", ofType("return", "xsd:string")),
      operation: `<input message="t:I"/><output message="t:O"/>`,
      bound: `<input>${body}</input><output>${body}</output>`,
    });
    expect(operation.input).toMatchObject({ body: "rpc", use, namespace: "urn:rpc", name: "op" });
    expect(operation.output).toMatchObject({ body: "rpc", use, namespace: "urn:rpc", name: "opResponse" });
    const nil = use === "encoded" ? " nil" : "";
    expect(types).toEqual({
      op: `sequence(row:Row${nil}, n:int${nil})`,
      Row: "sequence(id:int)",
      opResponse: `sequence(return:string${nil})`,
    });
  });

  it("take the style of the operation before that of the binding", () => {
    const wsdl = definitions(
      schema +
        service({
          messages: message("I", ofType("n", "xsd:int")),
          operation: oneWay,
          bound: `<input>${literal}</input>`,
        }),
    ).replace(`soapAction="urn:op"`, `style="rpc" $&`);
    expect(parseWsdl(wsdl).operations[0]?.input.body).toBe("rpc");
  });

  it("have headers, of any message, which are not parts of the Body; and parts that soap:body lists", () => {
    const { operation } = read({
      messages:
        message("I", ofElement("in"), ofElement("session")) +
        message("H", ofElement("plain"), ofType("n", "xsd:int")),
      operation: oneWay,
      bound: `<input>${literal}<soap:header message="t:I" part="sessionPart" use="literal"/><soap:header message="t:H" part="plainPart" use="literal"/><soap:header message="t:H" part="n" use="literal" namespace="urn:h"/></input>`,
    });
    const string = { kind: "builtin", name: "string" };
    expect(operation.input).toMatchObject({
      body: "element",
      name: "in",
      headers: [
        { key: "session", namespace: "urn:t", name: "session", type: string, nillable: false },
        { key: "plain", namespace: "urn:t", name: "plain", type: string, nillable: true },
        { key: "n", namespace: "urn:h", name: "n", type: { kind: "builtin", name: "int" }, nillable: false },
      ],
    });
    const listed = read({
      messages: message("I", ofElement("in"), ofElement("session")),
      operation: oneWay,
      bound: `<input><soap:body use="literal" parts="inPart"/></input>`,
    });
    expect(listed.operation.input).toMatchObject({ body: "element", name: "in", headers: [] });
  });

  it("may be the root of MIME multipart/related, whose other parts are attachments", () => {
    const { operation } = read({
      messages: message("I", ofElement("in"), ofType("file", "xsd:base64Binary")),
      operation: oneWay,
      bound: `<input><mime:multipartRelated><mime:part>${literal}</mime:part><mime:part><mime:content part="file" type="image/png"/></mime:part></mime:multipartRelated></input>`,
    });
    expect(operation.input).toMatchObject({ body: "element", name: "in" });
  });

  it("may fail with the elements of all faults", () => {
    const { operation } = read({
      messages:
        message("I", ofElement("in")) + message("F", ofElement("failure")) + message("G", ofElement("plain")),
      operation: `<input message="t:I"/><output message="t:I"/><fault name="f" message="t:F"/><fault name="g" message="t:G"/><fault name="h" message="t:G"/>`,
      bound: `<input>${literal}</input><output>${literal}</output><fault name="f"><soap:fault name="f" use="literal"/></fault>`,
    });
    expect(operation.faults.map(({ key, name, namespace }) => [key, name, namespace])).toEqual([
      ["failure", "failure", "urn:t"],
      ["plain", "plain", "urn:t"],
    ]);
  });

  it("name their action in WS-Addressing where the binding does not", () => {
    const { operation } = read({
      messages: message("I", ofElement("in")),
      operation: `<input message="t:I" wsaw:Action="urn:action"/>`,
      bound: `<input>${literal}</input>`,
    });
    expect(operation.soapAction).toBe("urn:op");
    const wsdl = definitions(
      schema +
        service({
          messages: message("I", ofElement("in")),
          operation: `<input message="t:I" wsaw:Action="urn:action"/>`,
          bound: `<input>${literal}</input>`,
        }),
    );
    expect(parseWsdl(wsdl.replace(`soapAction="urn:op"`, "")).operations[0]?.soapAction).toBe("urn:action");
  });

  const whole: ServiceParts = {
    messages: message("I", ofElement("in")),
    operation: oneWay,
    bound: `<input>${literal}</input>`,
  };
  it.each<[title: string, change: Partial<ServiceParts>, code: string, reason: RegExp]>([
    [
      "a message that is not there",
      { operation: `<input message="t:No"/>` },
      "wsdl_parse",
      /message \{urn:t\}No is not defined/,
    ],
    [
      "an element that is not there",
      { messages: message("I", ofElement("no")) },
      "wsdl_parse",
      /element \{urn:t\}no is not declared/,
    ],
    [
      "a type that is not there",
      { style: "rpc", messages: message("I", ofType("a", "t:No")) },
      "wsdl_parse",
      /type \{urn:t\}No/,
    ],
    [
      "a part that is not there",
      { bound: `<input><soap:body use="literal" parts="no"/></input>` },
      "wsdl_parse",
      /no part no/,
    ],
    [
      "a header part that is not there",
      { bound: `<input>${literal}<soap:header message="t:I" part="no" use="literal"/></input>` },
      "wsdl_parse",
      /no part no/,
    ],
    ["a part twice", { messages: message("I", ofElement("in"), ofElement("in")) }, "wsdl_parse", /twice/],
    [
      "a part of nothing",
      { messages: message("I", `<part name="x"/>`) },
      "wsdl_parse",
      /neither an element nor a type/,
    ],
    [
      "document/encoded",
      { bound: `<input><soap:body use="encoded"/></input>` },
      "wsdl_unsupported",
      /use="encoded" with style="document"/,
    ],
    [
      "another encoding",
      { style: "rpc", bound: `<input><soap:body use="encoded" encodingStyle="urn:mine"/></input>` },
      "wsdl_unsupported",
      /urn:mine/,
    ],
    ["rpc with an element", { style: "rpc" }, "wsdl_unsupported", /a part without a type/],
    ["another use", { bound: `<input><soap:body use="both"/></input>` }, "wsdl_parse", /use="both"/],
    ["another style", { style: "other" }, "wsdl_parse", /style="other"/],
    [
      "a Body of a simple type",
      { messages: message("I", ofType("a", "xsd:int")) },
      "wsdl_unsupported",
      /elements alone/,
    ],
    ["a notification", { operation: `<output message="t:I"/>` }, "wsdl_unsupported", /begin with one input/],
    [
      "a solicited response",
      { operation: `<output message="t:I"/><input message="t:I"/>` },
      "wsdl_unsupported",
      /begin with one input/,
    ],
    ["no soap:body", { bound: "<input/>" }, "wsdl_unsupported", /without soap:body/],
    ["an input that is not bound", { bound: "" }, "wsdl_parse", /input of op is not bound/],
    [
      "a required extension",
      { bound: `<x wsdl:required="true" xmlns="urn:x"/><input>${literal}</input>` },
      "wsdl_unsupported",
      /required extension \{urn:x\}x/,
    ],
  ])("refuse %s, with the place", (_, change, code, reason) => {
    const error = failure(() => read({ ...whole, ...change }));
    expect(error.reason).toMatch(reason);
    expect(error.reason).toMatch(/\(service\.wsdl:\d+\)$/);
    expect(error.code).toBe(code);
  });
});

describe("operations", () => {
  const twice = (first: string, second: string): string =>
    definitions(
      `${schema}${message("I", ofElement("in"))}${message("J", ofElement("plain"))}
<portType name="P"><operation name="op"><input message="t:${first}"/></operation>
<operation name="op"><input message="t:${second}"/></operation></portType>
<binding name="B" type="t:P"><soap:binding style="document"/></binding>
<service name="S"><port name="p" binding="t:B"/></service>`,
    );

  it("are not overloaded, and the error says whether their elements differ", () => {
    const line =
      twice("I", "I")
        .split("\n")
        .findIndex((each) => each.startsWith("<operation")) + 1;
    expect(failure(() => parseWsdl(twice("I", "I"))).reason).toBe(
      `the overloaded operation op (also in line ${line - 1}) is not supported (service.wsdl:${line})`,
    );
    expect(failure(() => parseWsdl(twice("I", "J"))).reason).toMatch(/whose input elements differ/);
  });

  it("that a binding leaves out cannot be called, and one that only it has is wrong", () => {
    const wsdl = definitions(
      schema +
        service({
          messages: message("I", ofElement("in")),
          operation: oneWay,
          bound: `<input>${literal}</input>`,
        }),
    );
    const more = wsdl.replace(
      "</portType>",
      `<operation name="other"><input message="t:I"/></operation></portType>`,
    );
    expect(parseWsdl(more).operations.map(({ name }) => name)).toEqual(["op"]);
    const less = wsdl.replace(
      `<portType name="P"><operation name="op">`,
      `<portType name="P"><operation name="other">`,
    );
    expect(failure(() => parseWsdl(less)).reason).toMatch(/port type P has no operation op/);
  });
});

describe("ports", () => {
  const binding = (name: string, kind: string): string =>
    `<binding name="${name}" type="t:P">${kind}<operation name="op"><input>${kind.startsWith("<soap12") ? `<soap12:body use="literal"/>` : literal}</input></operation></binding>`;
  const bindings =
    binding("Get", `<http:binding verb="GET"/>`) +
    binding("Twelve", `<soap12:binding transport="http://schemas.xmlsoap.org/soap/http"/>`) +
    binding("Eleven", `<soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>`) +
    binding("Mail", `<soap:binding transport="http://schemas.xmlsoap.org/soap/smtp"/>`);
  const port = (name: string, of: string): string =>
    `<port name="${name}" binding="t:${of}"><soap:address location="http://t.example/${name}"/></port>`;
  const wsdl = (...services: string[]): string =>
    definitions(
      `${schema}${message("I", ofElement("in"))}<portType name="P"><operation name="op">${oneWay}</operation></portType>${bindings}${services
        .map((ports, index) => `<service name="S${index}">${ports}</service>`)
        .join("")}`,
    );
  const all = wsdl(
    port("get", "Get") + port("twelve", "Twelve"),
    port("mail", "Mail") + port("eleven", "Eleven") + port("twelve", "Twelve"),
  );

  it("are by default the first of SOAP 1.1, else the first of SOAP 1.2", () => {
    expect(parseWsdl(all)).toMatchObject({
      name: "S1",
      port: "eleven",
      soapVersion: "1.1",
      location: "http://t.example/eleven",
    });
    expect(parseWsdl(wsdl(port("get", "Get") + port("twelve", "Twelve")))).toMatchObject({
      name: "S0",
      port: "twelve",
      soapVersion: "1.2",
    });
  });

  it("are chosen by service and port", () => {
    expect(parseWsdl(all, undefined, { service: "S0" })).toMatchObject({ name: "S0", port: "twelve" });
    expect(parseWsdl(all, undefined, { service: "S1", port: "twelve" })).toMatchObject({
      name: "S1",
      port: "twelve",
    });
    expect(parseWsdl(all, undefined, { port: "eleven" })).toMatchObject({ name: "S1", port: "eleven" });
  });

  it.each([
    [
      { service: "no" },
      "there is no service no; there is S0/get (not SOAP over HTTP), S0/twelve (SOAP 1.2), S1/mail (not SOAP over HTTP), S1/eleven (SOAP 1.1), S1/twelve (SOAP 1.2)",
    ],
    [{ port: "no" }, "there is no port no; "],
    [{ service: "S0", port: "eleven" }, "there is no service S0, port eleven; "],
    [{ port: "get" }, "port get is not SOAP over HTTP; "],
    [{ port: "twelve" }, "several services have a port twelve; "],
  ])("that are not there, or not one, are the caller's mistake: %o", (selection, reason) => {
    const error = failure(() => parseWsdl(all, undefined, selection));
    expect(error.code).toBe("invalid_argument");
    expect(error.reason).toContain(reason);
  });

  it("are listed", () => {
    expect(listPorts(all).slice(0, 2)).toEqual([
      { service: "S0", port: "get", location: "http://t.example/get" },
      { service: "S0", port: "twelve", soapVersion: "1.2", location: "http://t.example/twelve" },
    ]);
  });

  it("of no service, or none of SOAP, are an error of the document", () => {
    expect(failure(() => parseWsdl(wsdl()))).toMatchObject({ code: "wsdl_parse" });
    expect(failure(() => parseWsdl(wsdl(port("get", "Get"))))).toMatchObject({ code: "wsdl_unsupported" });
    expect(failure(() => parseWsdl(wsdl(port("x", "No")))).reason).toMatch(
      /binding \{urn:t\}No is not defined/,
    );
  });
});
