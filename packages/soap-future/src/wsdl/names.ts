/** Namespaces of WSDL 1.1, its SOAP 1.1 binding, and XML Schema. */
export const wsdlNamespace = "http://schemas.xmlsoap.org/wsdl/";
export const wsdlSoapNamespace = "http://schemas.xmlsoap.org/wsdl/soap/";
export const schemaNamespace = "http://www.w3.org/2001/XMLSchema";
export const schemaInstanceNamespace = "http://www.w3.org/2001/XMLSchema-instance";
export const soapEnvelopeNamespace = "http://schemas.xmlsoap.org/soap/envelope/";
export const soapHttpTransport = "http://schemas.xmlsoap.org/soap/http";
