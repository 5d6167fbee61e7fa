import { type GlobalElementDescriptor, type SoapVersion } from "../descriptor.ts";
import { createPrefixes, type EncodeContext } from "../schema/encode-context.ts";
import { type Encoder } from "../schema/encoder.ts";
import { parseExpandedName, type PrefixOf } from "../schema/qualified-names.ts";
import { escapeAttribute, escapeText, toXmlText } from "../xml/characters.ts";
import { type XmlElement } from "../xml/element.ts";
import { isNcName } from "../xml/names.ts";
import { isXmlElement, writeXmlElement } from "../xml/writer.ts";
import { envelopeNamespaces, writeEnvelope } from "./write.ts";

const maxFaultText = 4096;

/** What a fault says. A SoapFault is one. */
export interface FaultContent {
  /** As SOAP 1.1 has it, such as `SOAP-ENV:Client` or `{namespace}name`; SOAP 1.2's own names are taken too. */
  readonly faultcode: string;
  readonly faultstring: string;
  /** Codes within the code, outermost first, as `{namespace}name`; SOAP 1.2 only. */
  readonly subcodes?: readonly string[] | undefined;
  /** In SOAP 1.2 it is the Role. */
  readonly faultactor?: string | undefined;
  /**
   * Entries of the detail: a declared fault by its key, texts by the name of their element, and XmlElements, alone or
   * as an array, under any key.
   */
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
}

export interface FaultOptions {
  /** Default 1.1. */
  readonly soapVersion?: SoapVersion;
  /** Writes the details that the operation declares. */
  readonly encoder?: Encoder;
  readonly faults?: readonly GlobalElementDescriptor[];
  /** Headers that go with it, as data. */
  readonly headerElements?: readonly XmlElement[];
  /** Told of entries of the detail that had to be left out, because they do not fit their schema. */
  readonly onError?: (error: unknown) => void;
}

/**
 * An envelope that carries a fault (SOAP 1.1 section 4.4, SOAP 1.2 Part 1 section 5.4). Never throws: what a fault
 * says often quotes what somebody sent. An entry of the detail that cannot be written is left out.
 */
export function buildFaultEnvelope(fault: FaultContent, options: FaultOptions = {}): string {
  const version = options.soapVersion ?? "1.1";
  const prefixes = createPrefixes(envelopeNamespaces[version]);
  const details = encodeDetails(fault, options, prefixes.prefixOf);
  const content =
    version === "1.1"
      ? fault11(fault, details, prefixes.prefixOf)
      : fault12(fault, details, prefixes.prefixOf);
  const header = (options.headerElements ?? []).map((each) => writeXmlElement(each, "Header")).join("");
  return writeEnvelope(
    version,
    prefixes.declarations(),
    header,
    `<SOAP-ENV:Fault>${content}</SOAP-ENV:Fault>`,
  );
}

/** Its children are unqualified. */
function fault11(
  { faultcode, faultstring, faultactor }: FaultContent,
  details: string,
  prefixOf: PrefixOf,
): string {
  const expanded = faultcode.startsWith("{") ? parseExpandedName(faultcode) : undefined;
  const written =
    expanded === undefined
      ? code11(faultcode)
      : `${safePrefix(expanded.namespace, prefixOf)}${expanded.name}`;
  const actor = faultactor === undefined ? "" : element("faultactor", faultactor);
  const more = details === "" ? "" : `<detail>${details}</detail>`;
  return `${element("faultcode", written)}${element("faultstring", faultstring)}${actor}${more}`;
}

/** The codes of the specification are qualified; those of SOAP 1.2 have other names there. */
function code11(written: string): string {
  const [, name = "", more = ""] = /^(?:SOAP-ENV:)?([A-Za-z]+)((?:\..*)?)$/.exec(written) ?? [];
  if (!Object.hasOwn(codes12, name)) return written;
  const renamed = { Sender: "Client", Receiver: "Server" }[name] ?? name;
  return `SOAP-ENV:${renamed}${more}`;
}

/** Codes of SOAP 1.2, by the names of both versions. */
const codes12: Readonly<Record<string, string>> = {
  Client: "Sender",
  Sender: "Sender",
  Server: "Receiver",
  Receiver: "Receiver",
  MustUnderstand: "MustUnderstand",
  VersionMismatch: "VersionMismatch",
  DataEncodingUnknown: "DataEncodingUnknown",
};

function fault12(
  { faultcode, faultstring, subcodes = [], faultactor }: FaultContent,
  details: string,
  prefixOf: PrefixOf,
): string {
  const expanded = faultcode.startsWith("{") ? parseExpandedName(faultcode) : undefined;
  const local = expanded?.name ?? faultcode.slice(faultcode.indexOf(":") + 1);
  // SOAP 1.1 section 4.4.1: what stands before a dot is the more general code.
  const general = local.split(".")[0] ?? "";
  const isOwn = expanded === undefined || Object.values(envelopeNamespaces).includes(expanded.namespace);
  const code = (isOwn && Object.hasOwn(codes12, general) ? codes12[general] : undefined) ?? "Receiver";
  const isSpecial = !isOwn || !Object.hasOwn(codes12, local);
  const inner = [
    ...(isSpecial ? [{ namespace: isOwn ? "" : (expanded?.namespace ?? ""), name: local }] : []),
    ...subcodes.map(
      (each) => parseExpandedName(each) ?? { namespace: "", name: each.slice(each.indexOf(":") + 1) },
    ),
  ];
  const sub = inner
    .filter(({ name }) => isNcName(name))
    .reduceRight((deeper, { namespace, name }) => {
      const value = element("SOAP-ENV:Value", `${safePrefix(namespace, prefixOf)}${name}`);
      return `<SOAP-ENV:Subcode>${value}${deeper}</SOAP-ENV:Subcode>`;
    }, "");
  const reason = escapeText(toXmlText(faultstring, maxFaultText), "Fault");
  const role = faultactor === undefined ? "" : element("SOAP-ENV:Role", faultactor);
  const more = details === "" ? "" : `<SOAP-ENV:Detail>${details}</SOAP-ENV:Detail>`;
  return (
    `<SOAP-ENV:Code>${element("SOAP-ENV:Value", `SOAP-ENV:${code}`)}${sub}</SOAP-ENV:Code>` +
    `<SOAP-ENV:Reason><SOAP-ENV:Text xml:lang="en">${reason}</SOAP-ENV:Text></SOAP-ENV:Reason>${role}${more}`
  );
}

function element(name: string, text: string): string {
  return `<${name}>${escapeText(toXmlText(text, maxFaultText), name)}</${name}>`;
}

/** A namespace that XML cannot hold must not keep the fault from being sent. */
function safePrefix(namespace: string, prefixOf: PrefixOf): string {
  try {
    escapeAttribute(namespace, "Fault");
    return prefixOf(namespace);
  } catch {
    return "";
  }
}

function encodeDetails({ detail = {} }: FaultContent, options: FaultOptions, prefixOf: PrefixOf): string {
  const context: EncodeContext = { prefixOf, encoding: undefined, mtom: undefined, depth: 0 };
  let xml = "";
  for (const [key, value] of Object.entries(detail)) {
    try {
      xml += encodeDetail(key, value, options, context);
    } catch (error) {
      options.onError?.(error);
    }
  }
  return xml;
}

function encodeDetail(
  key: string,
  value: unknown,
  { encoder, faults }: FaultOptions,
  context: EncodeContext,
): string {
  const declared = faults?.find((fault) => fault.key === key);
  if (declared !== undefined && encoder !== undefined) {
    context.depth = 0;
    return encoder.global(declared, value, `detail/${key}`, context);
  }
  if (typeof value === "string") return isNcName(key) ? element(key, value) : "";
  const elements: readonly unknown[] = Array.isArray(value) ? value : [value];
  return elements
    .filter(isXmlElement)
    .map((each) => writeXmlElement(each, `detail/${key}`))
    .join("");
}
