import { type CallPlan } from "./call-options.ts";
import { buildEnvelope } from "./envelope/build.ts";
import { envelopeHeaders, mergeHeaders } from "./http-binding.ts";
import { type SoapCall } from "./interceptors/interceptor.ts";
import { type SoapRequest } from "./transport.ts";

/** Writes the request of a call. Throws `encode` for arguments that do not fit. */
export function buildRequest(plan: CallPlan, call: SoapCall): Pick<SoapRequest, "headers" | "body"> {
  const { operation, soapAction, soapVersion, args, headers } = call;
  const body = buildEnvelope(plan.descriptor, operation.input, args);
  const own = envelopeHeaders(soapVersion, soapAction);
  return { headers: mergeHeaders(own, headers), body };
}
