import { type CallPlan } from "./call-options.ts";
import { envelopeHeaders, mergeHeaders } from "./http-binding.ts";
import { type SoapCall } from "./interceptors/interceptor.ts";
import { createMtomParts, packageEnvelope } from "./mime/package-envelope.ts";
import { type SoapRequest } from "./transport.ts";

const noParts = [] as const;

/** Writes the request of a call. Throws `encode` for arguments, headers and attachments that do not fit. */
export function buildRequest(
  { encode, mtomBytes }: CallPlan,
  call: SoapCall,
): Pick<SoapRequest, "headers" | "body"> {
  const { soapAction: action, soapVersion, attachments } = call;
  const mtom = mtomBytes === undefined ? undefined : createMtomParts(mtomBytes);
  const envelope = encode(call, mtom?.take);
  const binaries = mtom?.attachments ?? noParts;
  if (attachments.length === 0 && binaries.length === 0) {
    return { headers: mergeHeaders(envelopeHeaders(soapVersion, action), call.headers), body: envelope };
  }
  const { headers, body } = packageEnvelope({ soapVersion, action, envelope, binaries, attachments });
  return { headers: mergeHeaders(headers, call.headers), body };
}
