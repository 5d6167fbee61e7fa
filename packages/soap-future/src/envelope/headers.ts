import { type GlobalElementDescriptor, type SoapVersion } from "../descriptor.ts";
import { SoapFault } from "../errors.ts";
import { type TypeDecoderOptions } from "../schema/decode.ts";
import { type DecodePlans } from "../schema/decode-plan.ts";
import { decodeElement } from "../schema/decode-tree.ts";
import { PlainObject } from "../schema/plain-object.ts";
import { shorten } from "../xml/characters.ts";
import { type XmlElement } from "../xml/element.ts";
import { type ElementScopes } from "../xml/element-builder.ts";
import { envelopeNamespaces, ownRoles } from "./names.ts";

export interface EnvelopeHeaders {
  /** Headers that the binding declares, by key. */
  readonly soapHeaders: Readonly<Record<string, unknown>>;
  /** The others, as they are. */
  readonly headerElements: readonly XmlElement[];
}

export interface HeaderTypes extends Pick<TypeDecoderOptions, "namespaces"> {
  readonly plans: DecodePlans;
  readonly scopes: ElementScopes;
  readonly declared: readonly GlobalElementDescriptor[];
  /** True for a block that somebody above takes care of, such as WS-Addressing. */
  readonly understands: ((block: XmlElement) => boolean) | undefined;
}

/**
 * Sorts the blocks of a Header. Throws a {@link SoapFault} for one that must be understood and is not (SOAP 1.1
 * section 4.2.3), and `decode` for a declared one that is not of its type.
 */
export function readHeaders(
  version: SoapVersion,
  blocks: readonly XmlElement[],
  { plans, scopes, declared, understands, namespaces }: HeaderTypes,
): EnvelopeHeaders {
  const soapHeaders = new PlainObject();
  const headerElements: XmlElement[] = [];
  for (const block of blocks) {
    const type = declared.find(({ namespace, name }) => name === block.name && namespace === block.namespace);
    if (type) {
      soapHeaders[type.key] = decodeElement(plans, type, block, { namespaces, scopes });
      continue;
    }
    if (mustBeUnderstood(version, block) && understands?.(block) !== true) {
      throw new SoapFault({
        faultcode: "SOAP-ENV:MustUnderstand",
        faultstring: `The header ${shorten(block.name)} is not understood`,
      });
    }
    headerElements.push(block);
  }
  return { soapHeaders, headerElements };
}

function mustBeUnderstood(version: SoapVersion, { attributes }: XmlElement): boolean {
  const read = (wanted: string): string | undefined =>
    attributes
      .find(({ namespace, name }) => namespace === envelopeNamespaces[version] && name === wanted)
      ?.value.trim();
  const must = read("mustUnderstand");
  const role = read("actor") ?? read("role") ?? "";
  return (must === "1" || must === "true") && ownRoles.has(role);
}
