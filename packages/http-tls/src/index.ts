export { type ContentCoding, type DecompressOptions } from "./body/content-coding.ts";
export { type RequestPiece, type RequestStream } from "./body/body-source.ts";
export { type RequestBody, type RequestTrailers } from "./body/request-body.ts";
export { createHttpClient, type HttpClient } from "./client.ts";
export { type ConnectionInfo, type TlsInfo } from "./connection-info.ts";
export {
  type ConnectionEvent,
  diagnosticsChannels,
  type DisconnectEvent,
  type EndEvent,
  type ErrorEvent,
  type LeniencyEvent,
  type PeerEvent,
  type RequestEvent,
  type ResponseEvent,
} from "./diagnostics.ts";
export {
  HttpTlsError,
  type HttpTlsErrorCode,
  httpTlsErrorCodes,
  type HttpTlsErrorContext,
  type HttpTlsErrorOptions,
  type RequestPhase,
} from "./errors.ts";
export { type CertificateInfo, inspectCertificate, type InspectCertificateOptions } from "./inspect.ts";
export {
  type DialFunction,
  type DialTarget,
  type HttpAuth,
  type HttpClientOptions,
  type HttpTlsOptions,
  type RequestLimits,
} from "./options.ts";
export { parsePin, type Pin } from "./pin.ts";
export { type HttpRequest } from "./request.ts";
export { type HttpResponse } from "./response.ts";
export { type HttpFields } from "./wire/fields.ts";
export { type Leniency } from "./wire/leniency.ts";
