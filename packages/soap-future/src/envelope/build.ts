import { type ServiceDescriptor, type MessageDescriptor } from "../descriptor.ts";
import { type SoapFault } from "../errors.ts";
import { encodeChildren } from "../schema/encode.ts";
import { soapEnvelopeNamespace } from "../wsdl/names.ts";
import { escapeAttribute, escapeText, toXmlText } from "../xml/characters.ts";
import { isQualifiedName } from "../xml/names.ts";

const maxFaultText = 4096;
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** An envelope whose body holds one wrapped message (SOAP 1.1 section 4). Throws `encode`. */
export function buildEnvelope(
  descriptor: ServiceDescriptor,
  wrapper: MessageDescriptor,
  value: unknown,
): string {
  const prefixes = new Map<string, string>();
  const prefixOf = (namespace: string): string => {
    if (namespace === "") return "";
    const known = prefixes.get(namespace);
    if (known !== undefined) return known;
    const made = `ns${prefixes.size + 1}:`;
    prefixes.set(namespace, made);
    return made;
  };
  const tag = `${prefixOf(wrapper.namespace)}${wrapper.name}`;
  const content = encodeChildren(descriptor, wrapper.type, value, wrapper.name, prefixOf);
  const body = content === "" ? `<${tag}/>` : `<${tag}>${content}</${tag}>`;
  const declarations = [...prefixes]
    .map(
      ([namespace, prefix]) => ` xmlns:${prefix.slice(0, -1)}="${escapeAttribute(namespace, wrapper.name)}"`,
    )
    .join("");
  return envelope(body, declarations);
}

/**
 * An envelope that carries a fault (SOAP 1.1 section 4.4); its children are unqualified. Never throws: what a fault
 * says often quotes what somebody sent. An entry of the detail whose name cannot be an element's is left out.
 */
export function buildFaultEnvelope({ faultcode, faultstring, faultactor, detail = {} }: SoapFault): string {
  const element = (name: string, text: string): string =>
    `<${name}>${escapeText(toXmlText(text, maxFaultText), name)}</${name}>`;
  const actor = faultactor === undefined ? "" : element("faultactor", faultactor);
  const code = element("faultcode", faultcode);
  const text = element("faultstring", faultstring);
  const entries = Object.entries(detail).filter(([name]) => isQualifiedName(name) && !name.includes(":"));
  const details = entries
    .map(([name, value]) => (typeof value === "string" ? element(name, value) : ""))
    .join("");
  const more = details === "" ? "" : `<detail>${details}</detail>`;
  return envelope(`<SOAP-ENV:Fault>${code}${text}${actor}${more}</SOAP-ENV:Fault>`, "");
}

function envelope(body: string, declarations: string): string {
  const open = `<SOAP-ENV:Envelope xmlns:SOAP-ENV="${soapEnvelopeNamespace}"${declarations}>`;
  return `${declaration}${open}<SOAP-ENV:Body>${body}</SOAP-ENV:Body></SOAP-ENV:Envelope>\n`;
}
