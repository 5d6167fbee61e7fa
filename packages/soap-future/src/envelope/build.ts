import { type MessageDescriptor, type ServiceDescriptor, type SoapVersion } from "../descriptor.ts";
import { createEncoder } from "../schema/encode.ts";
import { createPrefixes, type EncodeContext, type MtomSink } from "../schema/encode-context.ts";
import { checkedObject } from "../schema/encode-keys.ts";
import { type Encoder } from "../schema/encoder.ts";
import { described, quoted, valueError } from "../schema/value-error.ts";
import { soap12EncodingNamespace, soapEncodingNamespace } from "../wsdl/names.ts";
import { type XmlElement } from "../xml/element.ts";
import { writeXmlElement } from "../xml/writer.ts";
import { envelopeNamespaces, writeEnvelope } from "./write.ts";

/** What an envelope has besides its message. */
export interface EnvelopeOptions {
  /** Default: the descriptor's. */
  readonly soapVersion?: SoapVersion;
  /** Headers that the binding declares, by their keys; validated by the schema. */
  readonly soapHeaders?: Readonly<Record<string, unknown>>;
  /** Other headers, as they are. They come before the declared ones. */
  readonly headerElements?: readonly XmlElement[];
  /** Takes the bytes of xsd:base64Binary elements out of the message (MTOM). */
  readonly mtom?: MtomSink;
}

/**
 * An envelope whose Body holds one message (SOAP 1.1 section 4, SOAP 1.2 Part 1 section 5). Throws `encode`.
 *
 * @param encoder made once for a descriptor; from a descriptor, one is made for this message alone
 */
export function buildEnvelope(
  encoder: Encoder | ServiceDescriptor,
  message: MessageDescriptor,
  value: unknown,
  options: EnvelopeOptions = {},
): string {
  const known = "descriptor" in encoder ? encoder : createEncoder(encoder);
  const version = options.soapVersion ?? known.descriptor.soapVersion;
  const prefixes = createPrefixes(envelopeNamespaces[version]);
  const context: EncodeContext = {
    prefixOf: prefixes.prefixOf,
    encoding: message.use === "encoded" ? version : undefined,
    mtom: options.mtom,
    depth: 0,
  };
  const body = encodeBody(known, message, value, context);
  // Headers are literal, whatever the Body is: their parts are elements.
  const header = encodeHeaders(known, message, options, { ...context, encoding: undefined });
  return writeEnvelope(version, prefixes.declarations(), header, body);
}

function encodeBody(
  encoder: Encoder,
  { body, namespace, name, type }: MessageDescriptor,
  value: unknown,
  context: EncodeContext,
): string {
  if (body === "parts") return encoder.children(type, value, "Body", context);
  const tag = `${context.prefixOf(namespace)}${name}`;
  if (context.encoding === undefined)
    return encoder.element(tag, { kind: "complex", index: type }, value, name, context);
  // The element of a call is a struct of its own, with no type that a schema would know (SOAP 1.1 section 7.1).
  const style = context.encoding === "1.1" ? soapEncodingNamespace : soap12EncodingNamespace;
  const content = encoder.children(type, value, name, context);
  const start = `<${tag} SOAP-ENV:encodingStyle="${style}"`;
  return content === "" ? `${start}/>` : `${start}>${content}</${tag}>`;
}

function encodeHeaders(
  encoder: Encoder,
  { headers }: MessageDescriptor,
  { soapHeaders = {}, headerElements = [] }: EnvelopeOptions,
  context: EncodeContext,
): string {
  let xml = "";
  for (const [index, element] of headerElements.entries())
    xml += writeXmlElement(element, `Header/*[${index}]`);
  for (const [key, value] of Object.entries(checkedObject(soapHeaders, "Header"))) {
    if (value === undefined) continue;
    const path = `Header/${key.slice(0, 60).toWellFormed()}`;
    const header = headers.find((each) => each.key === key);
    if (header === undefined) {
      const listed = headers.map((each) => each.key).join(", ") || "none";
      throw valueError("encode", `no header ${quoted(key)} is declared: there is ${listed}`, path);
    }
    if (value === null && !header.nillable)
      throw valueError("encode", `${path} cannot be ${described(value)}`, path);
    xml += encoder.global(header, value, path, context);
  }
  return xml;
}

export { buildFaultEnvelope } from "./build-fault.ts";
