import { type SoapVersion } from "../descriptor.ts";
import {
  schemaInstanceNamespace,
  schemaNamespace,
  soap12EncodingNamespace,
  soapEncodingNamespace,
  xmlNamespace,
} from "../wsdl/names.ts";
import { escapeAttribute } from "../xml/characters.ts";
import { maxWrittenDepth } from "../xml/writer.ts";
import { type PrefixOf } from "./qualified-names.ts";
import { valueError } from "./value-error.ts";

/** Takes bytes out of a message into an attachment: the Content-ID, or undefined to leave them where they are. */
export type MtomSink = (bytes: Uint8Array) => string | undefined;

/** What the encoder has to know of the envelope around it. */
export interface EncodeContext {
  /** A prefix with its colon; the envelope declares it. */
  readonly prefixOf: PrefixOf;
  /** The encoding of SOAP (1.1 section 5, 1.2 Part 2 section 3), or undefined for literal. */
  readonly encoding: SoapVersion | undefined;
  readonly mtom: MtomSink | undefined;
  /** Elements around the one that is written. */
  depth: number;
}

/** The prefixes of one envelope. */
export interface Prefixes {
  readonly prefixOf: PrefixOf;
  /** The declarations of those that were asked for. */
  declarations(): string;
}

const preferred: Readonly<Record<string, string>> = {
  [schemaNamespace]: "xsd:",
  [schemaInstanceNamespace]: "xsi:",
  [soapEncodingNamespace]: "SOAP-ENC:",
  [soap12EncodingNamespace]: "SOAP-ENC:",
};

export function createPrefixes(envelopeNamespace: string): Prefixes {
  const prefixes = new Map<string, string>();
  let made = 0;
  return {
    prefixOf(namespace) {
      if (namespace === "") return "";
      const known = prefixes.get(namespace);
      if (known !== undefined) return known;
      if (namespace === envelopeNamespace) return "SOAP-ENV:";
      if (namespace === xmlNamespace) return "xml:";
      const prefix =
        (Object.hasOwn(preferred, namespace) ? preferred[namespace] : undefined) ?? `ns${++made}:`;
      prefixes.set(namespace, prefix);
      return prefix;
    },
    declarations: () =>
      [...prefixes]
        .map(
          ([namespace, prefix]) =>
            ` xmlns:${prefix.slice(0, -1)}="${escapeAttribute(namespace, "Envelope")}"`,
        )
        .join(""),
  };
}

/**
 * An attribute of XML Schema instance. In literal messages, which need it rarely, it brings its declaration along.
 */
export function instanceAttribute(context: EncodeContext, name: "nil" | "type", value: string): string {
  if (context.encoding !== undefined)
    return ` ${context.prefixOf(schemaInstanceNamespace)}${name}="${value}"`;
  return ` xmlns:xsi="${schemaInstanceNamespace}" xsi:${name}="${value}"`;
}

/** One element deeper. A JavaScript object that contains itself ends here. */
export function enter(context: EncodeContext, path: string): void {
  if (++context.depth > maxWrittenDepth) {
    const place = path.length > 200 ? `${path.slice(0, 200)}…` : path;
    const what = `${place} is nested deeper than ${maxWrittenDepth} elements: does the value contain itself?`;
    throw valueError("encode", what, place);
  }
}
