import { operationCount, typeCount } from "./soap-cases.ts";

/**
 * A WSDL such as large systems publish: every type is used by an operation, and refers to another one. Types do not
 * refer to themselves, as not every reader could do that.
 */
export function largeWsdl(): string {
  const types = Array.from({ length: typeCount }, (_, index) => complexType(index));
  const operations = Array.from({ length: operationCount }, (_, index) => index);
  const list = (write: (index: number) => string): string => operations.map(write).join("\n");
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions name="Large" targetNamespace="urn:large" xmlns="http://schemas.xmlsoap.org/wsdl/"
  xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:large">
<types><xsd:schema targetNamespace="urn:large" elementFormDefault="qualified">
${types.join("\n")}
${list(elements)}
</xsd:schema></types>
${list(
  (index) =>
    `<message name="Operation${index}In"><part name="parameters" element="tns:operation${index}"/></message>
<message name="Operation${index}Out"><part name="parameters" element="tns:operation${index}Response"/></message>`,
)}
<portType name="LargePort">
${list(
  (index) =>
    `<operation name="operation${index}"><documentation>Does thing ${index}.</documentation><input message="tns:Operation${index}In"/><output message="tns:Operation${index}Out"/></operation>`,
)}
</portType>
<binding name="LargeBinding" type="tns:LargePort">
<soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
${list(
  (index) =>
    `<operation name="operation${index}"><soap:operation soapAction="urn:large#operation${index}"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>`,
)}
</binding>
<service name="Large"><port name="LargeSoap" binding="tns:LargeBinding"><soap:address location="https://localhost/large/"/></port></service>
</definitions>
`;
}

function complexType(index: number): string {
  const lower = index === 0 ? "xsd:string" : `tns:Type${Math.floor(index / 2)}`;
  return `<xsd:complexType name="Type${index}"><xsd:annotation><xsd:documentation>The thing number ${index}.</xsd:documentation></xsd:annotation><xsd:sequence>
<xsd:element name="id" type="xsd:long"/>
<xsd:element name="name" type="xsd:string"/>
<xsd:element name="created" type="xsd:dateTime" minOccurs="0"/>
<xsd:element name="count" type="xsd:int" minOccurs="0"/>
<xsd:element name="content" type="xsd:base64Binary" minOccurs="0"/>
<xsd:element name="entry" type="${lower}" minOccurs="0" maxOccurs="unbounded"/>
</xsd:sequence></xsd:complexType>`;
}

/** Four types for each operation. */
function elements(index: number): string {
  const type = (offset: number): string => `tns:Type${index * 4 + offset}`;
  return `<xsd:element name="operation${index}"><xsd:complexType><xsd:sequence>
<xsd:element name="session" type="xsd:string"/><xsd:element name="argument" type="${type(0)}"/>
</xsd:sequence></xsd:complexType></xsd:element>
<xsd:element name="operation${index}Response"><xsd:complexType><xsd:sequence>
<xsd:element name="result" type="${type(1)}"/><xsd:element name="more" type="${type(2)}" minOccurs="0"/><xsd:element name="item" type="${type(3)}" minOccurs="0" maxOccurs="unbounded"/>
</xsd:sequence></xsd:complexType></xsd:element>`;
}
