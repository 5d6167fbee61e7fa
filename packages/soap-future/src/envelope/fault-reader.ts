import { type GlobalElementDescriptor, type SoapVersion } from "../descriptor.ts";
import { SoapError, SoapFault } from "../errors.ts";
import { type DecodePlans } from "../schema/decode-plan.ts";
import { decodeElement } from "../schema/decode-tree.ts";
import { PlainObject } from "../schema/plain-object.ts";
import { type XmlElement } from "../xml/element.ts";
import { type ElementScopes, textOf } from "../xml/element-builder.ts";

export interface FaultTypes {
  readonly plans: DecodePlans;
  readonly scopes: ElementScopes;
  /** Elements that the detail may hold. */
  readonly faults: readonly GlobalElementDescriptor[];
}

/** A fault is read by people: what is longer than this, nobody wants in a message or a log. */
const maxText = 4096;

/** The fault that the children of a Fault element tell of. Throws `decode` when they tell of none. */
export function readFault(
  version: SoapVersion,
  children: readonly XmlElement[],
  types: FaultTypes,
): SoapFault {
  return version === "1.2" ? readFault12(children, types) : readFault11(children, types);
}

/** SOAP 1.1 section 4.4. Children are looked up by local name: some senders qualify them. */
function readFault11(children: readonly XmlElement[], types: FaultTypes): SoapFault {
  const faultcode = textIn(children, "faultcode");
  const faultstring = textIn(children, "faultstring");
  if (faultcode === undefined && faultstring === undefined)
    throw new SoapError("decode", "the fault has neither a faultcode nor a faultstring");
  return new SoapFault({
    faultcode: faultcode?.trim() ?? "",
    faultstring: faultstring ?? "",
    faultactor: textIn(children, "faultactor"),
    detail: detailOf(find(children, "detail"), types),
  });
}

/** SOAP 1.2 part 1 section 5.4. */
function readFault12(children: readonly XmlElement[], types: FaultTypes): SoapFault {
  const code = childrenOf(find(children, "Code"));
  const reasons = childrenOf(find(children, "Reason")).filter(({ name }) => name === "Text");
  const english = reasons.find(({ attributes }) =>
    attributes.some(({ name, value }) => name === "lang" && /^en\b/i.test(value)),
  );
  const faultcode = textIn(code, "Value");
  const reason = english ?? reasons[0];
  if (faultcode === undefined && reason === undefined)
    throw new SoapError("decode", "the fault has neither a Code nor a Reason");
  return new SoapFault({
    faultcode: faultcode?.trim() ?? "",
    faultstring: reason === undefined ? "" : shortText(reason),
    faultactor: textIn(children, "Role") ?? textIn(children, "Node"),
    subcodes: subcodesOf(code),
    detail: detailOf(find(children, "Detail"), types),
  });
}

/** From the outermost to the innermost; their depth is that of the document, which is bounded. */
function subcodesOf(code: readonly XmlElement[]): readonly string[] {
  const inner = childrenOf(find(code, "Subcode"));
  const value = textIn(inner, "Value");
  return value === undefined ? [] : [value.trim(), ...subcodesOf(inner)];
}

function detailOf(
  detail: XmlElement | undefined,
  { plans, scopes, faults }: FaultTypes,
): Record<string, unknown> | undefined {
  if (detail === undefined) return undefined;
  const entries = new PlainObject();
  const seen = new Set<string>();
  for (const entry of childrenOf(detail)) {
    const declared = faults.find(
      ({ namespace, name }) => name === entry.name && namespace === entry.namespace,
    );
    const key = declared?.key ?? entry.name;
    const value = declared
      ? decodeElement(plans, declared, entry, { namespaces: "service", scopes })
      : untyped(entry);
    if (!Object.hasOwn(entries, key)) entries[key] = value;
    else if (seen.has(key)) (entries[key] as unknown[]).push(value);
    else {
      // The second of a name: nothing says how many there are to be, and none may be lost.
      entries[key] = [entries[key], value];
      seen.add(key);
    }
  }
  return entries;
}

/** What no WSDL declares: text as a string, and anything more as it is. */
function untyped(entry: XmlElement): string | XmlElement {
  return childrenOf(entry).length === 0 ? shortText(entry) : entry;
}

function childrenOf(element: XmlElement | undefined): readonly XmlElement[] {
  return (element?.children ?? []).filter((child) => typeof child !== "string");
}

function find(elements: readonly XmlElement[], name: string): XmlElement | undefined {
  return elements.find((element) => element.name === name);
}

function textIn(elements: readonly XmlElement[], name: string): string | undefined {
  const found = find(elements, name);
  return found && shortText(found);
}

function shortText(element: XmlElement): string {
  return textOf(element).slice(0, maxText).toWellFormed();
}
