import { describe, expect, it } from "vitest";
import { createSoapClient, generateTypes, parseWsdl, type ServiceDescriptor } from "../../src/index.ts";
import { createInMemoryTransport } from "../../src/testing/index.ts";
import { definitions, failure, schemaWsdl, service } from "../fixtures/wsdl/small.ts";

const inside = (particle: string): string =>
  `<xsd:element name="in"><xsd:complexType><xsd:sequence>${particle}</xsd:sequence></xsd:complexType></xsd:element>`;

/** The envelope of a call of `op`. */
async function sent(descriptor: ServiceDescriptor, args: object): Promise<string> {
  const transport = createInMemoryTransport(() => ({ status: 202, body: "" }));
  await createSoapClient<{ op: { input: object; output: object } }>({ descriptor, transport }).op(args);
  return String(transport.requests[0]?.body);
}

describe("a WSDL whose names are markup", () => {
  const names = ["a>&lt;b", "a b", "a=&quot;1&quot;", "a/", "1a", "p:a", "&#10;a&gt;", "-"];

  it.each(names)("is refused for an element that is called %s", (name) => {
    const wsdl = schemaWsdl(inside(`<xsd:element name="${name}" type="xsd:string"/>`));
    expect(failure(() => parseWsdl(wsdl))).toMatchObject({ code: "wsdl_parse", context: { line: 2 } });
  });

  it.each(names)("is refused for a global element, a type and an attribute called %s", (name) => {
    const string = `type="xsd:string"`;
    for (const component of [
      `<xsd:element name="${name}" ${string}/>${inside("")}`,
      `<xsd:complexType name="${name}"/>${inside("")}`,
      `<xsd:element name="in"><xsd:complexType><xsd:attribute name="${name}" ${string}/></xsd:complexType></xsd:element>`,
    ])
      expect(failure(() => parseWsdl(schemaWsdl(component))).code).toBe("wsdl_parse");
  });

  it.each(names)("is refused for a part and for an operation of rpc called %s", (name) => {
    const rpc = (part: string, operation: string): string =>
      definitions(
        service({
          messages: `<message name="M"><part name="${part}" type="xsd:string"/></message>`,
          operation: `<input message="t:M"/>`,
          bound: `<input><soap:body use="literal" namespace="urn:t"/></input>`,
          style: "rpc",
        }).replaceAll('<operation name="op">', `<operation name="${operation}">`),
      );
    expect(parseWsdl(rpc("p", "op")).operations).toHaveLength(1);
    expect(failure(() => parseWsdl(rpc(name, "op"))).code).toBe("wsdl_parse");
    expect(failure(() => parseWsdl(rpc("p", name))).code).toBe("wsdl_parse");
  });

  it("cannot write markup through a namespace, a soapAction or a default either", async () => {
    const evil = `urn:&quot;/&gt;&lt;x y=&quot;`;
    const wsdl = schemaWsdl(inside(`<xsd:element name="a" type="xsd:string" form="qualified"/>`)).replaceAll(
      "urn:t",
      evil,
    );
    const body = await sent(parseWsdl(wsdl), { a: "1" });
    expect(body).not.toContain("<x y");
    expect(body).toContain(`"urn:&quot;/&gt;&lt;x y=&quot;"`);
  });

  it("cannot write code into the generated types", () => {
    const evil = "*/ globalThis.hacked = true; /*";
    const note = `<xsd:annotation><xsd:documentation>${evil}</xsd:documentation></xsd:annotation>`;
    const types = generateTypes(
      parseWsdl(
        schemaWsdl(
          inside(
            `<xsd:element name="a" default="${evil}" type="xsd:string">${note}</xsd:element><xsd:element name="b"><xsd:simpleType><xsd:restriction base="xsd:string"><xsd:enumeration value="&quot;; ${evil}"/></xsd:restriction></xsd:simpleType></xsd:element>`,
          ),
        ).replaceAll('name="T"', `name="${evil}"`),
      ),
    );
    // Comments and texts in quotes are all that may hold it.
    const code = types.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
    expect(types).toContain("globalThis");
    expect(code).not.toContain("globalThis");
  });
});

describe("a WSDL whose unions hold unions", () => {
  const unions = (depth: number, width: number): string => {
    const simple = Array.from({ length: depth }, (_, index) => {
      const members = Array.from({ length: width }, () => `t:U${index}`).join(" ");
      return `<xsd:simpleType name="U${index + 1}"><xsd:union memberTypes="${members}"/></xsd:simpleType>`;
    });
    return schemaWsdl(
      `${inside(`<xsd:element name="v" type="t:U${depth}"/>`)}<xsd:simpleType name="U0"><xsd:restriction base="xsd:int"/></xsd:simpleType>${simple.join("")}`,
    );
  };

  it("is taken as long as a text is tried as at most 1,000 types", () => {
    expect(parseWsdl(unions(1, 1000)).operations).toHaveLength(1);
    for (const wsdl of [unions(1, 1001), unions(10, 2), unions(60, 2)])
      expect(failure(() => parseWsdl(wsdl)).reason).toMatch(/more members than maxUnionMembers \(1000\)/);
  });
});
