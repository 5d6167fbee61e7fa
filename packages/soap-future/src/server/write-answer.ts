import { type OperationDescriptor, type SoapVersion } from "../descriptor.ts";
import { buildEnvelope, buildFaultEnvelope } from "../envelope/build.ts";
import { envelopeNamespaces } from "../envelope/names.ts";
import { SoapError, SoapFault } from "../errors.ts";
import { envelopeType } from "../http-binding.ts";
import { createMtomParts, packageEnvelope } from "../mime/package-envelope.ts";
import { type XmlElement } from "../xml/element.ts";
import { type ServiceCodec } from "./codec.ts";
import { type AnswerExtras } from "./context.ts";

/** An HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The answer to a one-way operation (WS-I Basic Profile 1.1 R2714). */
export const accepted: Answer = { status: 202, headers: {}, body: new Uint8Array() };

export function noExtras(): AnswerExtras {
  return { soapHeaders: {}, headerElements: [], attachments: [] };
}

/** Writes what a handler has returned. Throws `encode` when that is not what the WSDL says. */
export function writeAnswer(
  { encoder, descriptor: { soapVersion }, mtomBytes }: ServiceCodec,
  { output }: OperationDescriptor,
  value: unknown,
  { soapHeaders, headerElements, attachments }: AnswerExtras,
): Answer {
  if (output === undefined) return accepted;
  const mtom = mtomBytes === undefined ? undefined : createMtomParts(mtomBytes);
  const headers = { soapHeaders, headerElements };
  const envelope = buildEnvelope(
    encoder,
    output,
    value ?? {},
    mtom ? { ...headers, mtom: mtom.take } : headers,
  );
  const binaries = mtom?.attachments ?? [];
  if (binaries.length === 0 && attachments.length === 0) return envelopeAnswer(200, soapVersion, envelope);
  return { status: 200, ...packageEnvelope({ soapVersion, envelope, binaries, attachments }) };
}

function envelopeAnswer(status: number, version: SoapVersion, envelope: string): Answer {
  const headers = { "Content-Type": `${envelopeType(version)}; charset=utf-8` };
  return { status, headers, body: Buffer.from(envelope, "utf8") };
}

/** What a fault is written with. */
export interface FaultPlace {
  /** The operation that was called, as far as that is known: its declared faults are written by schema. */
  readonly operation?: OperationDescriptor | undefined;
  /** Told of details that had to be left out, because they do not fit their schema. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Writes a fault, in the version of the service. Never throws. */
export function writeFault(
  { descriptor: { soapVersion }, encoder }: ServiceCodec,
  fault: SoapFault,
  { operation, onError }: FaultPlace = {},
): Answer {
  const isMismatch = codeOf(fault) === "VersionMismatch";
  // Who does not speak SOAP 1.2 is told so in SOAP 1.1 (SOAP 1.2 part 1 appendix A).
  const version = isMismatch ? "1.1" : soapVersion;
  const envelope = buildFaultEnvelope(fault, {
    soapVersion: version,
    encoder,
    faults: operation?.faults ?? [],
    headerElements: isMismatch && soapVersion === "1.2" ? [upgrade] : [],
    ...(onError && { onError }),
  });
  return envelopeAnswer(fault.httpStatus ?? statusOf(fault, version), version, envelope);
}

/** SOAP 1.1 section 6.2; SOAP 1.2 part 2 section 7.5.2.2, table 20. */
function statusOf(fault: SoapFault, version: SoapVersion): number {
  const code = codeOf(fault).split(".")[0];
  return version === "1.2" && (code === "Client" || code === "Sender") ? 400 : 500;
}

function codeOf({ faultcode }: SoapFault): string {
  return faultcode.slice(Math.max(faultcode.lastIndexOf(":"), faultcode.lastIndexOf("}")) + 1);
}

/** Says which envelopes are understood (SOAP 1.2 part 1 section 5.4.7). */
const upgrade: XmlElement = {
  namespace: envelopeNamespaces["1.2"],
  name: "Upgrade",
  attributes: [],
  prefixes: { env: envelopeNamespaces["1.2"] },
  children: [
    {
      namespace: envelopeNamespaces["1.2"],
      name: "SupportedEnvelope",
      attributes: [{ namespace: "", name: "qname", value: "env:Envelope" }],
      children: [],
    },
  ],
};

/** The fault that a client is told of an error, which may be none of its business. */
export function faultOf(error: unknown): SoapFault {
  if (error instanceof SoapFault) return error;
  if (error instanceof SoapError && error.code === "decode")
    return new SoapFault({ faultcode: "SOAP-ENV:Client", faultstring: error.reason });
  return new SoapFault({ faultcode: "SOAP-ENV:Server", faultstring: "Internal error" });
}
