import { readFileSync } from "node:fs";
import { fixture, type PhpSoapSetup } from "./php-process.ts";

/** One way to say the same: a WSDL, and what PHP must be told about it. */
export interface Dialect {
  readonly name: string;
  /** The document. */
  readonly wsdl: string;
  /** Parameters and results come in a wrapper: document/literal. */
  readonly wrapped: boolean;
  readonly soapVersion: "1.1" | "1.2";
  readonly options?: PhpSoapSetup["options"];
}

const unqualified = readFileSync(fixture("records.wsdl"), "utf8");
const qualified = unqualified.replace('elementFormDefault="unqualified"', 'elementFormDefault="qualified"');

/** The same operations with a part for each parameter. */
function rpc(use: string): string {
  const part = (name: string, type: string): string => `<part name="${name}" type="${type}"/>`;
  const parts: Readonly<Record<string, string>> = {
    echoIn: part("record", "tns:Record"),
    echoOut: part("result", "tns:Record"),
    lookIn: part("record", "tns:Record"),
    lookOut: part("result", "xsd:string"),
    failIn: part("reason", "xsd:string"),
    failOut: "",
  };
  return unqualified
    .replaceAll(
      /<message name="(\w+)">.*?<\/message>/g,
      (_, name: string) => `<message name="${name}">${parts[name] ?? ""}</message>`,
    )
    .replace('style="document"', 'style="rpc"')
    .replaceAll('<soap:body use="literal"/>', `<soap:body ${use} namespace="urn:records"/>`);
}

const rpcLiteral = rpc('use="literal"');
const rpcEncoded = rpc('use="encoded" encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"');

function soap12(wsdl: string): string {
  return wsdl
    .replace("http://schemas.xmlsoap.org/wsdl/soap/", "http://schemas.xmlsoap.org/wsdl/soap12/")
    .replaceAll("http://schemas.xmlsoap.org/soap/encoding/", "http://www.w3.org/2003/05/soap-encoding");
}

const styles: Pick<Dialect, "name" | "wsdl" | "wrapped">[] = [
  { name: "document/literal wrapped, unqualified", wsdl: unqualified, wrapped: true },
  { name: "document/literal wrapped, qualified", wsdl: qualified, wrapped: true },
  { name: "rpc/literal", wsdl: rpcLiteral, wrapped: false },
  { name: "rpc/encoded", wsdl: rpcEncoded, wrapped: false },
];

export const dialects: Dialect[] = styles.flatMap((style): Dialect[] => [
  { ...style, soapVersion: "1.1" },
  {
    ...style,
    name: `${style.name}, SOAP 1.2`,
    wsdl: soap12(style.wsdl),
    soapVersion: "1.2",
    // PHP's name for it is SOAP_1_2.
    options: { soap_version: 2 },
  },
]);

/** Arguments as PHP has them: the wrapper, or a parameter for each part. */
export function argumentsIn({ wrapped }: Dialect, args: object): readonly unknown[] {
  return wrapped ? [args] : Object.values(args);
}

/** A result as PHP has it. */
export function resultIn({ wrapped }: Dialect, result: unknown): unknown {
  return wrapped ? { result } : result;
}
