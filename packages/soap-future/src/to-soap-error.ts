import { SoapError, type SoapErrorContext } from "./errors.ts";

/** What went wrong, as the error class of this package, with more known about it. */
export function toSoapError(error: unknown, context: SoapErrorContext): SoapError {
  if (error instanceof SoapError) return error.withContext(context);
  const detail = error instanceof Error ? error.message : String(error);
  return new SoapError("transport", detail, { cause: error, context });
}
