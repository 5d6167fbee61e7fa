/** Namespaces of WSDL 1.1, its bindings, and XML Schema. */
export const wsdlNamespace = "http://schemas.xmlsoap.org/wsdl/";
export const wsdlSoapNamespace = "http://schemas.xmlsoap.org/wsdl/soap/";
export const wsdlSoap12Namespace = "http://schemas.xmlsoap.org/wsdl/soap12/";
export const wsdlMimeNamespace = "http://schemas.xmlsoap.org/wsdl/mime/";
export const schemaNamespace = "http://www.w3.org/2001/XMLSchema";
export const schemaInstanceNamespace = "http://www.w3.org/2001/XMLSchema-instance";
export const xmlNamespace = "http://www.w3.org/XML/1998/namespace";
export const xmlMimeNamespace = "http://www.w3.org/2005/05/xmlmime";
export const soapEnvelopeNamespace = "http://schemas.xmlsoap.org/soap/envelope/";
/** SOAP 1.1 section 5 and SOAP 1.2 Part 2 section 3. */
export const soapEncodingNamespace = "http://schemas.xmlsoap.org/soap/encoding/";
export const soap12EncodingNamespace = "http://www.w3.org/2003/05/soap-encoding";
/** SOAP 1.2 Part 2 section 4. */
export const soap12RpcNamespace = "http://www.w3.org/2003/05/soap-rpc";
export const soapHttpTransport = "http://schemas.xmlsoap.org/soap/http";
export const soap12HttpTransport = "http://www.w3.org/2003/05/soap/bindings/HTTP/";
/** XML-binary Optimized Packaging, section 2. */
export const xopNamespace = "http://www.w3.org/2004/08/xop/include";
export const soap12EnvelopeNamespace = "http://www.w3.org/2003/05/soap-envelope";
