export { type CallOptions, type SoapCallPolicy } from "./call.ts";
export {
  type CallMethods,
  createSoapClient,
  type FromWsdlOptions,
  type FutureMethods,
  type ServiceShape,
  SoapClient,
  type SoapClientBase,
  type SoapClientOptions,
  type StreamMethods,
} from "./client.ts";
export {
  type BuiltinType,
  type ComplexTypeDescriptor,
  type ElementDescriptor,
  type OperationDescriptor,
  type ServiceDescriptor,
  type TypeReference,
  type MessageDescriptor,
} from "./descriptor.ts";
export {
  SoapError,
  type SoapErrorCode,
  soapErrorCodes,
  type SoapErrorContext,
  SoapFault,
  type SoapFaultInit,
} from "./errors.ts";
export { type FutureMeta, type FutureState, type Settled, SoapFuture } from "./future.ts";
export { createHttpTransport, type HttpTransportOptions } from "./http-transport.ts";
export { SoapStream, type StreamItem, type StreamOptions } from "./stream.ts";
export { type SoapRequest, type SoapResponse, type SoapTransport } from "./transport.ts";
export { generateTypes } from "./types/generate.ts";
export { parseWsdl } from "./wsdl/parse.ts";
export { type XmlLimits } from "./xml/limits.ts";
