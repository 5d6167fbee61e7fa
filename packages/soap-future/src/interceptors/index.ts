export {
  type Interceptor,
  type ItemsReply,
  type SoapCall,
  type SoapNext,
  type SoapReply,
  type ValueReply,
} from "./interceptor.ts";
export { type CallLogEntry, logCalls, type LogCallsOptions } from "./log-calls.ts";
export { type CallMeasurement, measureCalls } from "./measure-calls.ts";
export { type CallOutcome } from "./observe.ts";
export { type RetryClock, retryReads, type RetryReadsOptions } from "./retry-reads.ts";
export { basicAuth, bearerAuth, setHeaders } from "./set-headers.ts";
export { wsAddressing, type WsAddressingOptions } from "./ws-addressing.ts";
export { wsSecurity, type WsSecurityOptions } from "./ws-security.ts";
