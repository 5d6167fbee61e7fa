import { SoapError, type SoapErrorCode, type SoapErrorContext } from "./errors.ts";

/**
 * What went wrong, as the error class of this package, with more known about it. `otherwise` is the code of an error
 * that is none of ours, by where it came from: a mistake in a program must not look like a broken network.
 */
export function toSoapError(error: unknown, otherwise: SoapErrorCode, context: SoapErrorContext): SoapError {
  if (error instanceof SoapError) return error.withContext(context);
  const detail = error instanceof Error ? error.message : String(error);
  return new SoapError(otherwise, `${places[otherwise] ?? ""}${detail}`, { cause: error, context });
}

const places: Partial<Record<SoapErrorCode, string>> = {
  encode: "the request could not be written: ",
  decode: "the answer could not be read: ",
  invalid_argument: "an interceptor failed: ",
};

/** Does a part of a call's work; what it throws becomes a {@link SoapError}. */
export function within<T>(code: SoapErrorCode, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof SoapError ? error : toSoapError(error, code, {});
  }
}
