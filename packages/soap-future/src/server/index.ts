export { SoapFault } from "../errors.ts";
export { type CodecOptions } from "./codec.ts";
export { type AnswerExtras, type CallContext, type MessageContext } from "./context.ts";
export { type DocumentOptions } from "./documents.ts";
export { type ServiceHandlers, type SoapServiceOptions } from "./options.ts";
export { createSoapService, type SoapService } from "./service.ts";
