import { describe, expect, it } from "vitest";
import { createSoapClient, parseWsdl, type Settled } from "../../src/index.ts";
import { createInMemoryTransport } from "../../src/testing/index.ts";
import { definitions, service } from "../fixtures/wsdl/small.ts";

const derived = (name: string, base: string, element: string): string =>
  `<xsd:complexType name="${name}"><xsd:complexContent><xsd:extension base="t:${base}"><xsd:sequence>${element}</xsd:sequence></xsd:extension></xsd:complexContent></xsd:complexType>`;

const descriptor = parseWsdl(
  definitions(
    `<types><xsd:schema targetNamespace="urn:t">
<xsd:element name="op"><xsd:complexType/></xsd:element>
<xsd:element name="out"><xsd:complexType><xsd:sequence>
 <xsd:element name="pet" type="t:Pet" minOccurs="0"/><xsd:element name="text" type="xsd:string" minOccurs="0"/>
</xsd:sequence></xsd:complexType></xsd:element>
<xsd:complexType name="Pet"><xsd:sequence><xsd:element name="name" type="xsd:string"/></xsd:sequence></xsd:complexType>
${derived("Cat", "Pet", '<xsd:element name="lives" type="xsd:int"/>')}
<xsd:complexType name="Account"><xsd:sequence><xsd:element name="name" type="xsd:string"/></xsd:sequence></xsd:complexType>
<xsd:complexType name="Ghost" abstract="true"><xsd:complexContent><xsd:extension base="t:Pet"/></xsd:complexContent></xsd:complexType>
</xsd:schema></types>${service({
      messages: `<message name="M"><part name="p" element="t:op"/></message><message name="N"><part name="p" element="t:out"/></message>`,
      operation: `<input message="t:M"/><output message="t:N"/>`,
      bound: `<input><soap:body use="literal"/></input><output><soap:body use="literal"/></output>`,
    })}`,
  ),
);

async function read(content: string): Promise<Settled<object>> {
  const body = `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns:x="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t"><S:Body><t:out>${content}</t:out></S:Body></S:Envelope>`;
  const transport = createInMemoryTransport(() => ({ body }));
  const client = createSoapClient<{ op: { input: object; output: object } }>({ descriptor, transport });
  return client.future().op().settled();
}

const pet = (type: string, more = ""): string => `<pet i:type="${type}"><name>Tom</name>${more}</pet>`;

describe("xsi:type in a literal answer", () => {
  it("may say a type that is derived from the declared one", async () => {
    expect(await read(pet("t:Cat", "<lives>9</lives>"))).toMatchObject({
      status: "ok",
      value: { pet: { $type: "{urn:t}Cat", name: "Tom", lives: 9 } },
    });
  });

  it.each([
    ["a type that is not derived", pet("t:Account")],
    ["a type that nobody knows", pet("t:Nothing")],
    ["a type by a prefix that is not declared", pet("q:Cat")],
    ["an abstract type", pet("t:Ghost")],
    ["a simple type for a complex one", `<pet i:type="x:string">Tom</pet>`],
    ["any type for a declared one", pet("x:anyType")],
    ["a complex type for a simple one", `<text i:type="t:Pet"><name>Tom</name></text>`],
    ["another simple type", `<text i:type="x:base64Binary">Tom=</text>`],
    ["a name that objects have", pet("t:__proto__")],
  ])("cannot say %s", async (_, content) => {
    expect(await read(content)).toMatchObject({ status: "failed", error: { code: "decode" } });
  });
});
