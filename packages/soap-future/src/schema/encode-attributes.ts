import { schemaInstanceNamespace } from "../wsdl/names.ts";
import { escapeAttribute } from "../xml/characters.ts";
import { type EncodeContext } from "./encode-context.ts";
import { checkedObject } from "./encode-keys.ts";
import { type AttributePlan, type ComplexPlan } from "./encode-plan.ts";
import { parseExpandedName } from "./qualified-names.ts";
import { quoted, valueError } from "./value-error.ts";
import { isInWildcard } from "./wildcard.ts";

const xmlnsNamespace = "http://www.w3.org/2000/xmlns/";

/** The attributes of a value, each with a space before it. */
export function attributesOf(
  plan: ComplexPlan,
  values: readonly unknown[],
  path: string,
  context: EncodeContext,
): string {
  let xml = "";
  for (const each of plan.attributes) xml += encodeAttribute(each, values[each.slot], path, context);
  const anySlot = plan.type.anyAttribute === undefined ? undefined : plan.slots.get("@any");
  const others = anySlot === undefined ? undefined : values[anySlot];
  return others === undefined ? xml : xml + otherAttributes(plan, others, `${path}/@any`, context);
}

function encodeAttribute(
  { attribute, codec, fixed }: AttributePlan,
  value: unknown,
  path: string,
  context: EncodeContext,
): string {
  const place = `${path}/${attribute.key}`;
  if (value === undefined) {
    if (attribute.required) throw valueError("encode", `${place} is required`, place);
    return "";
  }
  const text = codec.encode(value, place, context.prefixOf);
  if (fixed !== undefined && text !== fixed.written && text !== fixed.declared)
    throw valueError("encode", `${place} is fixed to ${quoted(fixed.declared)}`, place);
  return ` ${context.prefixOf(attribute.namespace)}${attribute.name}="${escapeAttribute(text, place)}"`;
}

/** Attributes by their expanded names, as `@any` has them. The plan says which are taken already, and which allowed. */
export function otherAttributes(
  plan: ComplexPlan | undefined,
  value: unknown,
  path: string,
  context: EncodeContext,
): string {
  let xml = "";
  for (const [key, text] of Object.entries(checkedObject(value, path))) {
    if (text === undefined) continue;
    const place = `${path}/${key.slice(0, 60).toWellFormed()}`;
    const parsed = parseExpandedName(key);
    if (parsed === undefined)
      throw valueError("encode", `${quoted(key)} at ${path} is not the name of an attribute`, path);
    const { namespace, name } = parsed;
    if (typeof text !== "string") throw valueError("encode", `${place} must be a text`, place);
    const declared = plan?.attributes.some(
      ({ attribute }) => attribute.namespace === namespace && attribute.name === name,
    );
    const wildcard = plan?.type.anyAttribute;
    const isOurs =
      namespace === schemaInstanceNamespace ||
      namespace === xmlnsNamespace ||
      (namespace === "" && name === "xmlns");
    if (declared === true || isOurs || (wildcard !== undefined && !isInWildcard(wildcard, namespace)))
      throw valueError("encode", `the attribute ${quoted(key)} may not stand at ${path}`, place);
    xml += ` ${context.prefixOf(namespace)}${name}="${escapeAttribute(text, place)}"`;
  }
  return xml;
}
