export { SoapFault } from "../errors.ts";
export {
  type CallContext,
  createSoapService,
  type ServiceHandlers,
  type SoapService,
  type SoapServiceOptions,
} from "./service.ts";
