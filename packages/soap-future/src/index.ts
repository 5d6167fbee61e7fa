export { type FutureMeta } from "./call-meta.ts";
export { type CallOptions, type SoapCallPolicy } from "./call-options.ts";
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
  type AnyElementDescriptor,
  type AttributeDescriptor,
  type BuiltinType,
  type ComplexTypeDescriptor,
  type ContentDescriptor,
  type ElementDescriptor,
  type FacetsDescriptor,
  type GlobalElementDescriptor,
  type GroupDescriptor,
  type MessageDescriptor,
  type OperationDescriptor,
  type ParticleDescriptor,
  type QName,
  type ServiceDescriptor,
  type SimpleTypeDescriptor,
  type SoapVersion,
  type TypeReference,
  type WildcardDescriptor,
} from "./descriptor.ts";
export {
  SoapError,
  type SoapErrorCode,
  soapErrorCodes,
  type SoapErrorContext,
  SoapFault,
  type SoapFaultInit,
} from "./errors.ts";
export { type EndedFuture, type FutureState, type Settled, SoapFuture } from "./future.ts";
export { fetchWsdl, type FetchWsdlOptions } from "./fetch-wsdl.ts";
export { createHttpTransport, type HttpTransportOptions } from "./http-transport.ts";
export {
  type Interceptor,
  type ItemsReply,
  type SoapCall,
  type SoapNext,
  type SoapReply,
  type ValueReply,
} from "./interceptors/interceptor.ts";
export { type MimeLimits } from "./mime/limits.ts";
export { type Attachment } from "./mime/related-reader.ts";
export {
  type SchemalessClient,
  type SchemalessClientOptions,
  type SchemalessMethods,
} from "./schemaless-client.ts";
export { type SchemalessArguments } from "./schemaless/encode.ts";
export { SoapStream, type StreamItem, type StreamOptions } from "./stream.ts";
export {
  type ResponseHeaders,
  type SoapRequest,
  type SoapResponse,
  type SoapTransport,
} from "./transport.ts";
export { generateTypes } from "./types/generate.ts";
export { type WsdlBundle, type WsdlLimits } from "./wsdl/bundle.ts";
export { fileLoader } from "./wsdl/file-loader.ts";
export { type ReadWsdlOptions, type WsdlLoader } from "./wsdl/load.ts";
export {
  describeBundle,
  listBundlePorts,
  listPorts,
  parseWsdl,
  type ParseWsdlOptions,
} from "./wsdl/parse.ts";
export { type PortDescription, type PortSelection } from "./wsdl/ports.ts";
export { type XmlAttribute, type XmlElement } from "./xml/element.ts";
export { type XmlLimits } from "./xml/limits.ts";
