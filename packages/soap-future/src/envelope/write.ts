import { type SoapVersion } from "../descriptor.ts";
import { soapEnvelopeNamespace } from "../wsdl/names.ts";

export const envelopeNamespaces: Readonly<Record<SoapVersion, string>> = {
  "1.1": soapEnvelopeNamespace,
  "1.2": "http://www.w3.org/2003/05/soap-envelope",
};

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** @param declarations of the namespaces that header and body use, each with a space before it */
export function writeEnvelope(
  version: SoapVersion,
  declarations: string,
  header: string,
  body: string,
): string {
  const open = `<SOAP-ENV:Envelope xmlns:SOAP-ENV="${envelopeNamespaces[version]}"${declarations}>`;
  const head = header === "" ? "" : `<SOAP-ENV:Header>${header}</SOAP-ENV:Header>`;
  return `${declaration}${open}${head}<SOAP-ENV:Body>${body}</SOAP-ENV:Body></SOAP-ENV:Envelope>\n`;
}
