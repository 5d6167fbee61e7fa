export { HttpFields } from "./fields.ts";
export { type BodyFraming } from "./framing.ts";
export { defaultWireLimits, type WireLimits } from "./limits.ts";
export { encodeRequestHead, type RequestHead } from "./request-encoder.ts";
export {
  type ResponseEvent,
  type ResponseHead,
  ResponseParser,
  type ResponseParserOptions,
  type ResponseSink,
} from "./response-parser.ts";
