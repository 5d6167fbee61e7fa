import { type SoapVersion } from "../descriptor.ts";
import { soap12EnvelopeNamespace, soapEnvelopeNamespace } from "../wsdl/names.ts";

export const envelopeNamespaces: Readonly<Record<SoapVersion, string>> = {
  "1.1": soapEnvelopeNamespace,
  "1.2": soap12EnvelopeNamespace,
};

/** Actors (SOAP 1.1 section 4.2.2) and roles (SOAP 1.2 part 1 section 2.2) that the receiver of a message plays. */
export const ownRoles: ReadonlySet<string> = new Set([
  "",
  "http://schemas.xmlsoap.org/soap/actor/next",
  "http://www.w3.org/2003/05/soap-envelope/role/next",
  "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver",
]);
