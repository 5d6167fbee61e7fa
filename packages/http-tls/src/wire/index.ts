export { encodeChunk, encodeLastChunk } from "./chunk-encoder.ts";
export { HttpFields } from "./fields.ts";
export { type BodyFraming } from "./framing.ts";
export { leniencies, type Leniency } from "./leniency.ts";
export { defaultWireLimits, type WireLimits } from "./limits.ts";
export { type BodyEvent, type ParserOptions } from "./message-parser.ts";
export { encodeRequestHead, type RequestHead } from "./request-encoder.ts";
export {
  type ReceivedRequestHead,
  type RequestEvent,
  RequestParser,
  type RequestSink,
} from "./request-parser.ts";
export {
  type ResponseEvent,
  type ResponseHead,
  ResponseParser,
  type ResponseParserOptions,
  type ResponseSink,
} from "./response-parser.ts";
