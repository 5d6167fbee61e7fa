export { createHttpClient, type HttpClient, type HttpRequest } from "./client.ts";
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
export { type HttpResponse } from "./response.ts";
export { type HttpFields } from "./wire/fields.ts";
